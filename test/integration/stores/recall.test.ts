import { afterAll, beforeAll, expect, it } from "vitest";
import { openStoreForWriting, type WritableStore } from "../../../server/stores/openStore.ts";
import { batchOf, makeDocument, seededRandom, temporaryPlace, unitVector } from "./storeFixture.ts";

const dimensions = 64;
const rows = 24_000;
const chunksPerFile = 200;
const model = "test/recall";
const random = seededRandom(3);
let store: WritableStore;
const vectors: Float32Array[] = [];
const ids: string[] = [];

beforeAll(async () => {
  store = await openStoreForWriting(temporaryPlace());
  const centres = Array.from({ length: 150 }, () => Array.from({ length: dimensions }, normal));
  for (let at = 0; at < rows; at += chunksPerFile) {
    const made = makeDocument(
      `f${at}.ts`,
      Array.from({ length: chunksPerFile }, (_, part) => `chunk ${at + part}`),
    );
    await store.writer.saveDocuments(batchOf(made));
    const written = made.chunks.map((chunk) => ({ chunk, vector: near(centres) }));
    for (const row of written) {
      vectors.push(row.vector);
      ids.push(row.chunk.id);
    }
    await store.writer.saveVectors(model, { uris: [made.record.document.uri], rows: written });
  }
  await store.chunks.optimize();

  function near(from: readonly number[][]): Float32Array {
    const centre = from[Math.floor(random() * from.length)] ?? [];
    return unitVector(centre.map((value) => value + 0.9 * normal()));
  }
});
afterAll(() => store.close());

it("finds by index nearly all of what an exact search finds", async () => {
  const stats = await store.chunks.indexStats();
  expect(stats.find((each) => each.index === "vector_idx")).toMatchObject({
    indexedRows: rows,
    unindexedRows: 0,
  });
  let shared = 0;
  const queries = 50;
  for (let query = 0; query < queries; query++) {
    const base = vectors[Math.floor(random() * rows)] ?? new Float32Array(dimensions);
    const vector = unitVector(Array.from(base, (value) => value + 0.05 * normal()));
    const found = await store.chunks.searchVector(model, vector, {}, 10);
    const exact = new Set(exactTen(vector));
    shared += found.filter(({ chunk }) => exact.has(chunk.id)).length;
  }
  expect(shared / (queries * 10)).toBeGreaterThanOrEqual(0.95);
});

function exactTen(vector: Float32Array): string[] {
  const scored = vectors.map((other, at) => {
    let score = 0;
    for (let place = 0; place < dimensions; place++) score += (vector[place] ?? 0) * (other[place] ?? 0);
    return { id: ids[at] ?? "", score };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ id }) => id);
}

/** Normally distributed, by Box and Muller. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}
