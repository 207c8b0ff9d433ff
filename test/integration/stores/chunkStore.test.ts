import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import { summaryOf } from "../../../server/model/chunkSummary.ts";
import type { DocumentKind } from "../../../server/model/document.ts";
import type { ScoredChunk, SearchFilter } from "../../../server/model/query.ts";
import { queryTerms } from "../../../server/model/searchTerms.ts";
import { chunkFilter } from "../../../server/stores/chunkFilter.ts";
import { openStoreForWriting, type WritableStore } from "../../../server/stores/openStore.ts";
import { batchOf, makeDocument, seededRandom, temporaryPlace, unitVector } from "./storeFixture.ts";

const model = "test/model";
const place = temporaryPlace();
let store: WritableStore;

beforeAll(async () => {
  store = await openStoreForWriting(place);
});
afterAll(() => store.close());

const textsOf = (found: readonly ScoredChunk[]) =>
  store.catalog.chunks.byId(found.map(({ chunk }) => chunk.id)).map((chunk) => chunk.text);
const search = (question: string, filter: SearchFilter = {}, limit = 10) =>
  store.chunks.searchText({ terms: queryTerms(question) }, filter, limit);

describe("documents in the store", () => {
  it("are found by the parts of their names, by any form of a word, and shown as they stand", async () => {
    const text = "function getUserName() {\n\treturn retries; // “ü” \u0000 😀\n}";
    await store.writer.saveDocuments(batchOf(makeDocument("src/user.ts", [text])));
    for (const question of ["user name", "getUserName", "get_user_name", "retry", "retrying"]) {
      expect(textsOf(await search(question)), question).toEqual([text]);
    }
  });

  it("come back whole, with every field", async () => {
    const made = makeDocument("src/whole.ts", ["wholeness one", "wholeness two"], {
      tags: ["a", "b"],
      key: "WH-1",
    });
    const chunks = made.chunks.map((chunk) => ({
      ...chunk,
      symbol: "A.b",
      parent: "A",
      key: "WH-1",
      header: "A",
    }));
    await store.writer.saveDocuments({ records: [made.record], chunks });
    const rows = store.catalog.chunks;
    expect(rows.ofDocuments(["repo:src/whole.ts"])).toEqual(chunks);
    const ids = [chunks[1]?.id ?? "", "unknown", chunks[0]?.id ?? ""];
    expect(rows.byId(ids)).toEqual([chunks[1], chunks[0]]);
    expect(rows.summaries(ids)).toEqual(
      [chunks[1], chunks[0]].flatMap((chunk) => chunk ?? []).map(summaryOf),
    );
    expect(rows.at([{ uri: "repo:src/whole.ts", line: 12 }]).map(({ id }) => id)).toEqual([chunks[1]?.id]);
    expect(rows.at([{ uri: "repo:src/whole.ts", line: 99 }])).toEqual([]);
    const found = await search("wholeness", {}, 10);
    expect(new Set(found.map(({ chunk }) => chunk))).toEqual(new Set(chunks.map(summaryOf)));
  });

  it("are replaced, however often the same is written", async () => {
    const first = makeDocument("src/replaced.ts", ["alpha stays", "alpha goes", "alpha goes too"]);
    const second = makeDocument("src/replaced.ts", ["alpha stays", "alpha comes"]);
    for (const made of [first, first, second, second]) await store.writer.saveDocuments(batchOf(made));
    expect(textsOf(await search("alpha")).sort()).toEqual(["alpha comes", "alpha stays"]);
    const before = await store.chunks.counts();
    await store.chunks.putDocuments(second.chunks);
    expect(await store.chunks.counts()).toEqual(before);
    expect(before.chunks).toBe(store.catalog.counts().chunks);
  });

  it("may become empty, and are gone when removed", async () => {
    const made = makeDocument("it's/o'brien.ts", ["vanishing act"]);
    await store.writer.saveDocuments(batchOf(made));
    await store.writer.saveVectors(model, vectorsOf(made.chunks));
    expect(await search("vanishing")).toHaveLength(1);
    await store.writer.saveDocuments(batchOf(makeDocument("it's/o'brien.ts", [])));
    expect(await search("vanishing")).toHaveLength(0);
    await store.writer.saveDocuments(batchOf(made));
    await store.writer.removeDocuments(["repo:it's/o'brien.ts"]);
    expect(await search("vanishing")).toHaveLength(0);
    expect(store.catalog.documents.get("repo:it's/o'brien.ts")).toBeUndefined();
    expect((await store.chunks.counts()).vectors.get(model) ?? 0).toBe(0);
  });

  it("rank higher where the name says it", async () => {
    const body = makeDocument("src/other.ts", [
      "a long text that speaks of the zebra once among so many other words",
    ]);
    const head = makeDocument("src/zebra.ts", [
      "a long text that speaks of nothing at all among so many other words",
    ]);
    await store.writer.saveDocuments(batchOf(body, head));
    const paths = async (headBoost: number) =>
      (await store.chunks.searchText({ terms: ["zebra"], headBoost }, {}, 10)).map(({ chunk }) => chunk.path);
    expect((await paths(8))[0]).toBe("src/zebra.ts");
    expect(await paths(0)).toEqual(["src/other.ts"]);
  });

  it("do not count for a name that so many share that chance would choose among them", async () => {
    const sharing = Array.from({ length: 40 }, (_, at) => makeDocument(`quokka/${at + 10}.ts`, ["nothing"]));
    const telling = Array.from({ length: 6 }, (_, at) => makeDocument(`src/${at}.ts`, ["one quokka here"]));
    const named = makeDocument("quokka/quokka.ts", ["nothing else"]);
    await store.writer.saveDocuments(batchOf(...sharing, ...telling, named));
    const found = await store.chunks.searchText({ terms: ["quokka"], headBoost: 80 }, {}, 5);
    const [first, ...others] = found.map(({ chunk }) => chunk.path);
    expect(first).toBe("quokka/quokka.ts");
    expect(others.filter((path) => path?.startsWith("quokka/"))).toEqual([]);
  });

  it("are read further down by their texts, with their documents, than they are shown", async () => {
    const bodies = Array.from({ length: 12 }, (_, at) => makeDocument(`deep/${at}.ts`, [`okapi ${at}`]));
    const head = makeDocument("deep/okapi.ts", ["a text that does not speak of it"]);
    await store.writer.saveDocuments(batchOf(...bodies, head));
    const found = await store.chunks.searchTextDeeply({ terms: ["okapi"], headBoost: 8 }, {}, 2, 11);
    expect(found.best.map(({ chunk }) => chunk.path)).toContain("deep/okapi.ts");
    expect(found.best).toHaveLength(2);
    expect(new Set(found.hits.map(({ uri }) => uri)).size).toBe(11);
    for (const { id, uri } of found.hits) expect(store.catalog.chunks.byId([id])[0]?.uri).toBe(uri);
    expect(found.hits.map(({ uri }) => uri)).not.toContain("repo:deep/okapi.ts");
  });

  it("must hold every required term", async () => {
    const texts = ["crimson circle", "crimson square", "crimson circle square", "amber circle"];
    await store.writer.saveDocuments(
      batchOf(...texts.map((text, at) => makeDocument(`shape/${at}.ts`, [text]))),
    );
    const found = await store.chunks.searchText(
      { terms: queryTerms("crimson square"), required: queryTerms("crimson circle"), headBoost: 0 },
      {},
      10,
    );
    expect(textsOf(found)).toEqual(["crimson circle square", "crimson circle"]);
  });
});

describe("odd questions", () => {
  it.each([
    ["nothing", ""],
    ["blanks", " \n\t "],
    ["quotes", "\"'`\"\" ''"],
    ["operators", "AND OR NOT NEAR( * ^2 ~ + - : {} [] \\"],
    ["SQL", "'; DROP TABLE chunks; -- ' OR 1=1"],
    ["emoji", "😀🎉👩‍👩‍👧"],
    ["control characters", "\u0000\u0001\ud800"],
    ["a megabyte", "retry ".repeat(170_000)],
    ["a megabyte of words", Array.from({ length: 130_000 }, (_, at) => `word${at}`).join(" ")],
    ["one word of a megabyte", "x".repeat(1_000_000)],
  ])("%s gets an answer", async (_name, question) => {
    await expect(search(question)).resolves.toBeInstanceOf(Array);
    const raw = { terms: question.slice(0, 2000).split(" "), required: [question.slice(0, 50)] };
    await expect(store.chunks.searchText(raw, {}, 5)).resolves.toBeInstanceOf(Array);
  });

  it.each([
    { tag: "'; DROP" },
    { pathGlob: "it's/{a,b" },
    { pathGlob: "[" },
    { pathGlob: "" },
    { pathGlob: "(((" },
    { pathGlob: "\\" },
    { uris: ["repo:it's", 'repo:"x"'] },
    { uris: [] },
    { kinds: [] },
  ])("a filter like %j does no harm", async (filter) => {
    await expect(search("alpha", filter)).resolves.toEqual([]);
  });

  it("of a date that is none say so", async () => {
    const error = await search("alpha", { since: "yesterday-ish" }).catch((caught: unknown) => caught);
    expect(WhenceError.is(error, "badInput")).toBe(true);
  });
});

describe("filters", () => {
  const kinds: readonly DocumentKind[] = ["code", "doc", "spec", "config", "text", "commit"];
  const folders = ["src", "src/deep", "test", "do'cs", "a_b", "ä/ö", "x%y"];
  const endings = [".ts", ".test.ts", ".md", "_x.py", ".d.ts"];
  const random = seededRandom(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const documents = Array.from({ length: 300 }, (_, at) => {
    const kind = pick(kinds);
    const file = `filtered/${pick(folders)}/f${at}${pick(endings)}`;
    const date = new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 900) * 86_400_000).toISOString();
    const tags = random() < 0.3 ? ["test"] : random() < 0.3 ? ["test", "o'tag"] : [];
    const made = makeDocument(file, [`common word ${at}`], { kind, date, tags });
    if (kind !== "commit") return made;
    const { path: _path, ...chunk } = made.chunks[0] as Chunk;
    return { ...made, chunks: [chunk] };
  });
  const all: readonly Chunk[] = documents.flatMap((document) => document.chunks);

  beforeAll(async () => {
    await store.writer.saveDocuments(batchOf(...documents));
    await store.writer.saveVectors(model, vectorsOf(all));
    await store.chunks.optimize();
  });

  it.each<SearchFilter>([
    {},
    { kinds: ["code"] },
    { kinds: ["doc", "commit"] },
    { pathGlob: "*.ts" },
    { pathGlob: "*.test.ts" },
    { pathGlob: "filtered/src/**" },
    { pathGlob: "filtered/src/*" },
    { pathGlob: "filtered/src" },
    { pathGlob: "filtered/*/f*" },
    { pathGlob: "filtered/{src,test}/**/*.{md,py}" },
    { pathGlob: "filtered/do'cs/f[0-9][0-4]*" },
    { pathGlob: "**/a_b/*" },
    { pathGlob: "filtered/x%y/**" },
    { pathGlob: "filtered/ä/?/f*" },
    { pathGlob: "f[!1]*_x.py" },
    { since: "2025-03-01" },
    { since: "2025-03-01T00:00:00+02:00" },
    { until: "2025-03-01" },
    { since: "2024-03-02", until: "2024-03" },
    { within: ["filtered/src"] },
    { within: ["filtered/do'cs", all.find(({ path }) => path?.startsWith("filtered/a_b/"))?.path ?? ""] },
    {
      among: documents.slice(50, 80).map(({ record }) => record.document.uri),
      uris: documents.slice(40, 60).map(({ record }) => record.document.uri),
    },
    { tag: "test" },
    { tag: "O'Tag" },
    { uris: documents.slice(40, 60).map(({ record }) => record.document.uri) },
    { kinds: ["code", "doc"], pathGlob: "*.ts", since: "2024-06-01", tag: "test" },
  ])("%j leave exactly what passes, before anything is ranked", async (filter) => {
    const passes = chunkFilter(filter);
    const expected = all.filter(passes).map((chunk) => chunk.id);
    expect(expected.length).toBeGreaterThan(0);
    const byText = await store.chunks.searchText({ terms: ["common"], headBoost: 0 }, filter, 1000);
    expect(new Set(byText.map(({ chunk }) => chunk.id))).toEqual(new Set(expected));
    expect(byText).toHaveLength(expected.length);
    const vector = unitVector([1, 2, 3, 4, 5, 6, 7, 8]);
    const byVector = await store.chunks.searchVector(model, vector, filter, 1000);
    expect(new Set(byVector.map(({ chunk }) => chunk.id))).toEqual(new Set(expected));
    const best = await store.chunks.searchVector(model, vector, filter, 1);
    expect(best[0]?.chunk.id).toBe(exactBest(vector, expected));
  });

  function exactBest(vector: Float32Array, ids: readonly string[]): string | undefined {
    const allowed = new Set(ids);
    const scored = vectorsOf(all)
      .rows.filter(({ chunk }) => allowed.has(chunk.id))
      .map((row) => ({ id: row.chunk.id, score: dot(row.vector, vector) }));
    return scored.sort((a, b) => b.score - a.score)[0]?.id;
  }
});

describe("vectors", () => {
  it("score by the cosine, and nothing is like a zero vector", async () => {
    const made = makeDocument("vec/a.ts", ["same", "opposite", "empty"]);
    await store.writer.saveDocuments(batchOf(made));
    const [same, opposite, empty] = made.chunks as [Chunk, Chunk, Chunk];
    const direction = unitVector([3, -1, 2]);
    await store.writer.saveVectors("test/cosine", {
      uris: ["repo:vec/a.ts"],
      rows: [
        { chunk: same, vector: direction },
        { chunk: opposite, vector: direction.map((value) => -value) },
        { chunk: empty, vector: new Float32Array(3) },
      ],
    });
    const found = await store.chunks.searchVector("test/cosine", direction, {}, 10);
    expect(textsOf(found)).toEqual(["same", "opposite"]);
    expect(found[0]?.score).toBeCloseTo(1, 5);
    expect(found[1]?.score).toBeCloseTo(-1, 5);
    expect(await store.chunks.searchVector("test/cosine", new Float32Array(3), {}, 10)).toEqual([]);
    expect(store.catalog.documents.withoutVectors("test/cosine", 1000)).not.toContain("repo:vec/a.ts");
  });

  it("of an unknown model find nothing", async () => {
    expect(await store.chunks.searchVector("never/seen", unitVector([1, 2]), {}, 5)).toEqual([]);
  });

  it("of a document that changed are not shown, and count as missing until they are made again", async () => {
    const old = makeDocument("vec/b.ts", ["before the change"]);
    await store.writer.saveDocuments(batchOf(old));
    const vector = unitVector([0, 0, 1]);
    const uris = ["repo:vec/b.ts"];
    await store.writer.saveVectors("test/change", {
      uris,
      rows: [{ chunk: old.chunks[0] as Chunk, vector }],
    });
    expect(store.catalog.documents.states("test/change").get("repo:vec/b.ts")?.vectorsDone).toBe(true);
    const changed = makeDocument("vec/b.ts", ["after the change"]);
    await store.writer.saveDocuments(batchOf(changed));
    expect(await store.chunks.searchVector("test/change", vector, {}, 5)).toEqual([]);
    expect(store.catalog.documents.states("test/change").get("repo:vec/b.ts")?.vectorsDone).toBe(false);
    await store.writer.saveVectors("test/change", {
      uris,
      rows: [{ chunk: changed.chunks[0] as Chunk, vector }],
    });
    expect(textsOf(await store.chunks.searchVector("test/change", vector, {}, 5))).toEqual([
      "after the change",
    ]);
    expect((await store.chunks.counts()).vectors.get("test/change")).toBe(1);
  });

  it("of two models never mix, and the old ones go when the new ones take over", async () => {
    const made = makeDocument("vec/c.ts", ["two models"]);
    await store.writer.saveDocuments(batchOf(made));
    const chunk = made.chunks[0] as Chunk;
    const uris = ["repo:vec/c.ts"];
    await store.writer.saveVectors("test/old", { uris, rows: [{ chunk, vector: unitVector([1, 0]) }] });
    await store.writer.saveVectors("test/new", { uris, rows: [{ chunk, vector: unitVector([0, 1, 0, 0]) }] });
    expect(await store.chunks.searchVector("test/old", unitVector([1, 0]), {}, 5)).toHaveLength(1);
    await store.writer.activateModel("test/new");
    expect(store.catalog.meta.get("activeModel")).toBe("test/new");
    expect([...(await store.chunks.counts()).vectors]).toEqual([["test/new", 1]]);
    expect(await store.chunks.searchVector("test/new", unitVector([0, 1, 0, 0]), {}, 5)).toHaveLength(1);
    expect(await store.chunks.searchVector("test/old", unitVector([1, 0]), {}, 5)).toEqual([]);
  });
});

describe("upkeep", () => {
  it("brings every index up to date once enough has changed", async () => {
    const many = Array.from({ length: 600 }, (_, at) => makeDocument(`many/${at}.ts`, [`upkeep ${at}`]));
    await store.writer.saveDocuments(batchOf(...many));
    const unindexed = async () =>
      Math.max(
        ...(await store.chunks.indexStats()).map((stats) =>
          stats.table === "chunks" ? stats.unindexedRows : 0,
        ),
      );
    expect(await unindexed()).toBeGreaterThanOrEqual(600);
    await store.chunks.optimize();
    expect(await unindexed()).toBe(0);
    expect(await store.chunks.searchText({ terms: ["upkeep"], headBoost: 0 }, {}, 1000)).toHaveLength(600);
  });
});

function vectorsOf(chunks: readonly Chunk[]) {
  const rows = chunks.map((chunk) => {
    const random = seededRandom(Number.parseInt(chunk.id.slice(0, 7), 16));
    return { chunk, vector: unitVector(Array.from({ length: 8 }, () => random() - 0.5)) };
  });
  return { uris: [...new Set(chunks.map((chunk) => chunk.uri))], rows };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
