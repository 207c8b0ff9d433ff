import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  commitGraphFolder,
  commitGraphIn,
  writeCommitGraph,
} from "../../../server/sources/git/commitGraph.ts";
import { type FileVersion, fileVersions } from "../../../server/sources/git/fileVersions.ts";
import {
  cloneRepository,
  createRepository,
  type TestRepository,
  temporaryFolder,
} from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`).join("\n");

/** A file that was renamed, changed on two branches and merged. */
function repositoryWithMerge(): TestRepository {
  const repository = createRepository({ "old name.ts": lines, "other.ts": "1" });
  repository.commit("moved", { "old name.ts": null, "new.ts": lines });
  repository.git("switch", "--quiet", "-c", "side");
  repository.commit("on the side", { "new.ts": `${lines}\nat the end` });
  repository.git("switch", "--quiet", "main");
  repository.commit("in front", { "new.ts": `in front\n${lines}` });
  repository.git("merge", "--quiet", "--no-edit", "side");
  repository.commit("elsewhere", { "other.ts": "2" });
  return repository;
}

async function listOf(versions: AsyncIterable<FileVersion>): Promise<readonly FileVersion[]> {
  const all: FileVersion[] = [];
  for await (const version of versions) all.push(version);
  return all;
}

async function prepared(folder: string, store = temporaryFolder()) {
  await writeCommitGraph(folder, commitGraphFolder(store));
  return { store, objects: commitGraphIn(store) };
}

async function versions(folder: string, objects?: string): Promise<readonly FileVersion[]> {
  return listOf(fileVersions(folder, { path: "new.ts" }, { objects }));
}

describe("the history of a file, read with a commit graph", () => {
  it("is the same as without one, through renames and merges, with and without", async () => {
    const { folder, git } = repositoryWithMerge();
    const { objects } = await prepared(folder);
    expect(objects).toBeDefined();
    const plain = await versions(folder);
    expect(plain.map(({ subject }) => subject)).toContain("First commit");
    expect(await versions(folder, objects)).toEqual(plain);
    for (const withoutRenames of [true, false]) {
      const place = { path: "new.ts" };
      const asked = (given: { readonly objects?: string | undefined }) =>
        listOf(fileVersions(folder, place, { withoutRenames, revision: "side", ...given }));
      expect(await asked({ objects })).toEqual(await asked({}));
    }
    expect(git("status", "--porcelain")).toBe("");
  });

  it("leaves the repository as it is", async () => {
    const { folder } = repositoryWithMerge();
    const before = readdirSync(path.join(folder, ".git"), { recursive: true }).toSorted();
    await prepared(folder);
    expect(readdirSync(path.join(folder, ".git"), { recursive: true }).toSorted()).toEqual(before);
  });

  it("holds commits that came after the graph", async () => {
    const repository = repositoryWithMerge();
    const { objects } = await prepared(repository.folder);
    repository.commit("later", { "new.ts": "all new" });
    expect((await versions(repository.folder, objects))[0]?.subject).toBe("later");
  });

  it("is read without the graph where that is damaged or of a repository that has moved", async () => {
    const { folder } = repositoryWithMerge();
    const { store, objects = "" } = await prepared(folder);
    const plain = await versions(folder);
    const moved = `${folder} of today`;
    renameSync(folder, moved);
    expect(await versions(moved, objects)).toEqual(plain);
    await prepared(moved, store);
    expect(await versions(moved, objects)).toEqual(plain);
    const file = path.join(objects, "info/commit-graph");
    renameSync(file, `${file}.old`);
    writeFileSync(file, "CGPH of another kind");
    expect(await versions(moved, objects)).toEqual(plain);
  });
});

describe("a commit graph", () => {
  it("is written for a second working tree, and for a folder with quotes and signs in its name", async () => {
    const repository = repositoryWithMerge();
    const second = path.join(temporaryFolder(), 'a "second" tree, проект');
    repository.git("worktree", "add", "--quiet", second, "side");
    const { objects } = await prepared(second);
    expect(objects).toBeDefined();
    expect(await versions(second, objects)).toEqual(await versions(second));
  });

  it("is not there without a repository, without commits and for a shallow clone, which is no failure", async () => {
    const bare = temporaryFolder();
    mkdirSync(path.join(bare, "src"));
    for (const folder of [bare, createRepository().folder]) {
      const { objects } = await prepared(folder);
      expect(objects).toBeUndefined();
    }
    const shallow = cloneRepository(repositoryWithMerge(), "--depth=2");
    const { objects } = await prepared(shallow.folder);
    expect(await versions(shallow.folder, objects)).toEqual(await versions(shallow.folder));
  });

  it("is written by a run where another commit is checked out than at the last one", async () => {
    const repository = repositoryWithMerge();
    const { index, place } = indexedFolder(repository.folder);
    await index();
    const file = path.join(commitGraphIn(place.store ?? "") ?? "", "info/commit-graph");
    rmSync(file);
    await index();
    expect(existsSync(file)).toBe(false);
    repository.commit("later", { "new.ts": "all new" });
    await index();
    expect(existsSync(file)).toBe(true);
  });

  it("is not left half written when it is stopped", async () => {
    const { folder } = repositoryWithMerge();
    const store = temporaryFolder();
    const written = writeCommitGraph(folder, commitGraphFolder(store), AbortSignal.abort());
    await expect(written).rejects.toMatchObject({ reason: "cancelled" });
    expect(existsSync(path.join(commitGraphFolder(store), "info/commit-graph"))).toBe(false);
  });
});
