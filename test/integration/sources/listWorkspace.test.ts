import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { SkipReason } from "../../../server/model/workspaceFile.ts";
import { type ListOptions, listWorkspace } from "../../../server/sources/workspace/listWorkspace.ts";
import {
  readWorkspaceFile,
  readWorkspaceFiles,
} from "../../../server/sources/workspace/readWorkspaceFile.ts";
import {
  cloneRepository,
  createRepository,
  isolatedHome,
  openRepository,
  temporaryFolder,
  writeFiles,
} from "../../support/gitRepository.ts";

async function listed(folder: string, options: ListOptions = {}) {
  const listing = await listWorkspace(folder, options);
  const skipped = Object.fromEntries(listing.skipped.map((file) => [file.path, file.reason]));
  return { paths: listing.entries.map((entry) => entry.path), skipped, listing };
}

describe("with Git", () => {
  test("ignore rules count at every level, in info/exclude and in the user's own file", async () => {
    const repository = createRepository({
      ".gitignore": "*.log\n!kept.log\n/out/\n",
      "src/.gitignore": "local.ts\n",
      "src/a.ts": "a",
      "kept.log": "kept",
    });
    writeFiles(isolatedHome(), { ".config/git/ignore": "*.scratch\n" });
    repository.write({
      ".git/info/exclude": "private.txt\n",
      "x.log": "",
      "out/b.ts": "",
      "src/local.ts": "",
      "local.ts": "",
      "private.txt": "",
      "mine.scratch": "",
      "new.ts": "",
    });
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual([".gitignore", "kept.log", "local.ts", "new.ts", "src/.gitignore", "src/a.ts"]);
    expect(skipped).toEqual({});
    const all = await listed(repository.folder, { listIgnored: true });
    expect(Object.keys(all.skipped)).toEqual([
      "mine.scratch",
      "out/",
      "private.txt",
      "src/local.ts",
      "x.log",
    ]);
  });

  test("a tracked file stays listed though a rule would ignore it", async () => {
    const repository = createRepository({ "a.log": "a" });
    repository.commit("Ignore logs", { ".gitignore": "*.log\n" });
    expect((await listed(repository.folder)).paths).toContain("a.log");
  });

  test("a folder inside a repository is listed by the rules of the repository", async () => {
    const repository = createRepository({
      ".gitignore": "*.tmp\n",
      ".whenceignore": "/packages/one/data/\n",
      "packages/one/a.ts": "",
      "packages/one/data/d.json": "{}",
      "packages/two/b.ts": "",
    });
    repository.write({ "packages/one/x.tmp": "" });
    const { paths, skipped } = await listed(repository.at("packages/one"));
    expect(paths).toEqual(["a.ts"]);
    expect(skipped).toEqual({ "data/d.json": "ignoredByWhence" });
  });

  test("a folder that the repository around it ignores is listed when it is asked for itself", async () => {
    const repository = createRepository({ ".gitignore": "work/\n" });
    repository.write({ "work/.gitignore": "*.tmp\n", "work/a.ts": "", "work/b.tmp": "" });
    const { paths } = await listed(repository.at("work"));
    expect(paths).toEqual([".gitignore", "a.ts"]);
  });

  test("submodules are followed by their own rules, and named where they are not checked out", async () => {
    const library = createRepository({ ".gitignore": "*.log\n", "lib.ts": "x" });
    const repository = createRepository({ "a.ts": "" });
    repository.git("submodule", "--quiet", "add", `file://${library.folder}`, "libs/one");
    repository.commit("Add the library");
    repository.write({ "libs/one/x.log": "", "libs/one/new.ts": "" });
    const { paths } = await listed(repository.folder);
    expect(paths).toEqual([
      ".gitmodules",
      "a.ts",
      "libs/one/.gitignore",
      "libs/one/lib.ts",
      "libs/one/new.ts",
    ]);

    const clone = cloneRepository(repository);
    const bare = await listed(clone.folder);
    expect(bare.paths).toEqual([".gitmodules", "a.ts"]);
    expect(bare.skipped).toEqual({ "libs/one/": "notCheckedOut" });
  });

  test("a nested repository is listed by its own rules, a second working tree of the same one is not", async () => {
    const repository = createRepository({ "a.ts": "" });
    repository.git("worktree", "add", "--quiet", "trees/feature");
    repository.write({
      "tools/other/b.ts": "",
      "tools/other/.gitignore": "*.log\n",
      "tools/other/x.log": "",
    });
    repository.git("init", "--quiet", "tools/other");
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual(["a.ts", "tools/other/.gitignore", "tools/other/b.ts"]);
    expect(skipped).toEqual({ "trees/feature/": "otherWorktree" });
    expect((await listed(repository.at("trees/feature"))).paths).toEqual(["a.ts"]);
  });

  test("what a sparse checkout leaves out is named", async () => {
    const repository = createRepository({ "a.ts": "", "big/b.ts": "", "src/c.ts": "" });
    repository.git("sparse-checkout", "set", "src");
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual(["a.ts", "src/c.ts"]);
    expect(skipped).toEqual({ "big/b.ts": "notCheckedOut" });
  });

  test("a tracked file that was deleted is named, and so is a file with conflicts only once", async () => {
    const repository = createRepository({ "a.ts": "1", "b.ts": "" });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit("Side", { "a.ts": "2" });
    repository.git("checkout", "--quiet", "main");
    repository.commit("Main", { "a.ts": "3" });
    expect(() => repository.git("merge", "side")).toThrow();
    rmSync(repository.at("b.ts"));
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual(["a.ts"]);
    expect(skipped).toEqual({ "b.ts": "vanished" });
  });

  test("linguist attributes decide over names, both ways", async () => {
    const repository = createRepository({
      ".gitattributes":
        "schema.ts linguist-generated\next/** linguist-vendored=true\nvendor/own.go -linguist-vendored\n",
      "schema.ts": "",
      "ext/a.ts": "",
      "vendor/own.go": "",
      "vendor/theirs.go": "",
    });
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual([".gitattributes", "vendor/own.go"]);
    expect(skipped).toEqual({
      "ext/a.ts": "vendored",
      "schema.ts": "generated",
      "vendor/theirs.go": "vendored",
    });
  });

  test("variables of a surrounding Git command do not lead to another repository", async () => {
    const other = createRepository({ "other.ts": "" });
    const repository = createRepository({ "a.ts": "" });
    process.env.GIT_DIR = other.at(".git");
    try {
      const { paths, skipped } = await listed(repository.folder);
      expect({ paths, skipped }).toEqual({ paths: ["a.ts"], skipped: {} });
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  test("a program that the repository's configuration names is not started", async () => {
    const repository = createRepository({ "a.ts": "" });
    repository.write({ "monitor.sh": `#!/bin/sh\ntouch ${repository.at("started")}\n` });
    chmodSync(repository.at("monitor.sh"), 0o755);
    repository.git("config", "core.fsmonitor", repository.at("monitor.sh"));
    await listed(repository.folder, { listIgnored: true });
    expect((await listed(repository.folder)).paths).not.toContain("started");
  });

  test("stops on request", async () => {
    const repository = createRepository({ "a.ts": "" });
    await expect(listWorkspace(repository.folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: "cancelled",
    });
  });
});

describe(".whenceignore", () => {
  test("leaves out at any level, and the inner file decides", async () => {
    const repository = createRepository({
      ".whenceignore": "# data\n*.csv\n",
      "a.csv": "",
      "keep/.whenceignore": "!*.csv\n",
      "keep/b.csv": "",
      "deep/er/.whenceignore": "/only.ts\n",
      "deep/er/only.ts": "",
      "deep/er/x/only.ts": "",
    });
    const { paths, skipped, listing } = await listed(repository.folder);
    expect(skipped).toEqual({ "a.csv": "ignoredByWhence", "deep/er/only.ts": "ignoredByWhence" });
    expect(paths).toContain("keep/b.csv");
    expect(paths).toContain("deep/er/x/only.ts");
    expect(listing.skipped[0]?.detail).toContain('"*.csv" in .whenceignore, line 2');
  });

  test("brings back what Git ignores, also inside an ignored folder, and nothing else of it", async () => {
    const repository = createRepository({
      ".gitignore": "build/\nnotes.txt\n*.log\n",
      ".whenceignore": "!/build/docs/\n*.map\n!notes.txt\n",
    });
    repository.write({
      "build/docs/api.md": "",
      "build/docs/api.map": "",
      "build/app.ts": "",
      "notes.txt": "",
      "x.log": "",
    });
    const { paths, skipped } = await listed(repository.folder);
    expect(paths).toEqual([".gitignore", ".whenceignore", "build/docs/api.md", "notes.txt"]);
    expect(skipped).toEqual({});
  });

  test("brings back vendored and generated files, but never secrets", async () => {
    const repository = createRepository({
      ".whenceignore": "!/vendor/ours/\n!.env\n!schema.ts\n",
      "vendor/ours/a.go": "// Code generated by x. DO NOT EDIT.\n",
      "vendor/theirs/b.go": "",
      ".env": "KEY=1",
    });
    const { paths, skipped, listing } = await listed(repository.folder);
    expect(paths).toEqual([".whenceignore", "vendor/ours/a.go"]);
    expect(skipped).toEqual({ ".env": "secret", "vendor/theirs/b.go": "vendored" });
    const entry = listing.entries[1];
    expect(entry && (await readWorkspaceFile(repository.folder, entry)).ok).toBe(true);
  });

  test("an ignored repository is brought back by its own rules", async () => {
    const repository = createRepository({ ".gitignore": "clones/\n", ".whenceignore": "!/clones/one/\n" });
    repository.write({
      "clones/one/a.ts": "",
      "clones/one/.gitignore": "b.ts\n",
      "clones/one/b.ts": "",
      "clones/two.ts": "",
    });
    repository.git("init", "--quiet", "clones/one");
    const { paths } = await listed(repository.folder);
    expect(paths).toEqual([".gitignore", ".whenceignore", "clones/one/.gitignore", "clones/one/a.ts"]);
  });
});

describe("without Git", () => {
  test("ignore files of both kinds count, vendored folders stay closed and repositories keep their rules", async () => {
    isolatedHome();
    const folder = temporaryFolder();
    writeFiles(folder, {
      ".gitignore": "*.log\n/tmp/\n",
      "sub/.gitignore": "!keep.log\n",
      ".whenceignore": "secret-plans.md\n!node_modules/ours/\n",
      "a.ts": "",
      "x.log": "",
      "tmp/t.ts": "",
      "sub/keep.log": "",
      "sub/drop.log": "",
      "secret-plans.md": "",
      "node_modules/theirs/index.js": "",
      "node_modules/ours/index.js": "",
    });
    const inner = path.join(folder, "repo");
    mkdirSync(inner);
    execFileSync("git", ["init", "--quiet", inner]);
    writeFiles(inner, { ".gitignore": "dist\n", "dist/x.ts": "", "r.ts": "" });
    const { paths, skipped } = await listed(folder, { listIgnored: true });
    expect(paths).toEqual([
      ".gitignore",
      ".whenceignore",
      "a.ts",
      "node_modules/ours/index.js",
      "repo/.gitignore",
      "repo/r.ts",
      "sub/.gitignore",
      "sub/keep.log",
    ]);
    expect(skipped).toMatchObject({
      "secret-plans.md": "ignoredByWhence",
      "node_modules/": "vendored",
      "sub/drop.log": "ignoredByGit",
      "tmp/": "ignoredByGit",
    });
  });

  test("where Git is not installed the files are walked and a warning says so", async () => {
    const repository = createRepository({ ".gitignore": "*.log\n", "a.ts": "" });
    repository.write({ "x.log": "" });
    const searchPath = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      const { paths, listing } = await listed(repository.folder);
      expect(paths).toEqual([".gitignore", "a.ts"]);
      expect(listing.warnings).toEqual([expect.stringContaining("Git was not found: install it")]);
    } finally {
      process.env.PATH = searchPath;
    }
  });

  test("a folder that does not exist is a mistake in the asking", async () => {
    await expect(listWorkspace("/nowhere/at/all")).rejects.toMatchObject({ reason: "badInput" });
  });
});

describe("odd files", () => {
  test("links are listed and never followed, neither outside nor in circles", async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { "leak.ts": "leak", "folder/leak.ts": "leak" });
    const repository = createRepository({ "src/a.ts": "a", "moved/b.ts": "b" });
    symlinkSync("src/a.ts", repository.at("alias.ts"));
    symlinkSync(path.join(outside, "leak.ts"), repository.at("leak.ts"));
    symlinkSync("..", repository.at("src/circle"));
    symlinkSync("gone.ts", repository.at("dangling.ts"));
    rmSync(repository.at("moved"), { recursive: true });
    mkdirSync(path.join(outside, "moved"));
    writeFileSync(path.join(outside, "moved/b.ts"), "leak");
    symlinkSync(path.join(outside, "moved"), repository.at("moved"));

    const { paths, skipped, listing } = await listed(repository.folder);
    expect(paths).toEqual(["src/a.ts"]);
    expect(new Set(Object.values(skipped))).toEqual(new Set<SkipReason>(["symlink"]));
    const details = Object.fromEntries(listing.skipped.map((file) => [file.path, file.detail]));
    expect(details["alias.ts"]).toContain("src/a.ts");
    expect(details["leak.ts"]).toContain("outside the folder");
    expect(details["moved/b.ts"]).toContain("symbolic link");
    for (const name of ["leak.ts", "moved/b.ts", "../x.ts", "src/circle/src/a.ts"]) {
      expect((await readWorkspaceFile(repository.folder, { path: name })).ok).toBe(false);
    }
  });

  test.skipIf(process.platform === "win32")("any name is listed", async () => {
    const names = [
      "-rf",
      "a\nb.ts",
      "quo\"te's.ts",
      "ünï/ço dé.ts",
      ":(exclude)x.ts",
      " lead.ts",
      "tab\t.ts",
      "100%.ts",
      "back\\slash.ts",
    ];
    const repository = createRepository(Object.fromEntries(names.map((name) => [name, name])));
    repository.write({ "other\nnew.ts": "" });
    writeFileSync(Buffer.from([...Buffer.from(`${repository.folder}/bad`), 0xff, 0x2e, 0x74, 0x73]), "x");
    const { paths, listing } = await listed(repository.folder, { listIgnored: true });
    expect(paths).toEqual([...names, "other\nnew.ts"].sort());
    expect(listing.skipped).toEqual([expect.objectContaining({ reason: "nameNotUnicode" })]);
    for await (const read of readWorkspaceFiles(repository.folder, listing.entries))
      expect(read.ok).toBe(true);

    const plain = temporaryFolder();
    writeFileSync(Buffer.from([...Buffer.from(`${plain}/bad`), 0xff, 0x2e, 0x74, 0x73]), "x");
    expect((await listed(plain)).listing.skipped).toEqual([
      expect.objectContaining({ reason: "nameNotUnicode" }),
    ]);
  });

  test.skipIf(process.platform === "win32")(
    "a pipe is never opened, even where a file was expected",
    async () => {
      const repository = createRepository({ "a.ts": "", "pipe.ts": "" });
      rmSync(repository.at("pipe.ts"));
      execFileSync("mkfifo", [repository.at("pipe.ts")]);
      const { paths, skipped } = await listed(repository.folder);
      expect(paths).toEqual(["a.ts"]);
      expect(skipped).toEqual({ "pipe.ts": "notRegular" });
      const read = await readWorkspaceFile(repository.folder, { path: "pipe.ts" });
      expect(read).toMatchObject({ ok: false, skipped: { reason: "notRegular" } });
    },
  );

  test("secrets, binaries, bundles, lock files and large files each have their reason", async () => {
    const repository = createRepository({
      ".env.local": "",
      ".env.example": "",
      "config/id_ed25519": "",
      "config/id_ed25519.pub": "",
      "certs/server.PEM": "",
      "logo.png": "",
      "lib/jquery.min.js": "",
      "api/user.pb.go": "",
      "third_party/x.c": "",
      "yarn.lock": "",
      "huge.txt": "x".repeat(2_000),
    });
    const { paths, skipped } = await listed(repository.folder, { maxFileBytes: 1_999 });
    expect(paths).toEqual([".env.example", "config/id_ed25519.pub"]);
    expect(skipped).toEqual({
      ".env.local": "secret",
      "api/user.pb.go": "generated",
      "certs/server.PEM": "secret",
      "config/id_ed25519": "secret",
      "huge.txt": "oversized",
      "lib/jquery.min.js": "minified",
      "logo.png": "binary",
      "third_party/x.c": "vendored",
      "yarn.lock": "lockFile",
    });
  });

  test("a clone is opened through any path to it", async () => {
    const repository = openRepository(createRepository({ "a.ts": "" }).folder);
    const link = path.join(temporaryFolder(), "link");
    symlinkSync(repository.folder, link);
    const { paths, listing } = await listed(link);
    expect(paths).toEqual(["a.ts"]);
    expect(listing.folder).toBe(repository.folder);
  });
});
