import { readFileSync } from "node:fs";
import v8 from "node:v8";
import { afterAll, expect, it } from "vitest";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { optimizeSmallGrammars } from "../../../server/chunking/parsing/wasmTiering.ts";

/** V8 begins to optimise after a fiftieth of the work it usually waits for. */
const eagerly = "--wasm-tiering-budget=200000";
const usually = "--wasm-tiering-budget=13000000";

afterAll(() => v8.setFlagsFromString(usually));

it("reads a language with a huge function again and again without the memory that optimising it takes", async () => {
  v8.setFlagsFromString(eagerly);
  optimizeSmallGrammars();
  const parser = createCodeParser({ engine: "wasm" });
  const text = sample("powershell/sample.ps1").repeat(6);
  const before = peakMegabytes();
  let symbols = 0;
  for (let time = 0; time < 30; time++) symbols += (await parser.parse("powershell", text)).symbols.length;
  expect(symbols).toBeGreaterThan(1_000);
  expect(peakMegabytes() - before).toBeLessThan(400);
});

it("reads a language with small functions as before", async () => {
  const text = sample("java/sample.java");
  const plain = await createCodeParser({ engine: "native" }).parse("java", text);
  optimizeSmallGrammars();
  const parser = createCodeParser({ engine: "wasm" });
  for (let time = 0; time < 30; time++) expect(await parser.parse("java", text)).toEqual(plain);
});

function sample(name: string): string {
  return readFileSync(new URL(`../../fixtures/languages/${name}`, import.meta.url), "utf8");
}

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
