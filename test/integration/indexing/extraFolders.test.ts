import { mkdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { inspectIndex } from "../../../server/cli/indexHealth.ts";
import type { IndexProgress } from "../../../server/indexing/indexProgress.ts";
import type { Place } from "../../../server/model/place.ts";
import type { ExtraFolderWishes } from "../../../server/wiring.ts";
import { judgePathIn, openAnswering, openIndexing } from "../../../server/wiring.ts";
import { createRepository, temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";

const leave = { "docs/leave.md": "# Leave\n\nEmployees have thirty days of paid holiday in a year.\n" };

async function run(place: Place, wishes: ExtraFolderWishes = {}) {
  const session = await openIndexing(place, wishes);
  return session.indexer.run().finally(session.close);
}

describe("extra folders", () => {
  let workspace: IndexedFolder;
  let handbook: string;

  beforeEach(() => {
    const repository = createRepository({ "docs/leave.md": "# Leave\n\nHow to leave the project team.\n" });
    repository.commit("Say how to leave the project");
    workspace = indexedFolder(repository.folder);
    handbook = path.join(temporaryFolder(), "handbook");
    writeFiles(handbook, {
      ...leave,
      "draft.md": "Draft about holiday",
      ".gitignore": "draft.md\n",
      "key.pem": "x",
    });
  });

  const find = () => workspace.search("thirty days of paid holiday");
  const paths = async () => (await find()).map((result) => result.path);

  it("are cited with their name, and never at a commit of the workspace", async () => {
    await run(workspace.place, { include: [handbook] });
    const answer = await workspace.ask("How many days of paid holiday do employees have?");
    expect(answer.passages[0]?.citation).toEqual({
      label: "handbook: docs/leave.md:1-3",
      uri: "extra:handbook/docs/leave.md",
      path: "handbook:/docs/leave.md",
      startLine: 1,
      endLine: 3,
    });
    const own = await workspace.ask("How to leave the project team?");
    expect(own.passages[0]?.citation.label).toMatch(/^docs\/leave\.md:1-3@/);
  });

  it("obey their own ignore rules, and doctor says which", async () => {
    await run(workspace.place, { include: [handbook] });
    expect(await paths()).not.toContain("handbook:/draft.md");
    const verdict = await judgePathIn(workspace.place, path.join(handbook, "draft.md"));
    expect(verdict).toMatchObject({ indexed: false, path: "handbook:/draft.md" });
    expect(verdict.sentence).toContain('"draft.md" in .gitignore');
    expect(await judgePathIn(workspace.place, "handbook: docs/leave.md")).toMatchObject({
      indexed: true,
      notes: [expect.stringContaining("The index holds it as doc")],
    });
    expect((await judgePathIn(workspace.place, "docs/leave.md")).path).toBe("docs/leave.md");
  });

  it("are told apart by path globs", async () => {
    await run(workspace.place, { include: [handbook] });
    const inFolder = async (pathGlob: string) =>
      (await workspace.search("leave", { pathGlob })).map((result) => result.path);
    expect(await inFolder("handbook:/docs/**")).toEqual(["handbook:/docs/leave.md"]);
    expect(await inFolder("docs/**")).toEqual(["docs/leave.md"]);
    expect((await inFolder("*.md")).toSorted()).toEqual(["docs/leave.md", "handbook:/docs/leave.md"]);
  });

  it("of --include are remembered, over a rebuild too, until they are forgotten", async () => {
    await run(workspace.place, { include: [handbook] });
    await run(workspace.place);
    expect(await paths()).toContain("handbook:/docs/leave.md");
    const session = await openIndexing(workspace.place, { rebuild: true });
    await session.indexer.run().finally(session.close);
    expect(await paths()).toContain("handbook:/docs/leave.md");
    const { extraFolders } = await inspectIndex(workspace.place);
    expect(extraFolders).toEqual([
      { name: "handbook", folder: handbook, origin: "include", files: 2, isThere: true },
    ]);
    await run(workspace.place, { forget: [handbook] });
    expect(await paths()).not.toContain("handbook:/docs/leave.md");
    await expect(run(workspace.place, { forget: ["handbook"] })).rejects.toThrow(
      /knows no extra folder handbook/,
    );
  });

  it("of the setting last as long as it names them", async () => {
    const named = {
      ...workspace.place,
      settings: { ...workspace.place.settings, "whence.sources.extraFolders": [handbook] },
    };
    await run(named);
    expect(await paths()).toContain("handbook:/docs/leave.md");
    await expect(run(named, { forget: ["handbook"] })).rejects.toThrow(/named by the setting/);
    await run(workspace.place);
    expect(await paths()).not.toContain("handbook:/docs/leave.md");
  });

  it("stay indexed while they are gone or empty, with a warning", async () => {
    await run(workspace.place, { include: [handbook] });
    renameSync(handbook, `${handbook}-away`);
    const gone = await run(workspace.place);
    expect(gone.warnings.join()).toMatch(
      /handbook \(handbook\) is not there; what the index holds of it stays/,
    );
    expect(await paths()).toContain("handbook:/docs/leave.md");
    mkdirSync(handbook);
    const empty = await run(workspace.place);
    expect(empty.warnings.join()).toContain("is empty");
    expect(empty.documentsRemoved).toBe(0);
    rmSync(handbook, { recursive: true });
    renameSync(`${handbook}-away`, handbook);
    writeFiles(handbook, { "docs/leave.md": null });
    expect(await run(workspace.place)).toMatchObject({ warnings: [], documentsRemoved: 1 });
  });

  it("that go away while they are read end the run with a sentence, and what was read is kept", async () => {
    // What was changed last is read first: the file of the workspace.
    const longAgo = new Date(2020, 0);
    for (const name of ["docs/leave.md", ".gitignore"])
      utimesSync(path.join(handbook, name), longAgo, longAgo);
    const session = await openIndexing(workspace.place, { include: [handbook] });
    const onProgress = ({ phase, done }: IndexProgress) => {
      if (phase === "reading" && done === 1) renameSync(handbook, `${handbook}-away`);
    };
    const running = session.indexer.run({ onProgress }).finally(session.close);
    await expect(running).rejects.toThrow(/went away while it was read: run `whence index` once it is back/);
    const reader = await openAnswering(workspace.place);
    expect([...reader.catalog.documents.states("").keys()]).toEqual(["repo:docs/leave.md"]);
    await reader.close();
  });

  it("are refused where they overlap with the workspace, each other or are none", async () => {
    const { folder } = workspace.place;
    const including = (include: string) => run(workspace.place, { include: [include] });
    await expect(including(path.join(folder, "docs"))).rejects.toThrow(/lies in the indexed folder/);
    await expect(including(path.dirname(folder))).rejects.toThrow(/contains the indexed folder/);
    await expect(including(path.join(handbook, "nothing"))).rejects.toThrow(/does not exist/);
    await expect(including(path.join(handbook, "draft.md"))).rejects.toThrow(/is not a folder/);
    await including(handbook);
    await expect(including(path.join(handbook, "docs"))).rejects.toThrow(/lie in one another/);
    const settings = { ...workspace.place.settings, "whence.sources.extraFolders": ["docs"] };
    const report = await run({ ...workspace.place, settings });
    expect(report.warnings.join()).toMatch(/docs lies in the indexed folder/);
  });

  it.skipIf(process.platform === "win32")("never stand for a folder of the workspace", async () => {
    writeFiles(workspace.place.folder, { "handbook:/docs/leave.md": "# Leave the ferry\n\nBy the stern.\n" });
    await run(workspace.place, { include: [handbook] });
    expect(await paths()).toContain("handbook-2:/docs/leave.md");
    expect((await workspace.search("leave the ferry by the stern"))[0]?.path).toBe("handbook:/docs/leave.md");
  });

  it("of one name get a number", async () => {
    const other = path.join(temporaryFolder(), "handbook");
    writeFiles(other, leave);
    await run(workspace.place, { include: [handbook, other] });
    await run(workspace.place, { forget: [handbook] });
    expect(await paths()).toContain("handbook-2:/docs/leave.md");
  });
});
