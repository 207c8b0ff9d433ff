import { existsSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { committedPaths } from "../../../server/sources/git/committedPaths.ts";
import { unreachableFromHead } from "../../../server/sources/git/history.ts";
import { createRepository } from "../../support/gitRepository.ts";

test("a touched file is as committed; changed, staged, deleted, new and ignored files are not", async () => {
  const repository = createRepository({
    ".gitignore": "*.log\n",
    "same.ts": "1",
    "changed.ts": "1",
    "staged.ts": "1",
    "gone.ts": "1",
    "odd\nname.ts": "1",
    "sub/inner.ts": "1",
    "sub/other.ts": "1",
  });
  repository.write({ "staged.ts": "2" });
  repository.git("add", "staged.ts");
  repository.write({ "changed.ts": "2", "gone.ts": null, "ünew\n.ts": "", "x.log": "", "sub/inner.ts": "2" });
  utimesSync(repository.at("same.ts"), 1, 1);
  expect([...(await committedPaths(repository.folder))].sort()).toEqual([
    ".gitignore",
    "odd\nname.ts",
    "same.ts",
    "sub/other.ts",
  ]);
  expect(await committedPaths(repository.at("sub"))).toEqual(new Set(["other.ts"]));
});

test("a file which Git was told not to look at is not taken for committed", async () => {
  const repository = createRepository({ "assumed.ts": "1", "skipped.ts": "1", "same.ts": "1" });
  repository.git("update-index", "--assume-unchanged", "assumed.ts");
  repository.git("update-index", "--skip-worktree", "skipped.ts");
  repository.write({ "assumed.ts": "2", "skipped.ts": "2" });
  expect(await committedPaths(repository.folder)).toEqual(new Set(["same.ts"]));
});

test("before the first commit there is nothing to compare with", async () => {
  const repository = createRepository();
  repository.write({ "a.ts": "" });
  expect(await committedPaths(repository.folder)).toEqual(new Set());
});

test("a filter program that the configuration names is not started", async () => {
  const repository = createRepository({ ".gitattributes": "*.ts filter=evil\n", "a.ts": "1" });
  repository.git("config", "filter.evil.clean", `touch ${repository.at("started")}; cat`);
  repository.git("config", "filter.evil.required", "true");
  repository.write({ "a.ts": "2" });
  expect(await committedPaths(repository.folder)).toEqual(new Set([".gitattributes"]));
  expect(existsSync(repository.at("started"))).toBe(false);
});

test("commits which HEAD lost are told from those it reaches", async () => {
  const repository = createRepository({ "a.ts": "1" });
  const kept = repository.git("rev-parse", "HEAD");
  const draft = repository.commit("Draft", { "a.ts": "2" });
  repository.git("reset", "--quiet", "--hard", "HEAD~1");
  expect(await unreachableFromHead(repository.folder, new Set([kept, draft]))).toEqual([draft]);
});
