import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { CodeFacts, SymbolFact } from "../../server/model/codeFacts.ts";

/** A language's sample and the facts which a person checked by hand. */
export interface CodeFactsFixture {
  readonly text: string;
  readonly expected: string;
}

/** Reads `test/fixtures/languages/<language>/sample.*` and `expected.txt` beside it. */
export function codeFactsFixture(language: string): CodeFactsFixture {
  const folder = path.join(packageRoot(), "test/fixtures/languages", language);
  const sample = readdirSync(folder).find((name) => name.startsWith("sample."));
  if (sample === undefined) throw new Error(`${folder} has no sample`);
  return {
    text: readFileSync(path.join(folder, sample), "utf8"),
    expected: readFileSync(path.join(folder, "expected.txt"), "utf8"),
  };
}

/**
 * Facts as lines for people: per symbol `kind qualifiedName start-end [parent=…]`, its signature and documentation,
 * then imports and calls. A name that stands apart from the qualified name's end is shown as `name=…`.
 */
export function codeFactsAsText(facts: CodeFacts): string {
  const lines = [
    "# symbols",
    ...facts.symbols.flatMap(symbolLines),
    "# imports",
    ...facts.imports.map(({ module, names, line }) => `${line}: ${module} [${names.join(", ")}]`),
    "# calls",
    ...facts.calls.map(({ name, line, caller }) => `${line}: ${name} in ${caller ?? "-"}`),
  ];
  return `${lines.join("\n")}\n`;
}

function symbolLines(symbol: SymbolFact): string[] {
  const range = `${symbol.startLine}:${symbol.startColumn}-${symbol.endLine}:${symbol.endColumn}`;
  const parent = symbol.parent === undefined ? "" : ` parent=${symbol.parent}`;
  const name =
    symbol.qualifiedName === [symbol.parent, symbol.name].filter(Boolean).join(".")
      ? ""
      : ` name=${symbol.name}`;
  const doc =
    symbol.doc === undefined ? [] : [`    doc@${symbol.docStartLine} ${JSON.stringify(symbol.doc)}`];
  const at = `@${symbol.nameLine}:${symbol.nameColumn}`;
  return [
    `${symbol.kind} ${symbol.qualifiedName} ${range} ${at}${parent}${name}`,
    `    ${symbol.signature}`,
    ...doc,
  ];
}
