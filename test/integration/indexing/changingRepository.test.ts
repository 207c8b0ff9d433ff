import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { cloneRepository, createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const ferry = (hour: string) => `# Ferry\n\nThe ferry leaves at ${hour}, because the tide is high.\n`;

describe("a repository that changes around an index", () => {
  it("a shallow clone that is deepened later has its whole history", async () => {
    const source = createRepository({ "a.md": ferry("nine") });
    source.commit("WH-2: the ferry leaves later", { "a.md": ferry("ten") });
    source.commit("WH-3: a bridge", { "b.md": "# Bridge\n\nThe bridge opens at noon.\n" });
    const clone = cloneRepository(source, "--depth=1");
    const folder = indexedFolder(clone.folder);
    expect(await folder.index()).toMatchObject({ commits: 1, shallow: true });
    clone.git("fetch", "--quiet", "--depth=2");
    expect(await folder.index()).toMatchObject({ commits: 2, shallow: true });
    clone.git("fetch", "--quiet", "--unshallow");
    expect(await folder.index()).toMatchObject({ commits: 3, shallow: false });
    const fresh = indexedFolder(clone.folder);
    await fresh.index();
    expect(await folder.contents()).toEqual(await fresh.contents());
    expect(await folder.index()).toMatchObject({ documentsChanged: 0 });
  });

  it("a commit made during a run is not cited for what was read before it", async () => {
    const repository = createRepository({ "a.md": ferry("nine") });
    const folder = indexedFolder(repository.folder);
    repository.write({ "a.md": ferry("ten sharp") });
    await folder.index({
      onProgress: ({ phase, done }) => {
        if (phase === "embedding" && done === 0 && repository.git("status", "--short") !== "")
          repository.commit("WH-2: later");
      },
    });
    expect((await folder.ask("when does the ferry leave?")).passages[0]?.citation.label).toBe("a.md:1-3");
  });

  it("history belongs to the commit that was checked out when the run began", async () => {
    const repository = createRepository({ "a.md": ferry("nine") });
    repository.git("branch", "other");
    repository.commit("WH-2: on main", { "b.md": "# Main\n" });
    const folder = indexedFolder(repository.folder);
    await folder.index({
      onProgress: ({ phase, done }) => {
        if (phase === "listing" && done === 0) return;
        if (repository.git("branch", "--show-current") === "main")
          repository.git("switch", "--quiet", "other");
      },
    });
    repository.git("switch", "--quiet", "main");
    await folder.index();
    const fresh = indexedFolder(repository.folder);
    await fresh.index();
    expect(await folder.contents()).toEqual(await fresh.contents());
  });

  it("a run stopped after a switch of branches leaves nothing stale when the branch is switched back", async () => {
    const repository = createRepository({ "a.md": ferry("nine") });
    repository.git("switch", "--quiet", "--create", "other");
    repository.commit("WH-2: on the other branch", { "c.md": "# Other\n" });
    repository.git("switch", "--quiet", "main");
    repository.commit("WH-3: on main", { "b.md": "# Main\n" });
    const folder = indexedFolder(repository.folder);
    await folder.index();
    repository.git("switch", "--quiet", "other");
    const controller = new AbortController();
    const stopped = folder.index({
      signal: controller.signal,
      onProgress: ({ phase }) => phase === "history" && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ reason: "cancelled" });
    repository.git("switch", "--quiet", "main");
    await folder.index();
    const fresh = indexedFolder(repository.folder);
    await fresh.index();
    expect(await folder.contents()).toEqual(await fresh.contents());
  });

  it("keeps the commits that were read before a stop", async () => {
    const repository = createRepository({ "a.md": ferry("nine") });
    const commits = Array.from(
      { length: 600 },
      (_, at) =>
        `commit refs/heads/main\ncommitter A <a@example.com> ${1_700_000_000 + at} +0000\ndata 3\nc${at % 10}\n`,
    );
    execFileSync("git", ["-C", repository.folder, "fast-import", "--quiet", "--force"], {
      input: commits.join("\n"),
    });
    const folder = indexedFolder(repository.folder);
    const controller = new AbortController();
    const stopped = folder.index({
      signal: controller.signal,
      onProgress: ({ phase, done }) => phase === "history" && done === 550 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ reason: "cancelled" });
    expect((await folder.index()).documentsChanged).toBeLessThan(100);
  });

  it("files are indexed where Git is missing, and in a repository without working tree", async () => {
    const repository = createRepository({ "a.md": ferry("nine") });
    const folder = indexedFolder(repository.folder);
    const path = process.env.PATH;
    process.env.PATH = temporaryFolder();
    try {
      const report = await folder.index();
      expect(report).toMatchObject({ files: 1, commits: 0 });
      expect(report.warnings.join()).toContain("Git was not found");
    } finally {
      process.env.PATH = path;
    }
    expect((await folder.ask("when does the ferry leave?")).passages[0]?.citation.label).toBe("a.md:1-3");
    expect(await folder.index()).toMatchObject({ commits: 1 });
    process.env.PATH = temporaryFolder();
    try {
      // Git that is away for once takes no commit with it.
      expect(await folder.index()).toMatchObject({ files: 1, commits: 1 });
    } finally {
      process.env.PATH = path;
    }
    const bare = cloneRepository(repository, "--bare");
    expect(await indexedFolder(bare.folder).index()).toMatchObject({ commits: 0 });
  });
});
