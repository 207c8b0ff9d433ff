import type { Chunk } from "./chunk.ts";
import { searchTerms } from "./searchTerms.ts";

/** Terms of the parts of a chunk, in order and with repetitions. */
export interface ChunkTerms {
  readonly title: readonly string[];
  /** Those of the header, then those of the text. */
  readonly body: readonly string[];
}

/**
 * Terms of a chunk, made once for each chunk object: the store of texts indexes them, and the catalog keeps their
 * hashes for ranking.
 */
export function chunkTerms(chunk: Chunk): ChunkTerms {
  let terms = known.get(chunk);
  if (terms === undefined) {
    terms = { title: searchTerms(chunk.title), body: searchTerms(`${chunk.header}\n${chunk.text}`) };
    known.set(chunk, terms);
  }
  return terms;
}

const known = new WeakMap<Chunk, ChunkTerms>();
