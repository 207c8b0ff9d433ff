import type { Chunk } from "./chunk.ts";
import { summaryOf, type TermHashes } from "./chunkSummary.ts";
import { chunkTerms } from "./chunkTerms.ts";
import { searchTerms } from "./searchTerms.ts";

/** A chunk with what the stores write of it, made ahead in a thread that has time for it. */
export interface PreparedChunk extends Chunk {
  /** The chunk as it is kept to be shown. */
  readonly json: string;
  /** Terms of what names it, separated by blanks: a hit here weighs more than one in its text. */
  readonly headTerms: string;
  /** Terms of header and text, separated by blanks. */
  readonly bodyTerms: string;
  /** Of its `ChunkSummary`. */
  readonly textLength: number;
  readonly terms: TermHashes;
}

/** Does what is left to do; nothing for a chunk that is prepared. */
export function prepareChunk(chunk: Chunk): PreparedChunk {
  if (isPrepared(chunk)) return chunk;
  const { textLength, terms } = summaryOf(chunk);
  return {
    ...chunk,
    json: JSON.stringify(chunk),
    headTerms: headTerms(chunk),
    bodyTerms: chunkTerms(chunk).body.join(" "),
    textLength,
    terms,
  };
}

function isPrepared(chunk: Chunk): chunk is PreparedChunk {
  return "json" in chunk;
}

function headTerms(chunk: Chunk): string {
  const { symbol, parent, key, path } = chunk;
  const others = [symbol, parent, key, path].flatMap((part) => searchTerms(part ?? ""));
  return [...chunkTerms(chunk).title, ...others].join(" ");
}
