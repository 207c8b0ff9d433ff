import type { Chunk } from "../model/chunk.ts";
import type { Document } from "../model/document.ts";
import { buildChunk } from "./buildChunk.ts";
import { chunkLimits } from "./chunkLimits.ts";
import { cutLines } from "./cutLines.ts";

/** So many changed paths say what a commit is about; a mass rename would drown the message. */
const maxPaths = 20;

/**
 * One chunk for a commit with a message, else none. Text is subject and body, cut at a border of lines where it is longer
 * than a chunk may be; author, day and the first changed paths stand in the header. Lines are 0: a commit is no file.
 */
export function commitChunks(document: Document): Chunk[] {
  const lines = document.text.split("\n");
  const [first] = cutLines(lines, 1, lines.length, chunkLimits.max);
  if (first === undefined) return [];
  const text = first.text ?? lines.slice(first.startLine - 1, first.endLine).join("\n");
  const header = headerOf(document);
  return [
    buildChunk(document, { title: document.title, header, startLine: 0, endLine: 0, ordinal: 0, text }),
  ];
}

function headerOf({ commit, date }: Document): string {
  if (commit === undefined) return date.slice(0, 10);
  const paths = commit.files.slice(0, maxPaths).map((file) => file.path);
  return [`${commit.authorName}, ${date.slice(0, 10)}`, ...paths].join("\n");
}
