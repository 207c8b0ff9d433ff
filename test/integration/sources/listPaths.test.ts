import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Folder } from "../../../server/sources/folder.ts";
import { IgnoredPaths } from "../../../server/sources/workspace/ignoredPaths.ts";
import { createRepository, type Files, temporaryFolder, writeFiles } from "../../support/gitRepository.ts";

const limits = { maxFileBytes: 1_000_000, maxDocumentBytes: 1_000_000 };
const files: Files = {
  "src/a.ts": "a",
  "src/deep/b.ts": "b",
  "src/deep/c.log": "c",
  "src/[x].ts": "brackets",
  "docs/.gitignore": "*.tmp\n",
  "docs/d.md": "d",
  "docs/e.tmp": "e",
  "gen/f.ts": "f",
  "node_modules/g/index.js": "g",
  ".gitignore": "*.log\nbuild/\n",
  ".gitattributes": "gen/* linguist-generated\n",
  ".whenceignore": "docs/d.md\n",
  "build/h.js": "h",
};
const asked = [
  ["src/a.ts"],
  ["src/deep"],
  ["src/[x].ts", "src/gone.ts"],
  ["docs/d.md", "docs/e.tmp"],
  ["gen/f.ts", "build/h.js", "node_modules/g/index.js"],
  ["link.ts", "docs", "src"],
];

describe.each([
  ["with Git", () => createRepository(files).folder],
  ["without Git", () => plainFolder()],
] as const)("paths are listed %s", (_, make) => {
  it("as the whole listing has them, and nothing else", async () => {
    const root = make();
    symlinkSync("src/a.ts", `${root}/link.ts`);
    const folder = new Folder(root, limits);
    const whole = await folder.list();
    const isAsked = (paths: readonly string[]) => (file: { readonly path: string }) =>
      paths.some((each) => file.path === each || file.path.startsWith(`${each}/`));
    for (const paths of asked) {
      const some = await folder.listSome(paths);
      expect(some?.entries).toEqual(whole.entries.filter(isAsked(paths)));
      const outside = some?.skipped.filter(
        (file) => !isAsked(paths)(file) && !paths.some((each) => each.startsWith(file.path)),
      );
      expect(outside).toEqual([]);
      expect(some?.skipped.filter(isAsked(paths))).toEqual(whole.skipped.filter(isAsked(paths)));
    }
  });

  it("not where they decide about others, or lie in a repository within", async () => {
    const root = make();
    const folder = new Folder(root, limits);
    for (const each of [
      ".gitignore",
      "docs/.gitignore",
      ".whenceignore",
      ".gitattributes",
      ".gitmodules",
      "",
    ])
      expect(await folder.listSome(["src/a.ts", each])).toBeUndefined();
    const inner = createRepository({ "i.ts": "i" }).folder;
    symlinkSync(inner, `${root}/inner`);
    expect(await folder.listSome(["inner/i.ts"])).toBeUndefined();
    writeFiles(root, { ".whenceignore": "!build/\n" });
    expect(await folder.listSome(["src/a.ts"])).toBeUndefined();
  });
});

describe("ignored paths", () => {
  it("are known after they were asked about once, without looking at each", async () => {
    const { folder } = createRepository(files);
    const ignored = new IgnoredPaths(folder);
    const storm = Array.from({ length: 2_000 }, (_, at) => `build/${at % 40}/file${at}.js`);
    expect(
      await ignored.keep([...storm, "src/a.ts", "new/b.ts", "x.log", "node_modules/y.js", ".git/index"]),
    ).toEqual(["src/a.ts", "new/b.ts"]);
    expect(ignored.isKnown("build/another/file.js")).toBe(true);
    expect(ignored.isKnown("src/a.ts")).toBe(false);
    writeFiles(folder, { ".gitignore": "" });
    ignored.forget();
    expect(await ignored.keep(["build/1/file1.js"])).toEqual(["build/1/file1.js"]);
  });

  it("are kept where a rule of ours brings them back, and dropped where one leaves them out", async () => {
    const { folder } = createRepository({ ...files, ".whenceignore": "!build/api/**\nsrc/deep/\n" });
    const ignored = new IgnoredPaths(folder);
    expect(await ignored.keep(["build/api/x.ts", "src/deep/b.ts", "src/a.ts"])).toEqual([
      "build/api/x.ts",
      "src/a.ts",
    ]);
  });

  it("of tracked files in ignored folders are none", async () => {
    const repository = createRepository(files);
    repository.git("add", "--force", "build/h.js");
    expect(await new IgnoredPaths(repository.folder).keep(["build/h.js"])).toEqual(["build/h.js"]);
  });
});

function plainFolder(): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}
