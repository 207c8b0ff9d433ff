import { WhenceError } from "../base/errors.ts";
import type { Embedder, EmbeddingCache } from "../model/embedding.ts";

/** New vectors are kept after so many texts, or as they come where the embedder hands them out one batch at a time. */
const SLICE_TEXTS = 1024;

/** Text to embed under the hash that names it in the cache. */
interface ChunkText {
  readonly hash: string;
  readonly text: string;
}

/** An embedder that asks a cache first. */
export interface CachedEmbedder {
  readonly modelId: string;
  /** How many texts were embedded, and how many came from the cache or an equal text of the same call, so far. */
  readonly counts: { readonly computed: number; readonly cached: number };
  /**
   * One vector per item, in order; items of one hash share one vector. `onKept` hears how many are done as they come.
   * Rejects with `cancelled` on abort.
   */
  embedChunks(
    items: readonly ChunkText[],
    signal?: AbortSignal,
    onKept?: (done: number) => void,
  ): Promise<Float32Array[]>;
  /** Frees the embedder's memory until there is work again. */
  rest(): Promise<void>;
}

/** Embeds each (model, hash) once: what the cache knows is taken from there, the rest is computed and kept. */
export function withEmbeddingCache(embedder: Embedder, cache: EmbeddingCache): CachedEmbedder {
  const { modelId } = embedder;
  const counts = { computed: 0, cached: 0 };
  const keep = (texts: readonly HashedText[], vectors: readonly Float32Array[], known: Known) => {
    const rows = texts.flatMap(([hash], place) => {
      const vector = vectors[place];
      return vector === undefined || known.has(hash) ? [] : [{ hash, vector }];
    });
    requireSameSize(modelId, cache.dimensions(modelId), rows);
    for (const { hash, vector } of rows) known.set(hash, vector);
    cache.put(modelId, rows);
    counts.computed += rows.length;
  };
  return {
    modelId,
    counts,
    async embedChunks(items, signal, onKept) {
      const texts = new Map(items.map((item) => [item.hash, item.text]));
      const known = cache.get(modelId, [...texts.keys()]);
      const missing = [...texts].filter(([hash]) => !known.has(hash));
      for (let start = 0; start < missing.length; start += SLICE_TEXTS) {
        const slice = missing.slice(start, start + SLICE_TEXTS);
        // What an embedder hands out early is kept early: a run that is killed or fails pays for none of it twice.
        const early = (from: number, part: readonly Float32Array[]) => {
          keep(slice.slice(from, from + part.length), part, known);
          onKept?.(known.size);
        };
        const vectors = await embedder.embed(
          slice.map(([, text]) => text),
          signal,
          early,
        );
        keep(slice, vectors, known);
      }
      counts.cached += items.length - missing.length;
      return items.map(({ hash }) => vectorOf(known, hash));
    },
    async rest() {
      await embedder.rest?.();
    },
  };
}

type HashedText = readonly [hash: string, text: string];
type Known = Map<string, Float32Array>;

/** A server may have another model under the same name since the last run; its vectors cannot stand beside the old ones. */
function requireSameSize(
  modelId: string,
  before: number | undefined,
  rows: readonly { readonly vector: Float32Array }[],
): void {
  const odd = before === undefined ? undefined : rows.find(({ vector }) => vector.length !== before);
  if (odd === undefined) return;
  throw new WhenceError(
    "serviceFailed",
    `The model ${modelId} now gives vectors of ${odd.vector.length} numbers where it gave ${before}: set ` +
      `whence.embedding.dimensions to ${odd.vector.length} to make a new index beside the one in use.`,
  );
}

function vectorOf(known: ReadonlyMap<string, Float32Array>, hash: string): Float32Array {
  const vector = known.get(hash);
  if (vector === undefined) throw new Error(`The embedder gave no vector for ${hash}.`);
  return vector;
}
