import { describe, expect, it } from "vitest";
import { openStoreForWriting, type WritableStore } from "../../../server/stores/openStore.ts";
import { pieces, piecesModel, saveMissing, vectorOf } from "./pieces.ts";
import { batchOf, Child, makeDocument, seededRandom, temporaryPlace } from "./storeFixture.ts";

/** All that a store holds, as the two stores tell it, in one comparable value. */
async function contentOf(store: WritableStore) {
  const uris = [...store.catalog.documents.states(piecesModel).keys()].sort();
  const chunks = await store.chunks.chunksOfDocuments(uris);
  const byText = await store.chunks.searchText(
    { terms: ["part0", "part1", "part2"].flatMap((part) => ["part", part]), headBoost: 0 },
    {},
    5000,
  );
  const byVector = await store.chunks.searchVector(piecesModel, vectorOf("anything"), {}, 5000);
  const counts = await store.chunks.counts();
  return {
    uris,
    chunks: chunks.map((chunk) => chunk.text),
    byText: byText.map(({ chunk }) => chunk.text).sort(),
    byVector: byVector.map(({ chunk, score }) => `${chunk.text} ${score.toFixed(5)}`).sort(),
    rows: counts.chunks,
    vectors: [...counts.vectors],
    missing: store.catalog.documents.countWithoutVectors(piecesModel),
  };
}

async function cleanContent(version: number) {
  const store = await openStoreForWriting(temporaryPlace());
  await saveMissing(store, pieces(version), () => undefined);
  const content = await contentOf(store);
  await store.close();
  return content;
}

describe("a writer that is killed", () => {
  it("between any two steps loses and doubles nothing", async () => {
    const random = seededRandom(11);
    const place = temporaryPlace();
    const kills = new Map<string, number>();
    for (const version of [1, 2]) {
      for (let attempt = 0; attempt < 6; attempt++) {
        const child = new Child("writeInPieces.ts", place, String(version));
        const phase = ["documents", "vectors", "optimize", "remove"][attempt % 4] ?? "";
        const began = await child.said(phase).then(
          () => true,
          () => false,
        );
        // Some way into the step, which is over in a few milliseconds.
        const spins = Math.floor(random() * 40);
        for (let spin = 0; spin < spins; spin++) await new Promise((resolve) => setImmediate(resolve));
        if (began) kills.set(phase, (kills.get(phase) ?? 0) + 1);
        await child.kill();
      }
      const store = await openStoreForWriting(place);
      await saveMissing(store, pieces(version), () => undefined);
      expect(await contentOf(store)).toEqual(await cleanContent(version));
      await store.close();
    }
    expect([...kills.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(6);
  });

  it("after LanceDB and before SQLite leaves no trace, though the file went back to what is indexed", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const indexed = makeDocument("a.ts", ["as indexed"]);
    await store.writer.saveDocuments(batchOf(indexed));
    // These are the steps of `saveDocuments` up to the kill.
    const edited = makeDocument("a.ts", ["as edited"]);
    store.catalog.documents.intend(["repo:a.ts"]);
    await store.chunks.replaceDocuments(["repo:a.ts"], edited.chunks);
    expect(await store.chunks.searchText({ terms: ["edit"] }, {}, 5)).toEqual([]);
    await store.close();
    const again = await openStoreForWriting(place);
    expect(again.catalog.documents.states("m").has("repo:a.ts")).toBe(false);
    await again.writer.saveDocuments(batchOf(indexed));
    const found = await again.chunks.searchText({ terms: ["index"] }, {}, 5);
    expect(found.map(({ chunk }) => chunk.text)).toEqual(["as indexed"]);
    expect((await again.chunks.counts()).chunks).toBe(1);
    await again.close();
  });

  it("while it added vectors makes them again, once", async () => {
    const place = temporaryPlace();
    const store = await openStoreForWriting(place);
    const made = makeDocument("a.ts", ["one", "two"]);
    await store.writer.saveDocuments(batchOf(made));
    const rows = made.chunks.map((chunk) => ({ chunk, vector: vectorOf(chunk.text) }));
    store.catalog.documents.intendVectors(piecesModel, ["repo:a.ts"]);
    await store.chunks.addVectors(piecesModel, rows);
    await store.close();
    const again = await openStoreForWriting(place);
    expect(again.catalog.documents.withoutVectors(piecesModel, 10)).toEqual(["repo:a.ts"]);
    await again.writer.saveVectors(piecesModel, { uris: ["repo:a.ts"], rows });
    expect([...(await again.chunks.counts()).vectors]).toEqual([[piecesModel, 2]]);
    await again.close();
  });
});
