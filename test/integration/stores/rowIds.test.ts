import { expect, it } from "vitest";
import { queryTerms } from "../../../server/model/searchTerms.ts";
import { openStore, openStoreForWriting } from "../../../server/stores/openStore.ts";
import { batchOf, makeDocument, temporaryPlace, unitVector } from "./storeFixture.ts";

const model = "test/model";

/** More searches than a table answers before it has read the ids of its rows. */
const many = 40;

it("a process that searches often finds what others write meanwhile, and no longer what they removed", async () => {
  const place = temporaryPlace();
  const writing = await openStoreForWriting(place);
  const write = async (path: string, texts: readonly string[]) => {
    const made = makeDocument(path, texts);
    await writing.writer.saveDocuments(batchOf(made));
    const rows = made.chunks.map((chunk) => ({ chunk, vector: unitVector([1, texts.length]) }));
    await writing.writer.saveVectors(model, { uris: [made.record.document.uri], rows });
    return made.chunks.map((chunk) => chunk.id);
  };
  const first = await write("src/a.ts", ["needle one", "needle two"]);
  const reading = openStore(place);
  const found = async () => {
    const byText = await reading.chunks.searchText({ terms: queryTerms("needle") }, {}, 20);
    const byVector = await reading.chunks.searchVector(model, unitVector([1, 1]), {}, 20);
    return [byText, byVector].map((hits) => hits.map(({ chunk }) => chunk.id).toSorted());
  };
  for (let at = 0; at < many; at++) expect(await found()).toEqual([first.toSorted(), first.toSorted()]);
  const second = await write("src/b.ts", ["needle three"]);
  const third = await write("src/a.ts", ["needle two", "needle four", "needle five"]);
  const both = [...second, ...third].toSorted();
  expect(await found()).toEqual([both, both]);
  await writing.chunks.optimize();
  await writing.writer.removeDocuments(["repo:src/a.ts"]);
  for (let at = 0; at < many; at++) expect(await found()).toEqual([second, second]);
  await reading.close();
  await writing.close();
});

it("a table that was dropped and made again does not answer with the rows of the first", async () => {
  const place = temporaryPlace();
  const writing = await openStoreForWriting(place);
  const made = makeDocument("src/a.ts", ["one", "two", "three"]);
  await writing.writer.saveDocuments(batchOf(made));
  const vectorOf = (at: number) => unitVector([at === 0 ? 1 : 0, at === 1 ? 1 : 0, at === 2 ? 1 : 0]);
  const save = (order: readonly number[]) => {
    const rows = order.flatMap((at) => {
      const chunk = made.chunks[at];
      return chunk === undefined ? [] : [{ chunk, vector: vectorOf(at) }];
    });
    return writing.writer.saveVectors(model, { uris: [made.record.document.uri], rows });
  };
  await save([0, 1, 2]);
  const reading = openStore(place);
  const nearest = async () => (await reading.chunks.searchVector(model, vectorOf(0), {}, 1))[0]?.chunk.id;
  for (let at = 0; at < many; at++) expect(await nearest()).toBe(made.chunks[0]?.id);
  await writing.writer.activateModel("test/other");
  await save([2, 1, 0]);
  for (let at = 0; at < many; at++) expect(await nearest()).toBe(made.chunks[0]?.id);
  await reading.close();
  await writing.close();
});
