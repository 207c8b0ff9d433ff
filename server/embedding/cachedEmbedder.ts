import type { Embedder, EmbeddingCache } from "../model/embedding.ts";

/** New vectors are kept after so many texts, so that a run that is killed has to repeat no more than these. */
const SLICE_TEXTS = 1024;

/** Text to embed under the hash that names it in the cache. */
interface ChunkText {
  readonly hash: string;
  readonly text: string;
}

/** An embedder that asks a cache first. */
export interface CachedEmbedder {
  readonly modelId: string;
  readonly dimensions: number;
  /** How many texts were embedded, and how many came from the cache or an equal text of the same call, so far. */
  readonly counts: { readonly computed: number; readonly cached: number };
  /** One vector per item, in order; items of one hash share one vector. Rejects with `cancelled` on abort. */
  embedChunks(items: readonly ChunkText[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** Embeds each (model, hash) once: what the cache knows is taken from there, the rest is computed and kept. */
export function withEmbeddingCache(embedder: Embedder, cache: EmbeddingCache): CachedEmbedder {
  const counts = { computed: 0, cached: 0 };
  return {
    modelId: embedder.modelId,
    dimensions: embedder.dimensions,
    counts,
    async embedChunks(items, signal) {
      const texts = new Map(items.map((item) => [item.hash, item.text]));
      const known = cache.get(embedder.modelId, [...texts.keys()]);
      const missing = [...texts].filter(([hash]) => !known.has(hash));
      for (let start = 0; start < missing.length; start += SLICE_TEXTS) {
        const slice = missing.slice(start, start + SLICE_TEXTS);
        await embedSlice(embedder, cache, slice, known, signal);
        counts.computed += slice.length;
      }
      counts.cached += items.length - missing.length;
      return items.map(({ hash }) => vectorOf(known, hash));
    },
  };
}

async function embedSlice(
  embedder: Embedder,
  cache: EmbeddingCache,
  slice: readonly (readonly [hash: string, text: string])[],
  known: Map<string, Float32Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const vectors = await embedder.embed(
    slice.map(([, text]) => text),
    signal,
  );
  const rows = slice.flatMap(([hash], place) => {
    const vector = vectors[place];
    return vector === undefined ? [] : [{ hash, vector }];
  });
  for (const { hash, vector } of rows) known.set(hash, vector);
  cache.put(embedder.modelId, rows);
}

function vectorOf(known: ReadonlyMap<string, Float32Array>, hash: string): Float32Array {
  const vector = known.get(hash);
  if (vector === undefined) throw new Error(`The embedder gave no vector for ${hash}.`);
  return vector;
}
