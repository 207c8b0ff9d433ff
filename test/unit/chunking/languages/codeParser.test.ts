import { describe, expect, it } from "vitest";
import { languageDefinitions } from "../../../../server/chunking/languages/languageTable.ts";
import { createCodeParser, maxParsedLength } from "../../../../server/chunking/parsing/codeParser.ts";
import type { CodeFacts } from "../../../../server/model/codeFacts.ts";

const parsers = {
  wasm: createCodeParser({ engine: "wasm" }),
  native: createCodeParser({ engine: "native" }),
};

async function canRead(engine: keyof typeof parsers, language: string): Promise<boolean> {
  return (await parsers[engine].engineOf(language)).engine !== "none";
}

function expectUnread(facts: CodeFacts): void {
  expect(facts).toMatchObject({ parsed: false, symbols: [], imports: [], calls: [] });
  expect(facts.problem).toMatch(/\.$/);
}

describe.each(["wasm", "native"] as const)("the %s code parser", (engine) => {
  const parser = parsers[engine];

  it("says what it cannot read instead of throwing", async (context) => {
    if (!(await canRead(engine, "typescript"))) context.skip();
    expectUnread(await parser.parse("brainfuck", "++++"));
    expectUnread(await parser.parse("typescript", "x".repeat(maxParsedLength + 1)));
    expectUnread(await parser.parse("java", "\u0000\u0001 %%% ))) {{{ \ufffd ]] <<< ".repeat(200)));
  });

  it.each(languageDefinitions.map(({ id }) => id))(
    "survives depth and nonsense in %s and reads on",
    async (language) => {
      if (!(await canRead(engine, language))) return;
      const depth = 10_000;
      for (const text of [
        "(".repeat(depth) + ")".repeat(depth),
        "[".repeat(depth),
        "{".repeat(depth) + "}".repeat(depth),
        `x = ${"(".repeat(depth)}1${")".repeat(depth)};`,
        "if x:\n".repeat(200),
        "\ud800 lone surrogate",
        "",
      ]) {
        const facts = await parser.parse(language, text);
        if (!facts.parsed) expectUnread(facts);
      }
      const again = await parser.parse("python", "def still_here():\n    pass\n");
      expect(again.symbols.map(({ name }) => name)).toEqual(["still_here"]);
    },
  );

  it("leaves out definitions that no person nested", async (context) => {
    if (!(await canRead(engine, "typescript"))) context.skip();
    const facts = await parser.parse("typescript", "function a() {".repeat(400) + "}".repeat(400));
    expect(facts.symbols).toHaveLength(32);
  });

  it("counts columns in UTF-16 units and lines from 1, beyond 32 KiB too", async (context) => {
    if (!(await canRead(engine, "typescript"))) context.skip();
    const filler = `// ${"é😀".repeat(20)}\n`.repeat(1000);
    const facts = await parser.parse("typescript", `${filler}const a = "😀é"; function später() {}\n`);
    expect(facts.symbols.at(-1)).toMatchObject({
      name: "später",
      startLine: 1001,
      startColumn: 17,
      nameColumn: 26,
      endColumn: 37,
    });
  });

  it("keeps what surrounds a small mistake", async (context) => {
    if (!(await canRead(engine, "python"))) context.skip();
    const good = "def first():\n    return 1\n\n";
    const facts = await parser.parse("python", `${good.repeat(5)}x = = 2\n\n${good}`);
    expect(facts.parsed).toBe(true);
    expect(facts.symbols.filter(({ name }) => name === "first")).toHaveLength(6);
  });
});

describe("the choice of the engine", () => {
  it("falls back to WebAssembly and remembers why", async () => {
    const report = await createCodeParser().engineOf("python");
    expect(report.engine).toMatch(/^(native|wasm)$/);
    if (report.engine === "wasm") expect(report.problem).toMatch(/native grammar of python did not load/);
    else expect(report.problem).toBeUndefined();
  });

  it("reports a grammar which is nowhere to be found for an unknown language", async () => {
    expect(await createCodeParser().engineOf("cobol")).toEqual({
      engine: "none",
      problem: "There is no grammar for cobol.",
    });
  });

  it("reads Flow's annotations in JavaScript with the TypeScript grammar", async () => {
    const facts = await parsers.wasm.parse(
      "javascript",
      "export function pay(a: number, b?: Refund): string { return go(a); }\n",
    );
    expect(facts.symbols.map(({ signature }) => signature)).toEqual([
      "export function pay(a: number, b?: Refund): string",
    ]);
  });
});
