import type { Chunk } from "./chunk.ts";
import { chunkTerms } from "./chunkTerms.ts";

/**
 * What ranking needs of a chunk. It leaves out the texts: a question has hundreds of candidates and shows ten, and
 * reading and splitting the texts of all would take longer than finding them.
 */
export interface ChunkSummary
  extends Pick<
    Chunk,
    "id" | "uri" | "kind" | "path" | "title" | "startLine" | "endLine" | "symbol" | "date" | "tags"
  > {
  /** Characters of the text without blanks around it. */
  readonly textLength: number;
  readonly terms: TermHashes;
}

/** Hashes of the distinct terms of a chunk: first how many of them the title has, then these, then all others. */
export type TermHashes = Uint32Array;

/** The summary that is stored beside a chunk. */
export function summaryOf(chunk: Chunk): ChunkSummary {
  const { id, uri, kind, path, title, startLine, endLine, symbol, date, tags } = chunk;
  return {
    id,
    uri,
    kind,
    ...(path === undefined ? {} : { path }),
    title,
    startLine,
    endLine,
    ...(symbol === undefined ? {} : { symbol }),
    date,
    tags,
    textLength: chunk.text.trim().length,
    terms: hashesOf(chunk),
  };
}

/** 32 bits by which terms are compared (FNV-1a over UTF-16 units): two of them meet once in four billion. */
export function termHash(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** How many of these terms, given by their hashes, occur in the title, header or text. */
export function countTerms(hashes: readonly number[], terms: TermHashes): number {
  return hashes.filter((hash) => terms.includes(hash, 1)).length;
}

/** How many of these terms, given by their hashes, occur in the title. */
export function countTitleTerms(hashes: readonly number[], terms: TermHashes): number {
  const title = terms.subarray(1, 1 + (terms[0] ?? 0));
  return hashes.filter((hash) => title.includes(hash)).length;
}

function hashesOf(chunk: Chunk): TermHashes {
  const { title, body } = chunkTerms(chunk);
  const hashes = new Set(title.map(termHash));
  const titleCount = hashes.size;
  for (const term of body) hashes.add(termHash(term));
  return Uint32Array.from([titleCount, ...hashes]);
}
