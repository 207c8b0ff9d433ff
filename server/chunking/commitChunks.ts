import type { Chunk } from "../model/chunk.ts";
import type { Document } from "../model/document.ts";
import type { ChunkSettings } from "../model/pipelineConfig.ts";
import { buildChunk } from "./buildChunk.ts";
import { cutLines } from "./cutLines.ts";
import { withOverlap } from "./overlap.ts";

/** So many changed paths say what a commit is about; a mass rename would drown the message. */
const maxPaths = 20;

/**
 * The message of a commit as one chunk, as several where it is longer than a chunk may be, as none where it is empty.
 * Author, day and the first changed paths stand in the header. Lines are 0: a commit is no file.
 */
export function commitChunks(document: Document, settings: ChunkSettings): Chunk[] {
  const lines = document.text.split("\n");
  const header = headerOf(document);
  const ranges = cutLines(lines, 1, lines.length, settings.max);
  return withOverlap(ranges, settings.overlap).map((range, ordinal) => {
    const text = range.text ?? lines.slice(range.startLine - 1, range.endLine).join("\n");
    return buildChunk(document, { title: document.title, header, startLine: 0, endLine: 0, ordinal, text });
  });
}

function headerOf({ commit, date }: Document): string {
  if (commit === undefined) return date.slice(0, 10);
  const paths = commit.files.slice(0, maxPaths).map((file) => file.path);
  return [`${commit.authorName}, ${date.slice(0, 10)}`, ...paths].join("\n");
}
