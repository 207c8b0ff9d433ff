import { sha256 } from "../base/hashes.ts";
import type { Chunk } from "../model/chunk.ts";
import { divisionsBetween } from "../model/division.ts";
import type { Document } from "../model/document.ts";

/** What a chunker decides about one chunk; the rest is taken from the document. */
export interface ChunkParts {
  readonly title: string;
  /** Context for retrieval alone. */
  readonly header: string;
  /** 1-based, inclusive; both 0 for commits. */
  readonly startLine: number;
  readonly endLine: number;
  /** Position among the document's chunks, from 0: tells chunks of equal text apart. */
  readonly ordinal: number;
  readonly symbol?: string | undefined;
  readonly parent?: string | undefined;
  /** Given where the chunk is a part of a line, or a commit; else the lines from `startLine` to `endLine`. */
  readonly text?: string | undefined;
  /** The document's lines where the caller has split them already, which saves splitting for each chunk. */
  readonly lines?: readonly string[] | undefined;
}

/** Makes the chunk with its id and content hash, as `Chunk` describes them. */
export function buildChunk(document: Document, parts: ChunkParts): Chunk {
  const text = parts.text ?? linesBetween(document, parts);
  return {
    id: sha256(`${document.uri}\0${parts.ordinal}\0${text}`).slice(0, 32),
    uri: document.uri,
    kind: document.kind,
    ...(document.path === undefined ? {} : { path: document.path }),
    language: document.language,
    title: parts.title,
    header: parts.header,
    text,
    startLine: parts.startLine,
    endLine: parts.endLine,
    ...(document.divisions === undefined
      ? {}
      : { divisions: divisionsBetween(document.divisions, parts.startLine, parts.endLine) }),
    ...(parts.symbol === undefined ? {} : { symbol: parts.symbol }),
    ...(parts.parent === undefined ? {} : { parent: parts.parent }),
    ...(document.key === undefined ? {} : { key: document.key }),
    date: document.date,
    tags: document.tags,
    contentHash: sha256(`${parts.title}\0${parts.header}\0${text}`),
  };
}

function linesBetween(document: Document, parts: ChunkParts): string {
  const lines = parts.lines ?? document.text.split("\n");
  return lines.slice(parts.startLine - 1, parts.endLine).join("\n");
}
