import { beforeEach, describe, expect, it } from "vitest";
import { type CachedEmbedder, withEmbeddingCache } from "../../../server/embedding/cachedEmbedder.ts";
import type { Embedder, EmbeddingCache } from "../../../server/model/embedding.ts";

const items = [
  { hash: "a", text: "one" },
  { hash: "b", text: "three" },
  { hash: "a", text: "one" },
];

describe("an embedder with a cache", () => {
  let cache: EmbeddingCache;
  let asked: string[];
  let cached: CachedEmbedder;

  beforeEach(() => {
    cache = memoryCache();
    asked = [];
    cached = withEmbeddingCache(lengthEmbedder("first", asked), cache);
  });

  it("gives one vector per item, in order", async () => {
    expect(await cached.embedChunks(items)).toEqual([vector(3), vector(5), vector(3)]);
  });

  it("embeds equal text once in a call, and nothing a second time", async () => {
    await cached.embedChunks(items);
    expect(asked).toEqual(["one", "three"]);
    expect(await cached.embedChunks([...items, { hash: "c", text: "new" }])).toHaveLength(4);
    expect(asked).toEqual(["one", "three", "new"]);
    expect(cached.counts).toEqual({ computed: 3, cached: 4 });
  });

  it("keeps what was embedded for the next start", async () => {
    await cached.embedChunks(items);
    const later = withEmbeddingCache(lengthEmbedder("first", asked), cache);
    expect(await later.embedChunks(items)).toEqual([vector(3), vector(5), vector(3)]);
    expect(later.counts).toEqual({ computed: 0, cached: 3 });
  });

  it("never takes the vectors of another model", async () => {
    await cached.embedChunks(items);
    const other = withEmbeddingCache(lengthEmbedder("second", asked), cache);
    await other.embedChunks(items);
    expect(other.counts.computed).toBe(2);
  });

  it("keeps and reports each part that the embedder hands out, though the next one fails", async () => {
    const parts: Embedder = {
      ...lengthEmbedder("first", asked),
      async embed(texts, _signal, onVectors) {
        onVectors?.(1, [vector(texts[1]?.length ?? 0)]);
        throw new Error("gone");
      },
    };
    const done: number[] = [];
    const failing = withEmbeddingCache(parts, cache);
    await expect(failing.embedChunks(items, undefined, (count) => done.push(count))).rejects.toThrow("gone");
    expect(done).toEqual([1]);
    expect(failing.counts.computed).toBe(1);
    await cached.embedChunks(items);
    expect(asked).toEqual(["one"]);
  });

  it("takes no vectors of another size under the same name", async () => {
    await cached.embedChunks(items);
    const changed = { ...lengthEmbedder("first", asked), embed: async () => [Float32Array.of(1, 2)] };
    const other = withEmbeddingCache(changed, cache);
    await expect(other.embedChunks([{ hash: "z", text: "new" }])).rejects.toThrow(
      /2 numbers where it gave 1/,
    );
    expect(cache.missing("first", ["z"])).toEqual(new Set(["z"]));
  });

  it("keeps what was finished when it is stopped half-way", async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 3000 }, (_, place) => ({ hash: `h${place}`, text: `t${place}` }));
    const stopping = withEmbeddingCache(
      lengthEmbedder("first", asked, () => stop.abort()),
      cache,
    );
    await expect(stopping.embedChunks(many, stop.signal)).rejects.toThrow("stopped");
    const finished = asked.length;
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(3000);
    await cached.embedChunks(many);
    expect(cached.counts).toEqual({ computed: 3000 - finished, cached: finished });
  });
});

/** An embedder whose vector is the text's length, which notes what it was asked. */
function lengthEmbedder(modelId: string, asked: string[], afterwards?: () => void): Embedder {
  return {
    modelId,
    dimensions: 1,
    async embed(texts, signal) {
      if (signal?.aborted) throw new Error("stopped");
      asked.push(...texts);
      afterwards?.();
      return texts.map((text) => vector(text.length));
    },
    async close() {},
  };
}

function memoryCache(): EmbeddingCache {
  const rows = new Map<string, Float32Array>();
  return {
    get(modelId, hashes) {
      const found = new Map<string, Float32Array>();
      for (const hash of hashes) {
        const known = rows.get(`${modelId}/${hash}`);
        if (known !== undefined) found.set(hash, known);
      }
      return found;
    },
    missing: (modelId, hashes) => new Set(hashes.filter((hash) => !rows.has(`${modelId}/${hash}`))),
    dimensions: (modelId) => [...rows].find(([key]) => key.startsWith(`${modelId}/`))?.[1].length,
    put(modelId, added) {
      for (const { hash, vector } of added) rows.set(`${modelId}/${hash}`, vector);
    },
  };
}

function vector(value: number): Float32Array {
  return Float32Array.of(value);
}
