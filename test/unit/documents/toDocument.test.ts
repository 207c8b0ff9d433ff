import { describe, expect, it } from "vitest";
import { toDocument } from "../../../server/documents/toDocument.ts";
import type { RawCommit, RawFile } from "../../../server/model/rawItem.ts";

function file(path: string, text: string, extra: Partial<RawFile> = {}) {
  return toDocument({
    source: "workspace",
    uri: `repo:${path}`,
    path,
    text,
    contentHash: "ab".repeat(32),
    modifiedMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    encoding: "utf-8",
    decodedCleanly: true,
    ...extra,
  });
}

const commit: RawCommit = {
  source: "git",
  uri: `commit:${"1".repeat(40)}`,
  hash: "1".repeat(40),
  parents: ["2".repeat(40)],
  authorName: "Ada",
  authorEmail: "ada@example.org",
  authoredAt: "2026-01-02T03:04:05.000Z",
  committedAt: "2026-01-02T03:04:05.000Z",
  subject: "WH-12: refund twice",
  body: "Because of it.\r\n\r\npassword: hunter2x9\r\n",
  files: [{ path: "a.ts", change: "renamed", previousPath: "b.ts" }],
};

const token = `gh${"p"}_${"aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAbCdEfGh".slice(0, 36)}`;

it("carries over what identifies and dates a file", () => {
  const document = file("src/client.ts", "export const a = 1;\n");
  expect(document).toMatchObject({
    uri: "repo:src/client.ts",
    kind: "code",
    path: "src/client.ts",
    language: "typescript",
    title: "client.ts",
    contentHash: "ab".repeat(32),
    date: "2026-01-02T03:04:05.000Z",
    tags: [],
    warnings: [],
  });
  expect(document.sections).toBeUndefined();
  expect(file("bin/run", "#!/usr/bin/env python3\nx = 1\n").language).toBe("python");
});

it("normalises line ends so that lines count as in an editor", () => {
  expect(file("a.md", "# A\r\n\r\nb\rc\n").text).toBe("# A\n\nb\nc\n");
  expect(file("a.md", "# A\r\n\r\n## B\r\n").sections?.map((section) => section.startLine)).toEqual([1, 3]);
});

describe("kind", () => {
  it("is spec by front matter or folder", () => {
    expect(file("notes/a.md", "---\nkind: Epic\n---\n# A").kind).toBe("spec");
    expect(file("notes/a.md", "---\ntype: user-story\n---\n# A").kind).toBe("spec");
    expect(file("notes/a.md", "---\ntype: post\n---\n# A").kind).toBe("doc");
    for (const path of [
      "docs/specs/a.md",
      "specs/001-x/plan.md",
      ".kiro/specs/x/design.md",
      "openspec/changes/a.md",
    ])
      expect(file(path, "# A").kind, path).toBe("spec");
    for (const path of [
      "docs/adr/0001-x.md",
      "rfcs/0002.md",
      "docs/prd.md",
      "docs/stories/1.1.md",
      "doc/ADR-7.adoc",
    ])
      expect(file(path, "# A").kind, path).toBe("spec");
    for (const path of ["README.md", "docs/specials/a.md", "docs/guide.rst"])
      expect(file(path, "# A").kind, path).toBe("doc");
  });
  it("is config and text by language", () => {
    expect(file("specs/a.yaml", "a: 1").kind).toBe("config");
    expect(file("LICENSE", "Do what you like").kind).toBe("text");
  });
});

it("takes title and key from front matter, then from the outermost heading, then from the name", () => {
  expect(file("a.md", "---\nid: WH-12\ntitle: 'Stated'\n---\n# Heading")).toMatchObject({
    title: "Stated",
    key: "WH-12",
  });
  expect(file("a.md", '+++\nkey = "ABC-1"\n+++\n## Sub\n\n# Heading')).toMatchObject({
    title: "Heading",
    key: "ABC-1",
  });
  expect(file("a.md", "---\nid: intro\n---\ntext").key).toBeUndefined();
  expect(file("docs/a.md", "text").title).toBe("a.md");
});

it("tags tests, examples and what front matter says", () => {
  for (const path of [
    "test/a.ts",
    "src/__tests__/a.tsx",
    "src/a.test.ts",
    "src/a.spec.js",
    "pkg/a_test.go",
    "tests/test_a.py",
    "lib/test_a.py",
    "conftest.py",
    "src/FooTest.java",
    "src/FooTests.cs",
    "src/TestFoo.java",
    "a_spec.rb",
    "src/FooSpec.scala",
    "My.Tests/A.cs",
  ])
    expect(file(path, "").tags, path).toEqual(["test"]);
  for (const path of [
    "src/contest.ts",
    "src/latest.py",
    "src/Testament.java",
    "src/attest.go",
    "docs/specs/a.md",
    "src/testify.go",
  ])
    expect(file(path, "").tags, path).toEqual([]);
  expect(file("examples/a.py", "").tags).toEqual(["example"]);
  expect(file("a.md", "---\ntags: [Auth, '#Core']\nlabels: one, two\n---\n").tags).toEqual([
    "auth",
    "core",
    "one",
    "two",
  ]);
});

it("masks secrets in text, headings and titles and says so", () => {
  const document = file("a.md", `# Token ${token}\n\n${token}\n`);
  expect(JSON.stringify(document)).not.toContain(token);
  expect(document.title).toBe("Token [masked: github-token]");
  expect(document.warnings).toEqual(["Secrets were masked: github-token in line 1, github-token in line 3."]);
  expect(file("a.yaml", "password: hunter2x9").text).toBe("password: [masked: password]");
  expect(file("a.ts", `const password = "hunter2!";`).text).toBe(`const password = "[masked: password]";`);
});

it("says that bytes did not decode", () => {
  expect(file("a.txt", "a\uFFFD", { decodedCleanly: false }).warnings).toEqual([
    "Some bytes are not valid utf-8 and were replaced.",
  ]);
});

it("reads a commit as subject and body, masked, with its details", () => {
  const document = toDocument({ ...commit, subject: `Use ${token}` });
  expect(document).toMatchObject({
    kind: "commit",
    title: "Use [masked: github-token]",
    text: "Use [masked: github-token]\n\nBecause of it.\n\npassword: [masked: password]",
    date: commit.authoredAt,
    commit: { hash: commit.hash, parents: commit.parents, authorName: "Ada", files: commit.files },
  });
  expect(document.path).toBeUndefined();
  expect(toDocument(commit).contentHash).toBe(toDocument({ ...commit }).contentHash);
  expect(toDocument(commit).contentHash).not.toBe(toDocument({ ...commit, files: [] }).contentHash);
});
