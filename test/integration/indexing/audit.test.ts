import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { connect, type Table } from "@lancedb/lancedb";
import { describe, expect, it } from "vitest";
import type { AuditKind } from "../../../server/indexing/auditFinding.ts";
import { openAuditing, openIndexing } from "../../../server/wiring.ts";
import { createRepository, type TestRepository } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";

/** One file for each damage, so that every finding can be told from the others. */
const names = [
  "unindexed",
  "renumbered",
  "symbolless",
  "wordless",
  "doubled",
  "stray",
  "vectorless",
  "vectorDoubled",
  "vectorStray",
  "vectorOther",
  "changed",
  "deleted",
];
const textOf = (name: string) =>
  `/** Counts the ${name} parcels. */\nexport function ${name}(count: number): number {\n  return count + 1;\n}\n`;
const sources = Object.fromEntries(names.map((name) => [`src/${name}.ts`, textOf(name)]));

async function makeIndex(): Promise<void> {
  repository = createRepository(sources);
  repository.commit("Count parcels twice", { "src/first.ts": "// twice\n" });
  repository.commit("Count parcels three times", { "src/first.ts": "// three times\n" });
  folder = indexedFolder(repository.folder);
  await folder.index();
}

let repository: TestRepository;
let folder: IndexedFolder;

/** One audit of everything, which repairs where it is allowed to. */
async function audit(options: { readonly sampleSize?: number } = {}) {
  const { auditor, repairers, close } = await openAuditing(folder.place);
  const wish = { seed: 7, ...options };
  const result = await auditor.audit(wish);
  const remaining = repairers === undefined ? undefined : await auditor.repair(result, repairers, wish);
  await close();
  return { kinds: new Set(result.findings.map(({ kind }) => kind)), result, remaining };
}

/** The same without repair. */
async function auditOnly(options: { readonly sampleSize?: number } = {}) {
  const { auditor, close } = await openAuditing(folder.place);
  const { findings } = await auditor.audit({ seed: 7, ...options });
  await close();
  return { kinds: new Set(findings.map(({ kind }) => kind)) };
}

async function changeTable(isWanted: (name: string) => boolean, work: (table: Table) => Promise<unknown>) {
  const connection = await connect(path.join(folder.place.store ?? "", "lance"));
  const name = (await connection.tableNames()).find(isWanted) ?? "";
  await work(await connection.openTable(name));
  connection.close();
}

const changeTexts = (work: (table: Table) => Promise<unknown>) =>
  changeTable((name) => name === "chunks", work);
const changeVectors = (work: (table: Table) => Promise<unknown>) =>
  changeTable((name) => name.startsWith("vectors_"), work);

function changeCatalog(sql: string): void {
  const catalog = new DatabaseSync(path.join(folder.place.store ?? "", "catalog.sqlite"));
  catalog.exec(sql);
  catalog.close();
}

async function forget(uri: string): Promise<void> {
  const { parts, close } = await openIndexing(folder.place);
  await parts.writer.removeDocuments([uri]);
  await close();
}

const ofFile = (name: string) => `uri = 'repo:src/${name}.ts'`;

function addAgain(name: string): (table: Table) => Promise<void> {
  return async (table) => {
    await table.add(await table.query().where(ofFile(name)).toArrow());
  };
}

/** Rows that stand for a document which was never indexed. */
function addStray(name: string): (table: Table) => Promise<void> {
  return async (table) => {
    const [row] = await table.query().where(ofFile(name)).toArray();
    const plain = row.toJSON();
    const vector = plain.vector === undefined ? {} : { vector: [...plain.vector] };
    await table.add([{ ...plain, ...vector, tags: [], id: `stray ${name}`, uri: `repo:src/${name}2.ts` }]);
  };
}

async function replaceVector(table: Table): Promise<void> {
  const [row] = await table.query().where(ofFile("vectorOther")).toArray();
  const plain = row.toJSON();
  await table.delete(`id = '${plain.id}'`);
  await table.add([{ ...plain, tags: [], vector: [...plain.vector].toReversed() }]);
}

/** Another content under the same size and time. */
function changeUnseen(name: string): void {
  const file = repository.at(`src/${name}.ts`);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, textOf(name).replace("parcels", "barrels"));
  utimesSync(file, atime, mtime);
}

/** Where the damage lies (`src/…`), what it is, and how it comes about. */
const damages: readonly (readonly [string, AuditKind, () => Promise<void> | void])[] = [
  ["repo:src/unindexed.ts", "missing", () => forget("repo:src/unindexed.ts")],
  [
    "repo:src/renumbered.ts",
    "different",
    () =>
      changeCatalog(`UPDATE chunks SET value = replace(value, '"startLine":1,', '"startLine":2,')
                     WHERE document = (SELECT id FROM documents WHERE ${ofFile("renumbered")})`),
  ],
  [
    "repo:src/symbolless.ts",
    "different",
    () =>
      changeCatalog(`DELETE FROM symbols
                     WHERE document = (SELECT id FROM documents WHERE ${ofFile("symbolless")})`),
  ],
  ["repo:src/wordless.ts", "chunkMissing", () => changeTexts((table) => table.delete(ofFile("wordless")))],
  ["repo:src/doubled.ts", "chunkTwice", () => changeTexts(addAgain("doubled"))],
  ["repo:src/stray2.ts", "chunkExtra", () => changeTexts(addStray("stray"))],
  [
    "repo:src/vectorless.ts",
    "vectorMissing",
    () => changeVectors((table) => table.delete(ofFile("vectorless"))),
  ],
  ["repo:src/vectorDoubled.ts", "vectorTwice", () => changeVectors(addAgain("vectorDoubled"))],
  ["repo:src/vectorStray2.ts", "vectorExtra", () => changeVectors(addStray("vectorStray"))],
  ["repo:src/vectorOther.ts", "vectorWrong", () => changeVectors(replaceVector)],
  ["repo:src/changed.ts", "stale", () => changeUnseen("changed")],
  ["repo:src/deleted.ts", "gone", () => rmSync(repository.at("src/deleted.ts"))],
];

describe("an audit", () => {
  it("finds and repairs each kind of damage, and nothing else", async () => {
    await makeIndex();
    expect((await audit()).result.findings).toEqual([]);
    for (const [, , plant] of damages) await plant();
    const { result, remaining } = await audit();
    const found = result.findings.map(({ uri, kind }) => `${uri} ${kind}`).toSorted();
    expect(found).toEqual(damages.map(([uri, kind]) => `${uri} ${kind}`).toSorted());
    expect(result.checked).toBe(result.population);
    expect(remaining).toEqual([]);
    expect((await audit()).result.findings).toEqual([]);
    const repaired = await folder.contents();
    const clean = indexedFolder(repository.folder);
    await clean.index();
    expect(repaired).toEqual(await clean.contents());
    expect((await folder.search("barrels"))[0]?.path).toBe("src/changed.ts");
  });

  it("finds and repairs commits that are missing, and those that HEAD does not reach any more", async () => {
    await makeIndex();
    await forget(`commit:${repository.git("rev-parse", "HEAD~1")}`);
    expect([...(await auditOnly()).kinds]).toEqual(["missing"]);
    expect([...(await auditOnly({ sampleSize: 1 })).kinds]).toEqual(["missing"]);
    repository.git("reset", "--quiet", "--soft", "HEAD~2");
    const { kinds, remaining } = await audit();
    expect([[...kinds], remaining]).toEqual([["gone"], []]);
  });

  it("finds and repairs vectors of another length", async () => {
    await makeIndex();
    const { parts, close } = await openIndexing(folder.place);
    const model = parts.catalog.meta.get("activeModel") ?? "";
    await parts.chunks.dropVectors(model);
    const chunks = parts.catalog.chunks.ofDocuments(["repo:src/stray.ts"]);
    const rows = chunks.map((chunk) => ({ chunk, vector: Float32Array.of(1, 0, 0) }));
    await parts.chunks.addVectors(model, rows);
    await close();
    const { kinds, remaining } = await audit();
    expect([...kinds].toSorted()).toEqual(["dimensions", "vectorMissing", "vectorWrong"]);
    expect(remaining).toEqual([]);
  });

  it("looks at a sample that its seed decides, and reports alone while another process indexes", async () => {
    await makeIndex();
    const writer = await openIndexing(folder.place);
    const { auditor, repairers, obstacle, close } = await openAuditing(folder.place);
    expect(repairers).toBeUndefined();
    expect(obstacle).toContain("is indexing into");
    const wish = { seed: 3, sampleSize: 2 };
    const results = [await auditor.audit(wish), await auditor.audit(wish)];
    expect(results[0]).toEqual(results[1]);
    expect(results[0]).toMatchObject({ checked: 2, population: names.length + 4, seed: 3, findings: [] });
    await close();
    await changeTexts((table) => table.delete(ofFile("wordless")));
    expect([...(await auditOnly()).kinds]).toEqual(["chunkMissing"]);
    await writer.close();
  });

  it("of a folder that was never indexed says so and makes no index", async () => {
    const unindexed = indexedFolder(createRepository(sources).folder);
    await expect(openAuditing(unindexed.place)).rejects.toMatchObject({ reason: "notFound" });
    expect(existsSync(unindexed.place.store ?? "")).toBe(false);
  });
});
