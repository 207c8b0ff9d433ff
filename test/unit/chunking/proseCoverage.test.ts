import { describe, expect, it } from "vitest";
import { lineWindowChunks } from "../../../server/chunking/lineWindows.ts";
import { proseChunks } from "../../../server/chunking/prose/proseChunks.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import type { Document } from "../../../server/model/document.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { documentOf } from "../../support/documentOf.ts";

const settings = defaultPipelineConfig.chunking.code;

/** Numerical Recipes' generator: the same documents in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  "",
  "",
  "",
  "# One",
  "## Two",
  "### Three",
  "Title",
  "=====",
  "-----",
  "~~~~~",
  "====",
  "----",
  "|===",
  "```",
  "~~~",
  "- item",
  "  * nested",
  "1. first",
  "> quote",
  "    indented",
  "| a | b |",
  "|---|---|",
  "+---+---+",
  "+===+===+",
  "| x | y |",
  "=== ===",
  ".. code-block:: py",
  "   body",
  ".. note::",
  "text::",
  "<div>",
  "</div>",
  "<table><tr><td>x",
  "</table>",
  "<h2>Head</h2>",
  "<script>let a = 1;",
  "</script>",
  "<!-- open",
  "-->",
  "<pre>",
  "</pre>",
  "== Section",
  "=== Sub",
  "* bullet",
  "+",
  ".Lead",
  "[source]",
  "import x from 'y'",
  "<Chart",
  "---",
  "+++",
  "key: value",
  "  sub: 1",
  '  "name": "x",',
  "[table]",
  "<a>",
  "  <b>",
  "{",
  "}",
  "\t",
  "//// x",
  "==== a",
];

function randomText(seed: number): string {
  const random = randomFrom(seed);
  const lines: string[] = [];
  const count = 5 + random(160);
  for (let index = 0; index < count; index++) {
    const kind = random(10);
    if (kind < 6) lines.push(pieces[random(pieces.length)] ?? "");
    else if (kind < 9) lines.push("word ".repeat(1 + random(60)).trim());
    else lines.push("long line of words ".repeat(random(3) === 0 ? 20 + random(300) : random(30)));
  }
  return lines.join(["\n", "\r\n", "\r"][seed % 3]);
}

function check(document: Document, chunks: readonly Chunk[]): void {
  const lines = document.text.split("\n");
  const holders = lines.map((): Chunk[] => []);
  let last = 0;
  for (const chunk of chunks) {
    expect(chunk.text.trim()).not.toBe("");
    expect(chunk.text.length).toBeLessThanOrEqual(settings.max);
    expect(chunk.startLine).toBeGreaterThanOrEqual(last);
    last = chunk.endLine;
    for (let line = chunk.startLine; line <= chunk.endLine; line++) holders[line - 1]?.push(chunk);
    const exact = lines.slice(chunk.startLine - 1, chunk.endLine).join("\n");
    if (chunk.text !== exact)
      expect(chunk.startLine === chunk.endLine && exact.includes(chunk.text)).toBe(true);
  }
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const held = holders[index] ?? [];
    if (line.length <= settings.target) expect(held, `line ${index + 1}: ${line}`).toHaveLength(1);
    else if (held.length > 1) expect(held.map((chunk) => chunk.text).join("")).toBe(line);
    else expect(held).toHaveLength(1);
  }
  expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(chunks.length);
}

describe("every line that is not blank is in exactly one chunk", () => {
  for (const extension of [
    "md",
    "mdx",
    "rst",
    "adoc",
    "html",
    "txt",
    "yaml",
    "json",
    "toml",
    "xml",
    "ini",
    "csv",
  ]) {
    it(`of any .${extension} document`, () => {
      for (let seed = 1; seed <= 60; seed++) {
        const document = documentOf(`a.${extension}`, randomText(seed * 7919));
        check(document, proseChunks(document, settings));
      }
    });
  }

  it("of any file cut into windows", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const document = documentOf("a.zig", randomText(seed * 104729));
      check(document, lineWindowChunks(document, settings));
    }
  });
});

it("keeps sections in order, without overlap and with all blocks inside", () => {
  for (const extension of ["md", "mdx", "rst", "adoc", "html", "txt"]) {
    for (let seed = 1; seed <= 40; seed++) {
      const document = documentOf(`a.${extension}`, randomText(seed * 31337));
      let line = 0;
      for (const section of document.sections ?? []) {
        expect(section.startLine).toBeGreaterThan(line);
        for (const block of section.blocks) {
          expect(block.startLine).toBeGreaterThan(line);
          expect(block.endLine).toBeGreaterThanOrEqual(block.startLine);
          line = block.endLine;
        }
        expect(section.endLine).toBe(line);
      }
    }
  }
});
