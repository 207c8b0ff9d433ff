import { describe, expect, it } from "vitest";
import { commitChunks } from "../../../server/chunking/commitChunks.ts";
import { lineWindowChunks } from "../../../server/chunking/lineWindows.ts";
import { proseChunks } from "../../../server/chunking/prose/proseChunks.ts";
import { toDocument } from "../../../server/documents/toDocument.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { documentOf } from "../../support/documentOf.ts";

const settings = defaultPipelineConfig.chunking.code;

const chunksOf = (path: string, text: string) => proseChunks(documentOf(path, text), settings);
const sentence = (length: number) =>
  "Refunds are issued once and never twice. ".repeat(60).slice(0, length).trim();
const places = (chunks: readonly Chunk[]) =>
  chunks.map((chunk) => `${chunk.startLine}-${chunk.endLine} ${chunk.title}`);

describe("sections", () => {
  it("keeps a small document in one chunk", () => {
    const text = "# Guide\n\nIntro.\n\n## Use\n\nLike so.\n\n### Deep\n\nMore.\n";
    const [chunk, ...more] = chunksOf("a.md", text);
    expect(more).toEqual([]);
    expect(chunk).toMatchObject({
      title: "Guide",
      startLine: 1,
      endLine: 11,
      text: text.trimEnd(),
      kind: "doc",
      path: "a.md",
    });
    expect(chunk?.parent).toBeUndefined();
  });

  it("makes a chunk of each section that fits, merges small neighbours and names the heading path", () => {
    const text = [
      "# Guide",
      "",
      sentence(900),
      "",
      "## First",
      "",
      sentence(1200),
      "",
      "### Inner",
      "",
      sentence(1000),
      "",
      "## Small one",
      "",
      sentence(300),
      "",
      "## Small two",
      "",
      sentence(300),
      "",
      "## Last",
      "",
      sentence(1400),
    ].join("\n");
    const chunks = chunksOf("a.md", text);
    expect(places(chunks)).toEqual([
      "1-3 Guide",
      "5-7 Guide > First",
      "9-11 Guide > First > Inner",
      "13-19 Guide",
      "21-23 Guide > Last",
    ]);
    expect(chunks.map((chunk) => chunk.parent)).toEqual([
      undefined,
      "Guide",
      "Guide > First",
      undefined,
      "Guide",
    ]);
  });

  it("leaves a section whole up to the maximum and cuts a larger one between blocks", () => {
    expect(places(chunksOf("a.md", `# A\n\n${sentence(1100)}\n\n${sentence(1100)}\n`))).toEqual(["1-5 A"]);
    expect(
      places(chunksOf("a.md", `# A\n\n${sentence(1100)}\n\n${sentence(1100)}\n\n${sentence(1100)}\n`)),
    ).toEqual(["1-3 A", "5-7 A"]);
  });

  it("puts a heading without text to what follows", () => {
    const text = `# A\n\n## B\n\n${sentence(1400)}\n\n## C\n\n${sentence(1400)}\n`;
    expect(places(chunksOf("a.md", text))).toEqual(["1-5 A > B", "7-9 A > C"]);
  });

  it("puts the document's title before a heading path that does not hold it", () => {
    const text = `---\ntitle: Manual\n---\n\n# Install\n\n${sentence(1400)}\n\n# Use\n\n${sentence(1400)}\n`;
    expect(chunksOf("a.md", text).map((chunk) => chunk.title)).toContain("Manual > Use");
  });

  it("gives no chunk for blank text", () => {
    expect(chunksOf("a.md", " \n\n\t\n")).toEqual([]);
    expect(chunksOf("a.md", "")).toEqual([]);
    expect(lineWindowChunks(documentOf("a.zig", "\n \n"), settings)).toEqual([]);
  });
});

describe("blocks that must not be cut", () => {
  const code = [
    "```py",
    ...Array.from({ length: 30 }, (_, row) => `value_${row} = compute(${row})  # not blank\n`),
    "```",
  ].join("\n");
  const table = [
    "| name | value |",
    "| --- | --- |",
    ...Array.from({ length: 50 }, (_, row) => `| n${row} | v${row} |`),
  ].join("\n");

  it("keeps code and tables in one chunk with the line that introduces them", () => {
    for (const block of [code, table]) {
      const text = `# A\n\n${sentence(1300)}\n\nLike this:\n\n${block}\n\n${sentence(1300)}\n`;
      const chunks = chunksOf("a.md", text);
      expect(chunks.filter((chunk) => chunk.text.includes(block))).toHaveLength(1);
      expect(chunks.length).toBeGreaterThan(1);
    }
  });

  it("cuts a table that is too large between rows and gives each part the head", () => {
    const rows = Array.from({ length: 200 }, (_, row) => `| name of ${row} | value of ${row} |`);
    const chunks = chunksOf("a.md", ["# A", "", "| name | value |", "| --- | --- |", ...rows].join("\n"));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks[0]?.text.startsWith("# A\n\n| name | value |\n| --- | --- |")).toBe(true);
    for (const chunk of chunks.slice(1)) {
      expect(chunk.header).toBe("| name | value |\n| --- | --- |");
      for (const line of chunk.text.split("\n")) expect(line).toMatch(/^\| name of \d+ \| value of \d+ \|$/);
    }
  });

  it("keeps the head of grid and simple tables of reStructuredText", () => {
    const grid = [
      "+-----+-----+",
      "| a   | b   |",
      "+=====+=====+",
      ...Array.from({ length: 150 }, () => ["| one | two |", "+-----+-----+"]).flat(),
    ];
    const [, second] = chunksOf("a.rst", ["A", "=", "", ...grid].join("\n"));
    expect(second?.header).toBe(grid.slice(0, 3).join("\n"));
  });
});

it("cuts one very long line by characters under the same number and loses none", () => {
  for (const line of [sentence(2300).repeat(3), "x".repeat(7001), "😀".repeat(2000)]) {
    const chunks = chunksOf("a.md", `# A\n\n${line}\n\nafter`).filter(
      (chunk) => !chunk.text.includes("after"),
    );
    const parts = chunks.filter((chunk) => chunk.startLine === 3);
    expect(parts.map((chunk) => chunk.text).join("")).toBe(line);
    for (const part of parts) {
      expect(part.text.length).toBeLessThanOrEqual(settings.max);
      expect(part.text.isWellFormed()).toBe(true);
    }
  }
});

it("gives stable ids which tell equal texts of one document apart", () => {
  const same = `${sentence(1400)}\n\n`;
  const text = `# A\n\n${same}# A\n\n${same}# A\n\n${same}`;
  const first = chunksOf("a.md", text);
  expect(new Set(first.map((chunk) => chunk.id)).size).toBe(first.length);
  expect(first.map((chunk) => chunk.contentHash)[1]).toBe(first.map((chunk) => chunk.contentHash)[2]);
  expect(chunksOf("a.md", text)).toEqual(first);
  expect(chunksOf("b.md", text)[0]?.id).not.toBe(first[0]?.id);
  expect(chunksOf("b.md", text)[0]?.contentHash).toBe(first[0]?.contentHash);
});

describe("line windows", () => {
  it("cut at blank lines, else before what is indented least", () => {
    const method = `  sub ${"x".repeat(40)}\n    ${"body ".repeat(20)}\n`.repeat(3);
    const text = Array.from({ length: 12 }, (_, n) => `class A${n}\n${method}`).join("");
    for (const chunk of lineWindowChunks(documentOf("a.zig", text), settings).slice(1))
      expect(chunk.text).toMatch(/^class A/);
    const blank = Array.from({ length: 12 }, () => `${"y = 1\n".repeat(40)}`).join("\n");
    for (const chunk of lineWindowChunks(documentOf("a.zig", blank), settings))
      expect(chunk.text.split("\n")).toHaveLength(chunk.endLine - chunk.startLine + 1);
    expect(lineWindowChunks(documentOf("a.zig", blank), settings)[0]?.text.split("\n").at(-1)).toBe("y = 1");
  });
});

describe("commits", () => {
  const commit = (subject: string, body: string, paths: number) =>
    toDocument({
      source: "git",
      uri: `commit:${"a".repeat(40)}`,
      hash: "a".repeat(40),
      parents: [],
      authorName: "Ada Lovelace",
      authorEmail: "ada@example.org",
      authoredAt: "2026-03-04T05:06:07.000Z",
      committedAt: "2026-03-04T05:06:07.000Z",
      subject,
      body,
      files: Array.from({ length: paths }, (_, index) => ({
        path: `src/file${index}.ts`,
        change: "modified" as const,
      })),
    });

  it("are one chunk with author, day and the first paths in the header", () => {
    const [chunk, ...more] = commitChunks(commit("WH-1: do it", "Because.", 30), settings);
    expect(more).toEqual([]);
    expect(chunk).toMatchObject({
      uri: `commit:${"a".repeat(40)}`,
      kind: "commit",
      title: "WH-1: do it",
      text: "WH-1: do it\n\nBecause.",
      startLine: 0,
      endLine: 0,
    });
    const header = chunk?.header.split("\n") ?? [];
    expect(header.slice(0, 2)).toEqual(["Ada Lovelace, 2026-03-04", "src/file0.ts"]);
    expect(header).toHaveLength(21);
  });

  it("are cut where the message is too long and left out where there is none", () => {
    const chunks = commitChunks(commit("Long", `${sentence(80)}\n`.repeat(100), 1), settings);
    for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(settings.max);
    expect(
      chunks.flatMap(({ text }) => text.split("\n")).filter((line) => line === sentence(80)),
    ).toHaveLength(100);
    expect(
      commitChunks(commit("One line", `${"word ".repeat(1000)}end`, 1), settings).at(-1)?.text,
    ).toContain("end");
    expect(commitChunks(commit("", " \n", 1), settings)).toEqual([]);
  });
});
