import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RawCommit } from "../../../server/model/rawItem.ts";
import { MAX_FILES_PER_COMMIT } from "../../../server/sources/git/commitRecords.ts";
import { countHistory, type HistoryOptions, readHistory } from "../../../server/sources/git/history.ts";
import { repositoryState } from "../../../server/sources/git/repositoryState.ts";
import { runGit } from "../../../server/sources/git/runGit.ts";
import {
  cloneRepository,
  createRepository,
  isolatedHome,
  openRepository,
  temporaryFolder,
} from "../../support/gitRepository.ts";

async function history(folder: string, options: HistoryOptions = {}): Promise<RawCommit[]> {
  const commits: RawCommit[] = [];
  for await (const commit of readHistory(folder, options)) commits.push(commit);
  return commits;
}

async function subjects(folder: string, options: HistoryOptions = {}): Promise<string[]> {
  return (await history(folder, options)).map((commit) => commit.subject);
}

const LINES = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");

describe("a commit", () => {
  test("carries its message, author, time in UTC, parents and files", async () => {
    const repository = createRepository({ "a.ts": "1", "b.ts": "1" });
    const first = repository.git("rev-parse", "HEAD");
    const hash = repository.commit(
      "WH-1: pay back\n\nBecause of rounding.\n\nRefs: PAY-7\n",
      { "a.ts": "2", "b.ts": null, "c.ts": "3" },
      { authorName: "Zoë Ünal", authorEmail: "zoe@example.com", date: "2024-05-01T01:30:00+0200" },
    );
    expect((await history(repository.folder))[0]).toEqual({
      source: "git",
      uri: `commit:${hash}`,
      hash,
      parents: [first],
      authorName: "Zoë Ünal",
      authorEmail: "zoe@example.com",
      authoredAt: "2024-04-30T23:30:00.000Z",
      committedAt: "2024-04-30T23:30:00.000Z",
      subject: "WH-1: pay back",
      body: "Because of rounding.\n\nRefs: PAY-7",
      files: [
        { path: "a.ts", change: "modified" },
        { path: "b.ts", change: "deleted" },
        { path: "c.ts", change: "added" },
      ],
    });
  });

  test("names where a renamed file came from, also when it was edited", async () => {
    const repository = createRepository({ "old name.ts": LINES });
    repository.commit("Move", { "old name.ts": null, "new\nname.ts": `${LINES}\nmore` });
    expect((await history(repository.folder))[0]?.files).toEqual([
      { path: "new\nname.ts", change: "renamed", previousPath: "old name.ts" },
    ]);
  });

  test("may have no files, no body, or a message that looks like Git's own output", async () => {
    const repository = createRepository({ "a.ts": "1" });
    repository.commit("Nothing");
    repository.commit("M\n\nM\ta.ts\n\nA\n\ncommit 1234\n", { "a.ts": "2" });
    repository.commit("Nothing again");
    const commits = await history(repository.folder);
    expect(commits.map((commit) => [commit.subject, commit.files.length])).toEqual([
      ["Nothing again", 0],
      ["M", 1],
      ["Nothing", 0],
      ["First commit", 1],
    ]);
    expect(commits[1]?.body).toBe("M\ta.ts\n\nA\n\ncommit 1234");
  });

  test("in Latin-1 is read as text, with or without saying its encoding", async () => {
    const repository = createRepository({ "a.ts": "1" });
    const message = Buffer.from("Grüße\n", "latin1");
    const tree = repository.git("rev-parse", "HEAD^{tree}");
    for (const configuration of [["-c", "i18n.commitEncoding=ISO-8859-1"], []]) {
      const args = [...configuration, "commit-tree", tree, "-p", "HEAD"];
      const identity = {
        GIT_AUTHOR_NAME: "A",
        GIT_AUTHOR_EMAIL: "a@b",
        GIT_COMMITTER_NAME: "A",
        GIT_COMMITTER_EMAIL: "a@b",
      };
      const made = execFileSync("git", args, {
        cwd: repository.folder,
        input: message,
        env: { ...process.env, ...identity },
        stdio: ["pipe", "pipe", "ignore"],
      });
      repository.git("update-ref", "HEAD", made.toString().trim());
    }
    expect((await subjects(repository.folder)).slice(0, 2)).toEqual(["Grüße", "Grüße"]);
  });

  test("with very many files lists the first and counts the rest", async () => {
    const names = Array.from({ length: MAX_FILES_PER_COMMIT + 5 }, (_, index) => [`f${index}.ts`, ""]);
    const repository = createRepository(Object.fromEntries(names));
    const [commit] = await history(repository.folder);
    expect(commit?.files).toHaveLength(MAX_FILES_PER_COMMIT);
    expect(commit?.filesOmitted).toBe(5);
  });

  test("bears the name that a .mailmap settles on", async () => {
    const repository = createRepository({ ".mailmap": "Ada Lovelace <ada@example.org> <ada@example.com>\n" });
    const [commit] = await history(repository.folder);
    expect([commit?.authorName, commit?.authorEmail]).toEqual(["Ada Lovelace", "ada@example.org"]);
  });

  test("that merges lists what it brought to its first parent", async () => {
    const repository = createRepository({ "a.ts": "1" });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit("Side", { "side.ts": "1" });
    repository.git("checkout", "--quiet", "main");
    repository.commit("Main", { "main.ts": "1" });
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge side", "side");
    const [merge] = await history(repository.folder);
    expect(merge).toMatchObject({ subject: "Merge side", files: [{ path: "side.ts", change: "added" }] });
    expect(merge?.parents).toHaveLength(2);
    expect(await subjects(repository.folder)).toHaveLength(4);
  });
});

describe("which commits are read", () => {
  test("since a commit: those which came after it, over merges too", async () => {
    const repository = createRepository({ "a.ts": "1" });
    const since = repository.commit("Known", { "a.ts": "2" });
    repository.git("checkout", "--quiet", "-b", "side", "HEAD~1");
    repository.commit("Side", { "b.ts": "1" });
    repository.git("checkout", "--quiet", "main");
    repository.git("merge", "--quiet", "-m", "Merge", "side");
    expect(new Set(await subjects(repository.folder, { since }))).toEqual(new Set(["Merge", "Side"]));
    expect(await subjects(repository.folder, { since: repository.git("rev-parse", "HEAD") })).toEqual([]);
  });

  test("since a commit that is gone: all", async () => {
    const repository = createRepository({ "a.ts": "1" });
    expect(await subjects(repository.folder, { since: "0123456789".repeat(4) })).toEqual(["First commit"]);
    expect(await subjects(repository.folder, { since: "--all" })).toEqual(["First commit"]);
  });

  test("for a folder of a repository: those which touch it, with its own paths", async () => {
    const repository = createRepository({ "pkg/a.ts": LINES, "other/b.ts": "1" });
    repository.commit("Elsewhere", { "other/b.ts": "2" });
    repository.commit("Both", { "pkg/c.ts": "1", "other/b.ts": "3" });
    const commits = await history(repository.at("pkg"));
    expect(commits.map((commit) => [commit.subject, commit.files.map((file) => file.path)])).toEqual([
      ["Both", ["c.ts"]],
      ["First commit", ["a.ts"]],
    ]);
  });

  test("none without a repository, without Git's storage or before the first commit", async () => {
    isolatedHome();
    expect(await subjects(temporaryFolder())).toEqual([]);
    expect(await subjects(createRepository().folder)).toEqual([]);
  });

  test("is counted before it is read, from a commit on and below a folder too", async () => {
    const repository = createRepository({ "a.txt": "1" });
    const first = repository.git("rev-parse", "HEAD");
    repository.commit("Second", { "sub/b.txt": "2" });
    repository.commit("Third", { "a.txt": "3" });
    expect(await countHistory(repository.folder)).toBe(3);
    expect(await countHistory(repository.folder, { since: first })).toBe(2);
    expect(await countHistory(repository.at("sub"))).toBe(1);
    expect(await countHistory(createRepository().folder)).toBe(0);
  });

  test("reading stops early without a complaint, and on request with one", async () => {
    const repository = createRepository({ "a.ts": "1" });
    repository.commit("Second", { "a.ts": "2" });
    for await (const commit of readHistory(repository.folder)) {
      expect(commit.subject).toBe("Second");
      break;
    }
    const stop = new AbortController();
    repository.commit("Third", { "a.ts": "3" });
    const reading = readHistory(repository.folder, { signal: stop.signal });
    expect((await reading.next()).value?.subject).toBe("Third");
    stop.abort();
    await expect(reading.next()).rejects.toMatchObject({ reason: "cancelled" });
  });

  test("the user's own settings for logs change nothing", async () => {
    const repository = createRepository({ "a.ts": LINES });
    repository.commit("Move", { "a.ts": null, "b.ts": LINES });
    for (const [key, value] of [
      ["log.showSignature", "true"],
      ["diff.renames", "false"],
      ["log.diffMerges", "combined"],
      ["color.ui", "always"],
      ["log.showRoot", "false"],
      ["diff.relative", "true"],
      ["core.quotepath", "true"],
    ] as const) {
      repository.git("config", key, value);
    }
    const commits = await history(repository.folder);
    expect(commits.map((commit) => commit.files)).toEqual([
      [{ path: "b.ts", change: "renamed", previousPath: "a.ts" }],
      [{ path: "a.ts", change: "added" }],
    ]);
  });
});

describe("clones that lack something", () => {
  test("a shallow clone is said to be shallow and gives what it has", async () => {
    const origin = createRepository({ "a.ts": "1" });
    origin.commit("Second", { "a.ts": "2" });
    const clone = cloneRepository(origin, "--depth=1");
    expect(await repositoryState(clone.folder)).toMatchObject({
      isGit: true,
      isShallow: true,
      isPartial: false,
    });
    expect(await subjects(clone.folder)).toEqual(["Second"]);
  });

  test.each(["blob:none", "tree:0"])("a partial clone (%s) is read without fetching", async (filter) => {
    const origin = createRepository({ "a.ts": LINES, "b.ts": `${LINES}b` });
    origin.commit("Move", { "a.ts": null, "c.ts": LINES, "b.ts": null, "d.ts": `${LINES}d` });
    origin.commit("Last", { "c.ts": "end" });
    const clone = cloneRepository(origin, `--filter=${filter}`);
    rmSync(origin.at(".git"), { recursive: true });
    expect(await repositoryState(clone.folder)).toMatchObject({ isPartial: true });
    const commits = await history(clone.folder);
    expect(commits.map((commit) => commit.subject)).toEqual(["Last", "Move", "First commit"]);
    const moved = { path: "c.ts", change: "renamed", previousPath: "a.ts" };
    if (filter === "blob:none") expect(commits[1]?.files).toContainEqual(moved);
  });
});

test("nothing that a partial clone lacks is ever fetched", async () => {
  const origin = createRepository({ "a.ts": "1" });
  const blob = origin.git("rev-parse", "HEAD:a.ts");
  const clone = cloneRepository(origin, "--filter=blob:none", "--no-checkout");
  await expect(runGit(clone.folder, ["cat-file", "-p", blob])).rejects.toMatchObject({ reason: "gitFailed" });
  expect(clone.git("cat-file", "-p", blob)).toBe("1");
});

describe("the state of a repository", () => {
  test("names branch, commit and root; a detached HEAD has no branch", async () => {
    const repository = createRepository({ "src/a.ts": "1" });
    const head = repository.git("rev-parse", "HEAD");
    const state = await repositoryState(repository.at("src"));
    expect(state).toMatchObject({ isGit: true, head, branch: "main", topLevel: repository.folder });
    expect(state.gitVersion).toMatch(/^\d+\.\d+/);
    repository.git("checkout", "--quiet", "--detach");
    expect((await repositoryState(repository.folder)).branch).toBeUndefined();
  });

  test("before the first commit there is a branch and no head", async () => {
    const state = await repositoryState(createRepository().folder);
    expect(state).toMatchObject({ isGit: true, branch: "main" });
    expect(state.head).toBeUndefined();
  });

  test("a second working tree is a repository like any other", async () => {
    const repository = createRepository({ "a.ts": "1" });
    const tree = `${temporaryFolder()}/tree`;
    repository.git("worktree", "add", "--quiet", "-b", "feature", tree);
    openRepository(tree).commit("On the feature", { "b.ts": "1" });
    expect(await repositoryState(tree)).toMatchObject({ branch: "feature", topLevel: tree });
    expect(await subjects(tree)).toEqual(["On the feature", "First commit"]);
  });

  test("a folder without Git, Git's own storage and a folder that is gone are no repositories", async () => {
    isolatedHome();
    const repository = createRepository({ "a.ts": "1" });
    expect((await repositoryState(temporaryFolder())).isGit).toBe(false);
    expect((await repositoryState(repository.at(".git"))).isGit).toBe(false);
    expect(await repositoryState("/nowhere/at/all")).toMatchObject({ isGit: false });
  });

  test("a repository of another owner is refused in one sentence that says what to do", async () => {
    const repository = createRepository({ "a.ts": "1" });
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    try {
      const { isGit, problem } = await repositoryState(repository.folder);
      expect(isGit).toBe(false);
      expect(problem).toContain("belongs to another user");
      expect(problem).toContain("safe.directory");
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });
});
