import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";

let sound: IndexedFolder;

beforeAll(async () => {
  const files = Array.from({ length: 5 }, (_, at) => {
    return [
      `src/file${at}.ts`,
      `/** Parcel ${at}. */\nexport function parcel${at}(): number {\n  return ${at};\n}\n`,
    ];
  });
  const repository = createRepository(Object.fromEntries(files));
  sound = indexedFolder(repository.folder);
  await sound.index();
});

const garbage = "this is neither a database nor a table, whatever its name says ".repeat(200);

/** Files of the store below `lance` whose path has this form. */
function lanceFiles(store: string, form: RegExp): string[] {
  const names = readdirSync(path.join(store, "lance"), { recursive: true }).map(String);
  const found = names.filter((name) => form.test(name)).map((name) => path.join(store, "lance", name));
  if (found.length === 0) throw new Error(`Nothing is called ${form}: ${names.join(" ")}`);
  return found;
}

const overwrite = (file: string) => writeFileSync(file, garbage);
const halve = (file: string) => truncateSync(file, 4096);

const inTexts = /^chunks.*[\\/]data[\\/].*\.lance$/;
const inVectors = /^vectors.*[\\/]data[\\/].*\.lance$/;
const remove = (file: string) => rmSync(file, { recursive: true });

/** What is damaged, and how. */
const damages: readonly (readonly [string, (store: string) => void])[] = [
  ["catalog.sqlite is garbage", (store) => overwrite(path.join(store, "catalog.sqlite"))],
  ["catalog.sqlite is cut off", (store) => halve(path.join(store, "catalog.sqlite"))],
  ["LanceDB's half is gone", (store) => remove(path.join(store, "lance"))],
  ["texts are gone", (store) => lanceFiles(store, inTexts).forEach(remove)],
  ["texts are garbage", (store) => lanceFiles(store, inTexts).forEach(overwrite)],
  ["vectors are gone", (store) => lanceFiles(store, inVectors).forEach(remove)],
  ["vectors are garbage", (store) => lanceFiles(store, inVectors).forEach(overwrite)],
  ["manifests are gone", (store) => lanceFiles(store, /^chunks.*\.manifest$/).forEach(remove)],
  ["manifests are garbage", (store) => lanceFiles(store, /^chunks.*\.manifest$/).forEach(overwrite)],
  [
    "indexes are garbage",
    (store) => lanceFiles(store, /^chunks.*_indices.*\.(?:lance|idx)$/).forEach(overwrite),
  ],
];

/** A copy of the sound store, damaged. */
function damaged(damage: (store: string) => void): IndexedFolder {
  const store = path.join(temporaryFolder(), "store");
  cpSync(sound.place.store ?? "", store, { recursive: true });
  damage(store);
  return indexedFolder(sound.place.folder, store);
}

async function expectAsSound(folder: IndexedFolder): Promise<void> {
  expect(await folder.contents()).toEqual(await sound.contents());
  expect((await folder.search("parcel 3")).map((hit) => hit.path)).toEqual(
    (await sound.search("parcel 3")).map((hit) => hit.path),
  );
}

describe("a store", () => {
  it.each(damages)("says so in one sentence where %s, and one command mends it", async (_, damage) => {
    const folder = damaged(damage);
    await expect(folder.search("parcel 3")).rejects.toMatchObject({
      reason: "storeCorrupt",
      message: expect.stringMatching(/^The index at \S+ is damaged: run `whence index --rebuild`[^\n]*\.$/),
    });
    const session = await openIndexing(folder.place, { rebuild: true });
    const report = await session.indexer.run().finally(session.close);
    expect(report).toMatchObject({ files: 5, chunksEmbedded: 0, warnings: [] });
    await expectAsSound(folder);
  });

  it.each([
    ["gone", remove],
    ["empty", (file: string) => truncateSync(file, 0)],
  ])("whose catalog is %s is made again without being told, nothing in it twice", async (_, damage) => {
    const folder = damaged((store) => damage(path.join(store, "catalog.sqlite")));
    await expect(folder.search("parcel 3")).rejects.toMatchObject({ reason: "notFound" });
    expect(await folder.index()).toMatchObject({ files: 5, chunks: 6, chunksEmbedded: 0 });
    await expectAsSound(folder);
  });

  it.each([
    ["garbage", overwrite],
    ["garbage behind its first page", overwriteBehindFirstPage],
  ])("whose cache of embeddings is %s answers, and goes on with a new cache", async (_, damage) => {
    const folder = damaged((store) => damage(path.join(store, "embeddings.sqlite")));
    await expectAsSound(folder);
    const session = await openIndexing(folder.place, { rebuild: true });
    const report = await session.indexer.run().finally(session.close);
    expect(report.chunksEmbedded).toBe(6);
    expect(report.warnings).toEqual([expect.stringContaining("embeddings.sqlite.damaged now; a new one")]);
    expect(await folder.index()).toMatchObject({ chunksEmbedded: 0, warnings: [] });
    await expectAsSound(folder);
  });

  it("whose lock is garbage can be written", async () => {
    const folder = damaged((store) => overwrite(path.join(store, "writer.sqlite")));
    expect(await folder.index()).toMatchObject({ documentsChanged: 0 });
  });
});

function overwriteBehindFirstPage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill("garbage ", 4096);
  writeFileSync(file, bytes);
}
