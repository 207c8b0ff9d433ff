import { describe, expect, it } from "vitest";
import { codeChunks } from "../../../server/chunking/code/codeChunks.ts";
import { lineWindowChunks } from "../../../server/chunking/lineWindows.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { proseChunks } from "../../../server/chunking/prose/proseChunks.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import type { ChunkSettings } from "../../../server/model/pipelineConfig.ts";
import { documentOf } from "../../support/documentOf.ts";

const small: ChunkSettings = { strategy: "structure", target: 300, max: 400, overlap: 0 };
const overlapping: ChunkSettings = { ...small, overlap: 3 };

/** By how many lines each chunk begins earlier than without overlap. */
function earlier(make: (settings: ChunkSettings) => readonly Chunk[]): readonly number[] {
  const [without, with3] = [make(small), make(overlapping)];
  expect(with3).toHaveLength(without.length);
  expect(with3.map(({ endLine }) => endLine)).toEqual(without.map(({ endLine }) => endLine));
  return with3.map((chunk, at) => (without[at]?.startLine ?? 0) - chunk.startLine);
}

describe("overlap", () => {
  it("repeats the lines before a window, in its text too", async () => {
    const text = Array.from({ length: 40 }, (_, at) => `line ${at} of a text without any structure`).join(
      "\n",
    );
    const document = await documentOf("notes.txt", text);
    const moved = earlier((settings) => lineWindowChunks(document, settings));
    expect(moved.length).toBeGreaterThan(3);
    expect(moved).toEqual([0, ...moved.slice(1).map(() => 3)]);
    const second = lineWindowChunks(document, overlapping)[1];
    expect(second?.text.split("\n")[0]).toBe(text.split("\n")[(second?.startLine ?? 0) - 1]);
  });

  it("of code is between parts of one body, never between two functions", async () => {
    const body = Array.from({ length: 20 }, (_, at) => `  const value${at} = compute(${at}, previous);`).join(
      "\n",
    );
    const text = ["a", "b"].map((name) => `function ${name}() {\n${body}\n}\n`).join("\n");
    const document = await documentOf("a.ts", text);
    const facts = await createCodeParser().parse("typescript", text);
    const chunks = codeChunks(document, facts, overlapping);
    const moved = earlier((settings) => codeChunks(document, facts, settings));
    for (const [at, chunk] of chunks.entries()) {
      expect(moved[at]).toBe(at > 0 && chunks[at - 1]?.symbol === chunk.symbol ? 3 : 0);
    }
    expect(moved).toContain(3);
  });

  it("of prose is between parts of one section, never between two sections", async () => {
    const paragraphs = Array.from(
      { length: 5 },
      (_, at) => `${"A sentence of some length, which is a line.\n".repeat(6)}${at}`,
    );
    const section = (name: string) => `## ${name}\n\n${paragraphs.join("\n\n")}\n`;
    const document = await documentOf("a.md", `# Title\n\n${section("One")}\n${section("Two")}`);
    const chunks = proseChunks(document, overlapping);
    const moved = earlier((settings) => proseChunks(document, settings));
    for (const [at, chunk] of chunks.entries()) {
      expect(moved[at]).toBe(at > 0 && chunks[at - 1]?.title === chunk.title ? 3 : 0);
    }
    expect(moved).toContain(3);
  });

  it("never lets a chunk hold all of the one before", async () => {
    const document = await documentOf("a.txt", Array.from({ length: 9 }, () => "x".repeat(250)).join("\n"));
    const chunks = lineWindowChunks(document, { ...overlapping, overlap: 50 });
    for (const [at, chunk] of chunks.slice(1).entries()) {
      expect(chunk.startLine).toBeGreaterThan(chunks[at]?.startLine ?? 0);
    }
  });
});
