/** Called with vectors as they are ready and the place of the first one among the texts, in any order. */
export type OnVectors = (start: number, vectors: readonly Float32Array[]) => void;

/** Turns text into unit vectors. Vectors of different `modelId`s are never compared. */
export interface Embedder {
  /** Changes whenever the same text could give another vector. */
  readonly modelId: string;
  /** Numbers per vector; 0 while a server's model has not shown how many it gives. */
  readonly dimensions: number;
  /**
   * One L2-normalised vector per text, in order; a zero vector for a text without known words. Where parts are ready
   * before the whole, `onVectors` gets each of them, so that they can be kept if the rest fails.
   */
  embed(
    texts: readonly string[],
    signal?: AbortSignal,
    onVectors?: OnVectors,
  ): Promise<readonly Float32Array[]>;
  /** Frees memory until there is work again. */
  rest?(): Promise<void>;
  /** Ends worker threads. */
  close(): Promise<void>;
}

/** Vectors that were made before, so that equal text is never embedded twice. Hashes are `Chunk.contentHash`es. */
export interface EmbeddingCache {
  /** Those of `hashes` which are known for this model. */
  get(modelId: string, hashes: readonly string[]): Map<string, Float32Array>;
  /** Those of `hashes` which are not known for this model. */
  missing(modelId: string, hashes: readonly string[]): Set<string>;
  /** Numbers per vector of this model, where one is known. */
  dimensions(modelId: string): number | undefined;
  put(modelId: string, rows: readonly { hash: string; vector: Float32Array }[]): void;
}

/** A cache whose size can be bounded. */
export interface BoundedEmbeddingCache extends EmbeddingCache {
  /** How many vectors each model has. */
  counts(): ReadonlyMap<string, number>;
  /** Drops the vectors of this model that were made first, `most` at most and none of `keep`; returns how many. */
  dropOldest(modelId: string, most: number, keep: ReadonlySet<string>): number;
}

/** Ids of the models of servers begin so: their vectors may have been paid for. */
export const serverModelPrefix = "openai:";
