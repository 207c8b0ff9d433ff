import { statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { boundEmbeddings } from "../../../server/indexing/embeddingUpkeep.ts";
import type { Catalog } from "../../../server/stores/catalog.ts";
import { SqliteCatalog } from "../../../server/stores/sqlite/sqliteCatalog.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const present = "whence-static-4-new";
const former = "whence-static-4-old";
const paid = "openai:example.com/m";

let catalog: Catalog;
let store: string;
let hashes: readonly string[];

beforeEach(async () => {
  const indexed = indexedFolder(
    createRepository({ "a.md": "# A\n\nOne.\n", "b.md": "# B\n\nTwo.\n" }).folder,
  );
  await indexed.index();
  store = indexed.place.store ?? "";
  catalog = new SqliteCatalog(store, "write");
  const uris = [...catalog.documents.states("").keys()];
  hashes = catalog.chunks.ofDocuments(uris).map(({ contentHash }) => contentHash);
});
afterEach(() => catalog.close());

it("leaves a cache alone that other branches and former models fill up to its bound", () => {
  fill(former, 10_000);
  fill(present, 9_000);
  boundEmbeddings(catalog, present);
  expect(counts()).toMatchObject({ [former]: 10_000, [present]: 9_000 });
});

it("drops the oldest of former models first, then of texts that are gone, and none in use or paid for", () => {
  fill(paid, 30_000);
  keep(present, hashes);
  fill(former, 5_000);
  fill(present, 30_000);
  boundEmbeddings(catalog, present);
  const left = counts();
  expect(left[paid]).toBe(30_000);
  expect(left[former] ?? 0).toBe(0);
  expect(left[present] ?? 0).toBeLessThanOrEqual(20_000);
  expect(catalog.embeddings.missing(present, hashes)).toEqual(new Set());
  const gone = Array.from({ length: 30_000 }, (_, at) => hashOf(present, at));
  const missing = catalog.embeddings.missing(present, gone);
  expect([missing.has(gone[0] ?? ""), missing.has(gone.at(-1) ?? "")]).toEqual([true, false]);
});

it("a file that is mostly empty after that becomes smaller", () => {
  fill(former, 60_000);
  catalog.close();
  const before = statSync(path.join(store, "embeddings.sqlite")).size;
  catalog = new SqliteCatalog(store, "write");
  boundEmbeddings(catalog, present);
  catalog.close();
  expect(statSync(path.join(store, "embeddings.sqlite")).size).toBeLessThan(before / 2);
});

it("drops nothing for a model of a server", () => {
  fill(former, 60_000);
  boundEmbeddings(catalog, paid);
  expect(counts()[former]).toBe(60_000);
});

function counts(): Record<string, number> {
  return Object.fromEntries(catalog.embeddings.counts());
}

function fill(modelId: string, count: number): void {
  keep(
    modelId,
    Array.from({ length: count }, (_, at) => hashOf(modelId, at)),
  );
}

function keep(modelId: string, some: readonly string[]): void {
  catalog.embeddings.put(
    modelId,
    some.map((hash) => ({ hash, vector: new Float32Array(4) })),
  );
}

function hashOf(modelId: string, at: number): string {
  return Buffer.from(`${modelId} ${at}`.padEnd(32)).toString("hex");
}
