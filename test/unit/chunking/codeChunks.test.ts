import { describe, expect, it } from "vitest";
import { codeChunks } from "../../../server/chunking/code/codeChunks.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import type { Chunk } from "../../../server/model/chunk.ts";
import type { Document } from "../../../server/model/document.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";

const settings = defaultPipelineConfig.chunking.code;

const parser = createCodeParser({ engine: "wasm" });

async function chunksOf(text: string, language = "typescript"): Promise<readonly Chunk[]> {
  const document: Document = {
    uri: "repo:src/shop.ts",
    kind: "code",
    path: "src/shop.ts",
    language,
    title: "shop.ts",
    text,
    contentHash: "h",
    date: "2026-01-01T00:00:00.000Z",
    tags: [],
    warnings: [],
  };
  return codeChunks(document, await parser.parse(language, text), settings);
}

const body = (lines: number) =>
  Array.from({ length: lines }, (_, at) => `    total += prices[${at}] * factor;`).join("\n");

describe("chunks of code", () => {
  it("a function that fits is one chunk with its doc comment", async () => {
    const imports = Array.from({ length: 6 }, (_, at) => `import { name${at} } from "module-${at}";`).join(
      "\n",
    );
    const text = `${imports}\n\n/** Adds prices. */\nexport function total(prices: number[]): number {\n${body(12)}\n  return 1;\n}\n`;
    const chunk = (await chunksOf(text)).find(({ symbol }) => symbol === "total");
    expect(chunk).toMatchObject({ title: "total", startLine: 8, endLine: 23 });
    expect(chunk?.text.startsWith("/** Adds prices. */")).toBe(true);
  });

  it("a large class gives its head and a chunk for each method, which know their parent", async () => {
    const methods = ["issue", "revoke", "list"]
      .map((name) => `  ${name}(): void {\n${body(20)}\n  }\n`)
      .join("\n");
    const chunks = await chunksOf(`/** Refunds. */\nexport class Refund extends Base {\n${methods}}\n`);
    const issue = chunks.find(({ symbol }) => symbol === "Refund.issue");
    expect(issue?.parent).toBe("Refund");
    expect(issue?.header).toContain("class Refund extends Base");
    expect(issue?.header).not.toContain("shop.ts");
    expect(chunks.map(({ symbol }) => symbol)).toEqual(
      expect.arrayContaining(["Refund.revoke", "Refund.list"]),
    );
  });

  it("a function that does not fit is split at inner borders and each part names it", async () => {
    const chunks = await chunksOf(`function huge(): void {\n${body(40)}\n\n${body(60)}\n\n${body(60)}\n}\n`);
    expect(chunks.length).toBeGreaterThan(2);
    expect(new Set(chunks.map(({ symbol }) => symbol))).toEqual(new Set(["huge"]));
    for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(settings.max);
  });

  it("small neighbours are joined", async () => {
    const chunks = await chunksOf("export const a = 1;\nexport const b = 2;\nexport const c = 3;\n");
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.title).toBe("a, b, c");
  });

  it("a very long line is cut and keeps its line number", async () => {
    const chunks = await chunksOf(`const a = 1;\nconst long = "${"x ".repeat(5000)}";\n`);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.at(-1)).toMatchObject({ startLine: 2, endLine: 2 });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
  });

  it("a moved file keeps the content hashes of its chunks", async () => {
    const [chunk] = await chunksOf("export const answer = 42;\n");
    expect(chunk?.header).not.toContain("src");
    expect(chunk?.title).toBe("answer");
  });

  it("every line that is not blank is in exactly one chunk", async () => {
    const random = seeded(7);
    for (let round = 0; round < 40; round += 1) {
      const text = randomSource(random);
      const lines = text.split("\n");
      const seen = new Map<number, number>();
      for (const chunk of await chunksOf(text)) {
        for (let line = chunk.startLine; line <= chunk.endLine; line += 1)
          seen.set(line, (seen.get(line) ?? 0) + 1);
        expect(chunk.text).toBe(lines.slice(chunk.startLine - 1, chunk.endLine).join("\n"));
      }
      for (const [at, line] of lines.entries()) {
        if (line.trim() !== "") expect(seen.get(at + 1), `line ${at + 1} of\n${text}`).toBe(1);
      }
    }
  });
});

function randomSource(random: () => number): string {
  const pieces = [
    () => `const v${Math.floor(random() * 99)} = ${random()};`,
    () => `// a comment that belongs to nothing`,
    () => "",
    () =>
      `/** Doc. */\nexport function f${Math.floor(random() * 99)}(): void {\n${body(Math.floor(random() * 70))}\n}`,
    () => `class C${Math.floor(random() * 99)} { a = 1; b() { return 2; } }`,
    () =>
      `export class D {\n  x = 1;\n${Array.from({ length: Math.floor(random() * 6) }, (_, at) => `  m${at}() {\n${body(Math.floor(random() * 30))}\n  }`).join("\n\n")}\n}`,
    () => `enum E { A, B, C }  enum F { G }`,
  ];
  return Array.from(
    { length: 1 + Math.floor(random() * 12) },
    () => pieces[Math.floor(random() * pieces.length)]?.() ?? "",
  ).join("\n");
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
