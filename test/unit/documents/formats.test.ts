import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../../server/documents/toDocument.ts";
import type { Document } from "../../../server/model/document.ts";

function documentOf(filePath: string, text: string): Document {
  return toDocument({
    source: "workspace",
    uri: `repo:${filePath}`,
    path: filePath,
    text,
    contentHash: "0".repeat(64),
    modifiedMs: 0,
    encoding: "utf-8",
    decodedCleanly: true,
  });
}

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, "../../fixtures/documents", name), "utf8");

/** Sections as lines `start-end heading > path: block start-end, …`; paragraphs as `p`. */
function outline(document: Document): string[] {
  return (document.sections ?? []).map((section) => {
    const blocks = section.blocks.map((block) => `${block.kind} ${block.startLine}-${block.endLine}`);
    return `${section.startLine}-${section.endLine} ${section.headingPath.join(" > ")}: ${blocks.join(", ")}`;
  });
}
const read = (name: string) => outline(documentOf(name, fixture(name)));

describe("sections and blocks with their lines", () => {
  it("of Markdown", () => {
    expect(read("guide.md")).toEqual([
      "1-7 : other 1-6, paragraph 7-7",
      "9-12 The refund client: heading 9-9, paragraph 11-12",
      "14-25 The refund client > Usage: heading 14-15, code 17-20, table 22-25",
      "27-50 The refund client > Usage > Options: heading 27-27, list 29-35, other 37-38, code 40-42, other 44-46, other 48-50",
      "52-58 The refund client > Last: heading 52-52, paragraph 54-54, other 55-55, code 56-58",
    ]);
  });
  it("of MDX", () => {
    expect(read("page.mdx")).toEqual([
      "1-2 : other 1-2",
      "4-13 Chart page: heading 4-4, other 6-9, paragraph 11-11, paragraph 13-13",
      "15-15 Chart page > Next: heading 15-15",
    ]);
  });
  it("of reStructuredText", () => {
    expect(read("guide.rst")).toEqual([
      "1-1 : other 1-1",
      "3-13 Refund Guide: heading 3-5, code 7-11, paragraph 13-13",
      "15-44 Refund Guide > Using Client: heading 15-16, code 18-24, table 26-32, table 34-38, list 40-44",
      "46-55 Refund Guide > Using Client > Details: heading 46-47, list 49-50, other 52-53, paragraph 55-55",
      "57-63 Refund Guide > Second part: heading 57-58, code 60-61, other 63-63",
    ]);
  });
  it("of AsciiDoc", () => {
    expect(read("guide.adoc")).toEqual([
      "1-7 Refund Guide: heading 1-1, paragraph 2-3, paragraph 5-5, other 7-7",
      "8-22 Refund Guide > Using refunds: heading 8-8, code 10-15, table 17-22",
      "24-42 Refund Guide > Using refunds > Options: heading 24-24, list 26-35, other 37-40, other 42-42",
      "44-47 Refund Guide > Legacy title: heading 44-45, paragraph 47-47",
    ]);
  });
  it("of HTML", () => {
    expect(read("page.html")).toEqual([
      "12-15 Refund guide: heading 12-12, paragraph 13-15",
      "17-28 Refund guide > Fields: heading 17-17, table 20-21, code 24-25, list 27-28",
    ]);
  });
  it("of plain text", () => {
    expect(read("notes.txt")).toEqual([
      "1-6 Release notes: heading 1-2, paragraph 4-4, paragraph 6-6",
      "8-14 Release notes > Fixes: heading 8-9, paragraph 10-11, paragraph 13-14",
    ]);
  });
});

it("keeps visible text of HTML on the lines where it stands and drops scripts, styles and drawings", () => {
  const document = documentOf("page.html", fixture("page.html"));
  const lines = document.text.split("\n");
  expect(lines).toHaveLength(fixture("page.html").split("\n").length);
  const visible = lines.map((line, index) => `${index + 1}: ${line}`).filter((line) => !line.endsWith(": "));
  expect(visible).toEqual([
    "12: Refund guide",
    "13: First & second,",
    "14: third fourth.",
    "15: A diagram",
    "17: Fields",
    "20: Field | Meaning |",
    "21: id | the key |",
    "24:   indented",
    "25:     code <T>",
    "27: one",
    "28: two",
  ]);
  expect(document.title).toBe("Refund page");
});

it("names the outermost keys of configuration", () => {
  const paths = (name: string, text: string) =>
    documentOf(name, text).sections?.map(
      (section) => `${section.startLine} ${section.headingPath.join(" > ")}`,
    );
  expect(paths("ci.yaml", "# note\nname: x\non:\n  push:\njobs:\n  build: 1\n")).toEqual([
    "1 ",
    "2 name",
    "3 on",
    "5 jobs",
  ]);
  expect(paths("package.json", '{\n  "name": "x",\n  "scripts": {\n    "test": "y"\n  }\n}\n')).toEqual([
    "1 ",
    "2 name",
    "3 scripts",
  ]);
  expect(paths("a.toml", "x = 1\n[tool.a]\ny = 1\n[[bin]]\n")).toEqual(["1 ", "2 tool.a", "4 bin"]);
  expect(
    paths("pom.xml", "<project>\n  <name>x</name>\n  <build>\n    <plugins/>\n  </build>\n</project>"),
  ).toEqual(["1 ", "2 name", "3 build"]);
});

describe("crafted and broken input", () => {
  const crafted: Record<string, string> = {
    "quotes.md": `${">".repeat(10_000)} a\n${"> ".repeat(10_000)}b`,
    "brackets.md": `# ${"[".repeat(50_000)}\n\n${"[a](".repeat(20_000)}`,
    "lists.md": Array.from({ length: 800 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n"),
    "fences.md": "```a`\n".repeat(20_000),
    "open.md": `---\n${"a: [".repeat(5000)}\n---\n# Title\n\n<!-- never closed\n`,
    "table.md": `${"|a".repeat(20_000)}\n${"|-".repeat(20_000)}\n`,
    "deep.html": `${"<div>".repeat(50_000)}x${"<table><tr>".repeat(10_000)}`,
    "broken.html": "<h1>Never closed <table><ul><svg><script>a",
    "marks.rst": "=\n==\n===\n====\n".repeat(5000),
    "lists.rst": Array.from({ length: 800 }, (_, depth) => `${"  ".repeat(depth)}* a\n`).join("\n"),
    "attached.adoc": "* a\n+\n".repeat(20_000),
    "open.adoc": "----\n====\n|===\n".repeat(5000),
    "titles.adoc": "[[a]]\n.b\n".repeat(10_000),
    "nul.txt": "\0\uFFFF\ud800\n===\n",
  };
  for (const [name, text] of Object.entries(crafted)) {
    it(`reads ${name} without failing and loses no line`, () => {
      const document = documentOf(name, text);
      const covered = new Set<number>();
      for (const section of document.sections ?? []) {
        for (const block of section.blocks)
          for (let line = block.startLine; line <= block.endLine; line++) covered.add(line);
      }
      const lines = document.text.split("\n");
      expect(lines).toHaveLength(text.split("\n").length);
      expect(lines.filter((line, index) => line.trim() !== "" && !covered.has(index + 1))).toEqual([]);
    });
  }

  it("front matter that would end the parser's process is not read, and the document is", async () => {
    for (const bomb of ["- ".repeat(100_000), "[".repeat(100_000), "{a: ".repeat(2_000)]) {
      const document = await documentOf("a.md", `---\n${bomb}\n---\n# Title\n\nText.\n`);
      expect(document.warnings).toEqual(["The front matter is not valid YAML and was not read."]);
      expect(document.title).toBe("Title");
    }
  });

  it("says that front matter could not be read and goes on", () => {
    const document = documentOf("a.md", "---\na: [\nb: }\n---\n# Title\n");
    expect(document.warnings).toEqual(["The front matter is not valid YAML and was not read."]);
    expect(document.title).toBe("Title");
  });
});

it("never reads what an include names", () => {
  for (const [name, text] of [
    ["a.adoc", "= A\n\ninclude::package.json[]\n"],
    ["a.rst", "A\n=\n\n.. include:: package.json\n"],
  ] as const) {
    expect(documentOf(name, text).text).toBe(text);
  }
});
