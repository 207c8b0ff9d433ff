import { describe, expect, it } from "vitest";
import type { CodeFacts, SymbolFact } from "../../../server/model/codeFacts.ts";
import type { DocumentRecord } from "../../../server/stores/catalog.ts";
import { SqliteCatalog } from "../../../server/stores/sqlite/sqliteCatalog.ts";
import { makeDocument, temporaryPlace } from "./storeFixture.ts";

const symbol = (
  qualifiedName: string,
  startLine: number,
  endLine: number,
  parts: Partial<SymbolFact> = {},
): SymbolFact => ({
  name: qualifiedName.slice(qualifiedName.lastIndexOf(".") + 1),
  qualifiedName,
  kind: "method",
  startLine,
  startColumn: 0,
  endLine,
  endColumn: 1,
  nameLine: startLine,
  nameColumn: 4,
  signature: `${qualifiedName}()`,
  docStartLine: startLine,
  ...parts,
});

const facts: CodeFacts = {
  parsed: true,
  symbols: [
    symbol("shop.Refund", 3, 40, { kind: "class", doc: "Pays back.", docStartLine: 1 }),
    symbol("shop.Refund.issue", 10, 20, { parent: "shop.Refund" }),
    symbol("shop.Refund.issue.inner", 12, 14, { parent: "shop.Refund.issue", kind: "function" }),
    symbol("ISSUE", 50, 50, { kind: "constant" }),
  ],
  imports: [
    { module: "./net/client.ts", names: ["Client"], line: 1 },
    { module: "java.util.List", names: [], line: 2 },
    { module: "<stdio.h>", names: [], line: 3 },
    { module: "std::collections::HashMap", names: [], line: 4 },
  ],
  calls: [
    { name: "send", line: 12, caller: "shop.Refund.issue" },
    { name: "log", line: 13 },
    { name: "send", line: 18, caller: "shop.Refund.issue" },
  ],
};

function openCatalog(...records: readonly DocumentRecord[]): SqliteCatalog {
  const catalog = new SqliteCatalog(temporaryPlace(), "write");
  catalog.documents.save(records, []);
  return catalog;
}

const code = (file: string, with_: CodeFacts = facts) => makeDocument(file, ["text"], {}, with_).record;

function commit(
  hash: string,
  day: number,
  files: readonly (readonly [string, string?])[],
  author = "Ann Lee",
): DocumentRecord {
  const { record } = makeDocument("unused", ["text"], {
    uri: `commit:${hash}`,
    kind: "commit",
    title: `Subject of ${hash.slice(0, 4)}`,
    date: new Date(Date.UTC(2026, 0, day)).toISOString(),
  });
  const { path: _path, ...document } = record.document;
  return {
    document,
    commit: {
      hash,
      parents: ["f".repeat(40)],
      authorName: author,
      authorEmail: `${author.toLowerCase().replace(" ", ".")}@example.org`,
      committedAt: record.document.date,
      files: files.map(([path, previousPath]) =>
        previousPath === undefined ? { path, change: "modified" } : { path, change: "renamed", previousPath },
      ),
    },
  };
}

describe("definitions", () => {
  it("are found by name, qualified name and the end of one", () => {
    const { symbols } = openCatalog(code("src/shop.ts"));
    const names = (found: readonly SymbolFact[]) => found.map((each) => each.qualifiedName);
    expect(names(symbols.byName("issue", 10))).toEqual(["shop.Refund.issue"]);
    expect(names(symbols.byName("issue", 10, true))).toEqual(["shop.Refund.issue", "ISSUE"]);
    expect(names(symbols.byQualifiedName("shop.Refund", 10))).toEqual(["shop.Refund"]);
    expect(names(symbols.bySuffix("Refund.issue", 10))).toEqual(["shop.Refund.issue"]);
    expect(names(symbols.bySuffix("fund.issue", 10))).toEqual([]);
    expect(names(symbols.bySuffix("shop.Refund.issue", 10))).toEqual(["shop.Refund.issue"]);
    expect(symbols.byName("'; DROP TABLE symbols", 10)).toEqual([]);
  });

  it("of a name are all found, or none where more share it than asked for", () => {
    const { symbols } = openCatalog(code("src/shop.ts"), code("src/other.ts"));
    const paths = (most: number) => symbols.fewByName("issue", most).map((each) => each.path);
    expect(paths(2)).toEqual(["src/other.ts", "src/shop.ts"]);
    expect(paths(1)).toEqual([]);
    expect(symbols.fewByName("Issue", 9)).toEqual([]);
  });

  it("come back whole, with their file", () => {
    const { symbols } = openCatalog(code("src/shop.ts"));
    const place = { uri: "repo:src/shop.ts", path: "src/shop.ts", language: "typescript" };
    expect(symbols.ofDocument("repo:src/shop.ts")).toEqual(
      facts.symbols.map((each) => ({ ...each, ...place })),
    );
  });

  it("around a line are the innermost first, with the comment above them", () => {
    const { symbols } = openCatalog(code("src/shop.ts"), code("src/other.ts"));
    const around = (line: number) => symbols.around("src/shop.ts", line).map((each) => each.name);
    expect(around(13)).toEqual(["inner", "issue", "Refund"]);
    expect(around(1)).toEqual(["Refund"]);
    expect(around(45)).toEqual([]);
  });

  it("are called by and imported by", () => {
    const { symbols } = openCatalog(code("src/shop.ts"));
    const place = { uri: "repo:src/shop.ts", path: "src/shop.ts" };
    expect(symbols.callsTo("send", 10)).toEqual([
      { ...place, name: "send", line: 12, caller: "shop.Refund.issue" },
      { ...place, name: "send", line: 18, caller: "shop.Refund.issue" },
    ]);
    expect(symbols.callsTo("send", 1)).toHaveLength(1);
    expect(symbols.callsFrom("repo:src/shop.ts").map((call) => call.line)).toEqual([12, 13, 18]);
    const lines = { startLine: 13, endLine: 18 };
    expect(symbols.callsFrom("repo:src/shop.ts", lines).map((call) => call.line)).toEqual([13, 18]);
    expect(symbols.importsFrom("repo:src/shop.ts")).toEqual(
      facts.imports.map((each) => ({ ...each, ...place })),
    );
  });

  it.each([
    ["client", 1],
    ["net/client", 1],
    ["src/../net/client.ts", undefined],
    ["client.ts", 1],
    ["List", 2],
    ["util.List", 2],
    ["til.List", undefined],
    ["stdio.h", 3],
    ["collections::HashMap", 4],
    ["", undefined],
  ])("importers of %s are found at a border of its name", (module, line) => {
    const found = openCatalog(code("src/shop.ts")).symbols.importsOf(module, 10);
    expect(found.map((each) => each.line)).toEqual(line === undefined ? [] : [line]);
  });

  it("of a file that changed are the new ones only", () => {
    const catalog = openCatalog(code("src/shop.ts"), code("src/other.ts"));
    catalog.documents.save([code("src/shop.ts", { parsed: true, symbols: [], imports: [], calls: [] })], []);
    expect(catalog.symbols.byName("issue", 10).map((each) => each.path)).toEqual(["src/other.ts"]);
    catalog.documents.remove(["repo:src/other.ts"]);
    expect(catalog.counts()).toMatchObject({ documents: 1, symbols: 0 });
    expect(catalog.symbols.callsTo("send", 10)).toEqual([]);
    expect(catalog.symbols.importsOf("client", 10)).toEqual([]);
  });
});

describe("documents", () => {
  it("are found by path, end of a path and key", () => {
    const catalog = openCatalog(
      code("src/client.ts"),
      code("lib/net/Client.ts"),
      makeDocument("docs/a.md", ["x"], { kind: "spec", key: "WH-7" }).record,
    );
    const paths = (suffix: string) => catalog.documents.findPaths(suffix, 10).map((each) => each.path);
    expect(paths("client.ts")).toEqual(["src/client.ts", "lib/net/Client.ts"]);
    expect(paths("net/Client.ts")).toEqual(["lib/net/Client.ts"]);
    expect(paths("./src/client.ts")).toEqual(["src/client.ts"]);
    expect(paths("ient.ts")).toEqual([]);
    expect(paths("src/")).toEqual([]);
    expect(catalog.documents.urisBelow("net", 10)).toEqual(["repo:lib/net/Client.ts"]);
    expect(catalog.documents.urisBelow("lib/net", 10)).toEqual(["repo:lib/net/Client.ts"]);
    expect(catalog.documents.urisBelow("ne", 10)).toEqual([]);
    expect(catalog.documents.byPath("docs/a.md")?.key).toBe("WH-7");
    expect(catalog.documents.byKey("WH-7").map((each) => each.path)).toEqual(["docs/a.md"]);
  });

  it("come back whole, also after their time stamp was touched", () => {
    const { record } = makeDocument("src/a.ts", ["x"], {
      tags: ["t"],
      problem: "No grammar.",
      parsed: false,
      warnings: ["w"],
    });
    const catalog = openCatalog(record);
    expect(catalog.documents.get("repo:src/a.ts")).toEqual(record.document);
    catalog.documents.touch([{ uri: "repo:src/a.ts", modifiedMs: 5.25, sizeBytes: 7 }]);
    const touched = { ...record.document, modifiedMs: 5.25, sizeBytes: 7 };
    expect(catalog.documents.get("repo:src/a.ts")).toEqual(touched);
    expect(catalog.documents.withProblems(10)).toEqual([touched]);
    expect(catalog.documents.states("m").get("repo:src/a.ts")).toEqual({
      contentHash: record.document.contentHash,
      modifiedMs: 5.25,
      sizeBytes: 7,
      vectorsDone: false,
    });
  });

  it("are compared with the disk, or with the history, apart from each other", () => {
    const { record } = makeDocument("src/a.ts", ["x"]);
    const { path: _, ...commit } = { ...record.document, uri: "commit:1", kind: "commit" as const };
    const catalog = openCatalog(record, { document: commit });
    expect([...catalog.documents.states("m", "files").keys()]).toEqual(["repo:src/a.ts"]);
    expect([...catalog.documents.states("m", "commits").keys()]).toEqual(["commit:1"]);
    expect(catalog.documents.states("m").size).toBe(2);
  });

  it("that are being written are in no change plan", () => {
    const catalog = openCatalog(code("a.ts"), code("b.ts"));
    catalog.documents.intend(["repo:a.ts", "repo:new.ts"]);
    expect([...catalog.documents.states("m").keys()]).toEqual(["repo:b.ts"]);
    expect(new Set(catalog.documents.intended())).toEqual(new Set(["repo:a.ts", "repo:new.ts"]));
    catalog.documents.save([code("a.ts"), code("new.ts")], []);
    expect(catalog.documents.intended()).toEqual(["repo:a.ts"]);
    catalog.documents.endIntents(["repo:a.ts"]);
    expect(catalog.documents.intended()).toEqual([]);
  });

  it("are saved together or not at all", () => {
    const catalog = openCatalog(code("a.ts"));
    const broken = {
      ...code("b.ts"),
      facts: { ...facts, imports: [{ module: "m", names: [], line: null }] },
    };
    const records = [code("c.ts"), broken] as unknown as DocumentRecord[];
    expect(() => catalog.documents.save(records, [])).toThrow();
    expect(catalog.counts().documents).toBe(1);
    catalog.documents.save([code("c.ts")], []);
    expect(catalog.counts().documents).toBe(2);
  });
});

describe("commits", () => {
  const one = "abcd1234".padEnd(40, "0");
  const two = "abcd9999".padEnd(40, "0");
  const three = "1234ffff".padEnd(40, "0");
  const history = () =>
    openCatalog(
      commit(one, 1, [["src/old.ts"], ["README.md"]]),
      commit(two, 2, [["src/new.ts", "src/old.ts"]], "Bo Ray"),
      commit(three, 3, [["src/new.ts"]]),
    ).commits;

  it("are found by hash and by the start of one", () => {
    const commits = history();
    expect(commits.get(one.toUpperCase())).toEqual({
      hash: one,
      parents: ["f".repeat(40)],
      authorName: "Ann Lee",
      authorEmail: "ann.lee@example.org",
      date: "2026-01-01T00:00:00.000Z",
      subject: "Subject of abcd",
    });
    const byPrefix = (prefix: string) => commits.byHashPrefix(prefix, 10).map((each) => each.hash);
    expect(byPrefix("ABCD")).toEqual([two, one]);
    expect(byPrefix("abcd1")).toEqual([one]);
    expect(byPrefix("abc")).toEqual([]);
    expect(byPrefix("abcg")).toEqual([]);
    expect(commits.hashes()).toEqual(new Set([one, two, three]));
  });

  it("tell what they changed, and who touched a path under any of its names", () => {
    const commits = history();
    expect(commits.filesOf([two])).toEqual([
      { hash: two, path: "src/new.ts", change: "renamed", previousPath: "src/old.ts" },
    ]);
    expect(commits.filesOf([two], 0)).toEqual([]);
    const touching = (...paths: string[]) => commits.touching(paths, 10).map((each) => each.hash);
    expect(touching("src/old.ts")).toEqual([two, one]);
    expect(touching("src/new.ts")).toEqual([three, two]);
    expect(touching("none")).toEqual([]);
    expect(commits.touching(["src/new.ts", "README.md"], 2).map((each) => each.path)).toEqual([
      "src/new.ts",
      "src/new.ts",
    ]);
    expect(commits.recent(2).map((each) => each.hash)).toEqual([three, two]);
    const [until = "", since = ""] = commits.recent(2).map((each) => each.date);
    expect(commits.between({ since, until }, 9).map((each) => each.hash)).toEqual([two]);
    expect(commits.between({}, 2).map((each) => each.hash)).toEqual([three, two]);
  });

  it("know their authors", () => {
    const commits = history();
    expect(commits.people("ANN", 10)).toEqual([
      { name: "Ann Lee", email: "ann.lee@example.org", commitCount: 2, lastDate: "2026-01-03T00:00:00.000Z" },
    ]);
    expect(commits.people("example.org", 10).map((each) => each.name)).toEqual(["Ann Lee", "Bo Ray"]);
    expect(commits.people(" ", 10).map((each) => each.name)).toEqual(["Ann Lee", "Bo Ray"]);
    expect(commits.byAuthor("bo.ray@example.org", 10).map((each) => each.hash)).toEqual([two]);
  });
});

describe("the rest of the catalog", () => {
  it("lists skipped files with their reasons", () => {
    const { skipped } = openCatalog();
    skipped.replaceAll([{ path: "x", reason: "binary" }]);
    skipped.replaceAll([
      { path: "b.png", reason: "binary", detail: "Holds a zero byte." },
      { path: "a.lock", reason: "lock" },
    ]);
    expect(skipped.get("b.png")).toEqual({ path: "b.png", reason: "binary", detail: "Holds a zero byte." });
    expect(skipped.get("x")).toBeUndefined();
    expect(skipped.list(undefined, 10).map((each) => each.path)).toEqual(["a.lock", "b.png"]);
    expect(skipped.list("lock", 10)).toEqual([{ path: "a.lock", reason: "lock" }]);
    expect(skipped.countByReason()).toEqual(
      new Map([
        ["binary", 1],
        ["lock", 1],
      ]),
    );
  });

  it("keeps a log of runs, killed ones too", () => {
    const { runs } = openCatalog();
    runs.start();
    runs.finish(runs.start(), "done", { files: 3 }, "fine");
    const [last, killed] = runs.recent(10);
    expect(last).toMatchObject({ outcome: "done", counts: { files: 3 }, message: "fine" });
    expect(last?.finishedAt).toMatch(/^\d{4}-.*Z$/);
    expect(killed).toMatchObject({ outcome: "running", counts: {} });
  });

  it("remembers single values", () => {
    const { meta } = openCatalog();
    expect(meta.get("indexedHead")).toBeUndefined();
    meta.set("indexedHead", "abc");
    meta.set("indexedHead", "def");
    expect(meta.get("indexedHead")).toBe("def");
    meta.set("indexedHead", undefined);
    expect(meta.get("indexedHead")).toBeUndefined();
  });

  it("gives embeddings back to the last bit, per model", () => {
    const { embeddings } = openCatalog();
    const vector = Float32Array.from([1 / 3, -2e-20, 0, Number.MAX_VALUE]);
    const [known, other] = ["a".repeat(64), "b".repeat(64)] as const;
    embeddings.put("m1", [
      { hash: known, vector: vector.subarray(1) },
      { hash: known, vector },
    ]);
    embeddings.put("m2", [{ hash: other, vector }]);
    expect(embeddings.get("m1", [known, other, known])).toEqual(new Map([[known, vector.subarray(1)]]));
    expect(embeddings.get("m2", [other]).get(other)).toEqual(vector);
    expect(embeddings.get("m3", [known]).size).toBe(0);
  });
});

describe("what documents state", () => {
  const stated = {
    mentions: [
      { key: "WH-12", place: "subject", role: "implements", line: 1, text: "WH-12: pay back" },
    ] as const,
    specs: [],
    people: [],
    committedAt: "2026-01-02T00:00:00.000Z",
  };

  it("is kept with the document, read one after the other, and gone with it", () => {
    const silent = commit("a".repeat(40), 1, []);
    const speaking = { ...commit("b".repeat(40), 2, []), stated };
    const { documents, stated: table } = openCatalog(silent, speaking);
    const { uri, title, contentHash, date } = speaking.document;
    const expected = { uri, title, mark: contentHash, date, facts: stated };
    expect([...table.all()]).toEqual([expected]);
    expect(table.get(uri)).toEqual(expected);
    expect(table.get(silent.document.uri)).toBeUndefined();
    documents.save([{ ...speaking, stated: { ...stated, mentions: [] } }], []);
    expect(table.get(uri)?.facts.mentions).toEqual([]);
    documents.remove([uri]);
    expect([...table.all()]).toEqual([]);
  });

  it("may be left unread without hindering a writer", () => {
    const records = ["a", "b", "c"].map((digit, at) => ({ ...commit(digit.repeat(40), at + 1, []), stated }));
    const { documents, stated: table } = openCatalog(...records);
    for (const { uri } of table.all()) {
      expect(uri).toContain("aaa");
      break;
    }
    documents.remove(records.map(({ document }) => document.uri));
    expect([...table.all()]).toEqual([]);
  });
});
