import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openStore, openStoreForWriting } from "../../../server/stores/openStore.ts";
import { StoreWriter } from "../../../server/stores/storeWriter.ts";
import { batchOf, makeDocument, temporaryPlace, unitVector } from "./storeFixture.ts";

// What a kill leaves at each border between two steps; test/torture kills real processes in the middle of them.

const model = "test/killed";
const indexed = makeDocument("a.ts", ["stays the same", "as indexed"]);
const edited = makeDocument("a.ts", ["stays the same", "as edited", "and longer"]);

async function indexedStore() {
  const place = temporaryPlace();
  const store = await openStoreForWriting(place);
  await store.writer.saveDocuments(batchOf(indexed));
  return { place, store };
}

/** What somebody finds who looks for every word. */
async function textsIn(place: string): Promise<readonly string[]> {
  const reader = openStore(place);
  const terms = ["stay", "same", "index", "edit", "longer"];
  const hits = await reader.chunks.searchText({ terms }, {}, 50);
  const chunks = reader.catalog.chunks.byId(hits.map(({ chunk }) => chunk.id));
  await reader.close();
  return chunks.map((chunk) => chunk.text).toSorted();
}

const textsOf = (made: typeof indexed) => made.chunks.map((chunk) => chunk.text).toSorted();

describe("a writer that slept while another took over", () => {
  it("does not say that a document is stored whose chunks the other has swept", async () => {
    const { place, store } = await indexedStore();
    let asked = 0;
    const late = new StoreWriter(store.catalog, store.chunks, () => {
      asked += 1;
      if (asked > 1) throw new Error("Another process indexes this folder.");
    });
    await expect(late.saveDocuments(batchOf(edited))).rejects.toThrow("Another process");
    expect(await textsIn(place)).toEqual(textsOf(indexed));
    await store.close();
  });
});

describe("a writer that is killed", () => {
  it("while it replaced a document leaves the old version whole, and has it read again", async () => {
    const { place, store } = await indexedStore();
    store.catalog.documents.intend(["repo:a.ts"]);
    await store.chunks.putDocuments(edited.chunks);
    expect(await textsIn(place)).toEqual(textsOf(indexed));
    await store.close();
    const again = await openStoreForWriting(place);
    expect(await textsIn(place)).toEqual(textsOf(indexed));
    expect((await again.chunks.counts()).chunks).toBe(2);
    // Though the file went back to what is indexed.
    expect(again.catalog.documents.states(model).get("repo:a.ts")?.contentHash).toBe("");
    await again.writer.saveDocuments(batchOf(indexed));
    expect(await textsIn(place)).toEqual(textsOf(indexed));
    await again.close();
  });

  it("before it swept leaves the new version whole, and nothing of the old one after the next start", async () => {
    const { place, store } = await indexedStore();
    store.catalog.documents.intend(["repo:a.ts"]);
    await store.chunks.putDocuments(edited.chunks);
    store.catalog.documents.save([edited.record], edited.chunks);
    expect(await textsIn(place)).toEqual(textsOf(edited));
    expect((await store.chunks.counts()).chunks).toBe(4);
    await store.close();
    const again = await openStoreForWriting(place);
    expect(await textsIn(place)).toEqual(textsOf(edited));
    expect((await again.chunks.counts()).chunks).toBe(3);
    await again.close();
  });

  it("while it added a document leaves no trace of it", async () => {
    const { place, store } = await indexedStore();
    const made = makeDocument("new.ts", ["edited anew"]);
    store.catalog.documents.intend(["repo:new.ts"]);
    await store.chunks.addDocuments(made.chunks);
    expect(await textsIn(place)).toEqual(textsOf(indexed));
    await store.close();
    const again = await openStoreForWriting(place);
    expect((await again.chunks.counts()).chunks).toBe(2);
    expect(again.catalog.documents.states(model).has("repo:new.ts")).toBe(false);
    await again.close();
  });

  it("while it removed a document leaves none of it, and nothing in the chunk store after the next start", async () => {
    const { place, store } = await indexedStore();
    store.catalog.documents.intend(["repo:a.ts"]);
    store.catalog.documents.remove(["repo:a.ts"]);
    expect(await textsIn(place)).toEqual([]);
    await store.close();
    const again = await openStoreForWriting(place);
    expect((await again.chunks.counts()).chunks).toBe(0);
    expect(again.catalog.documents.intended()).toEqual([]);
    await again.close();
  });

  it("while it added vectors makes them again, once", async () => {
    const { place, store } = await indexedStore();
    const rows = indexed.chunks.map((chunk, at) => ({ chunk, vector: unitVector([1, at, 2]) }));
    store.catalog.documents.intendVectors(model, ["repo:a.ts"]);
    store.catalog.meta.set("buildingModel", model);
    await store.chunks.addVectors(model, rows);
    await store.close();
    const again = await openStoreForWriting(place);
    expect(again.catalog.documents.withoutVectors(model, 10)).toEqual(["repo:a.ts"]);
    await again.writer.saveVectors(model, { uris: ["repo:a.ts"], rows });
    expect([...(await again.chunks.counts()).vectors]).toEqual([[model, 2]]);
    await again.close();
  });

  it("between making a model the active one and dropping the other's vectors has them dropped next time", async () => {
    const { place, store } = await indexedStore();
    for (const name of ["old", "new"]) {
      const rows = indexed.chunks.map((chunk) => ({ chunk, vector: unitVector([1, 2]) }));
      await store.writer.saveVectors(name, { uris: ["repo:a.ts"], rows });
    }
    store.catalog.meta.set("activeModel", "new");
    await store.close();
    const again = await openStoreForWriting(place);
    expect([...(await again.chunks.counts()).vectors.keys()]).toEqual(["new"]);
    expect(again.catalog.documents.modelsWithVectors()).toEqual(["new"]);
    await again.close();
  });
});

describe("a table of LanceDB", () => {
  it("that a kill left half made or half dropped is none, and is made anew", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const rows = indexed.chunks.map((chunk, at) => ({ chunk, vector: unitVector([1, at, 2]) }));
    await store.writer.saveDocuments(batchOf(indexed));
    await store.writer.saveVectors(model, { uris: ["repo:a.ts"], rows });
    store.catalog.meta.set("buildingModel", model);
    store.catalog.documents.intendVectors(model, ["repo:a.ts"]);
    await store.close();
    const lance = path.join(place, "lance");
    const table = readdirSync(lance).find((name) => name.startsWith("vectors_")) ?? "";
    rmSync(path.join(lance, table, "_versions"), { recursive: true });
    const reader = openStore(place);
    expect(await reader.chunks.searchVector(model, unitVector([1, 0, 2]), {}, 5)).toEqual([]);
    expect([...(await reader.chunks.counts()).vectors]).toEqual([]);
    await reader.close();
    const again = await openStoreForWriting(place);
    await again.writer.saveVectors(model, { uris: ["repo:a.ts"], rows });
    expect([...(await again.chunks.counts()).vectors]).toEqual([[model, 2]]);
    await again.close();
  });
});
