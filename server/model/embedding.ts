/** Turns text into unit vectors. Vectors of different `modelId`s are never compared. */
export interface Embedder {
  /** Changes whenever the same text could give another vector. */
  readonly modelId: string;
  readonly dimensions: number;
  /** One L2-normalised vector per text, in order; a zero vector for a text without known words. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  /** Ends worker threads. */
  close(): Promise<void>;
}

/** Vectors that were made before, so that equal text is never embedded twice. Hashes are `Chunk.contentHash`es. */
export interface EmbeddingCache {
  /** Those of `hashes` which are known for this model. */
  get(modelId: string, hashes: readonly string[]): Map<string, Float32Array>;
  put(modelId: string, rows: readonly { hash: string; vector: Float32Array }[]): void;
}
