import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Language, Parser, Query } from "web-tree-sitter";
import { packageRoot } from "../../base/packageRoot.ts";
import type { LanguageDefinition } from "../languages/languageDefinition.ts";
import type { Grammar, GrammarReading, Match } from "./grammar.ts";
import { errorPattern, errorShare, parseTimeLimitMs } from "./grammar.ts";
import { nodePathAt } from "./nodePath.ts";

const runtimeFile = "web-tree-sitter.wasm";

/**
 * Loads a language's WebAssembly grammar from `grammarFolder` (default: `dist/grammars` of our package, else the
 * grammar's own npm package). Rejects where the file is missing or does not fit the runtime or the query.
 */
export async function loadWasmGrammar(
  language: LanguageDefinition,
  grammarFolder?: string,
): Promise<Grammar> {
  const folder = grammarFolder ?? path.join(packageRoot(), "dist/grammars");
  await initRuntime(folder);
  const grammar = await Language.load(grammarPath(language, folder));
  const parser = new Parser();
  parser.setLanguage(grammar);
  const query = new Query(grammar, `${language.query}\n${errorPattern}`);
  return { engine: "wasm", read: (text, offsets = []) => readText(parser, query, text, offsets) };
}

let runtime: Promise<void> | undefined;

function initRuntime(folder: string): Promise<void> {
  const file = path.join(folder, runtimeFile);
  runtime ??= existsSync(file) ? Parser.init({ locateFile: () => file }) : Parser.init();
  return runtime;
}

function grammarPath(language: LanguageDefinition, folder: string): string {
  const shipped = path.join(folder, language.wasm.file);
  if (existsSync(shipped)) return shipped;
  const manifest = createRequire(import.meta.url).resolve(`${language.wasm.packageName}/package.json`);
  return path.join(path.dirname(manifest), language.wasm.file);
}

function readText(parser: Parser, query: Query, text: string, offsets: readonly number[]): GrammarReading {
  const deadline = performance.now() + parseTimeLimitMs;
  const progressCallback = (): boolean => performance.now() > deadline;
  const tree = parser.parse(text, null, { progressCallback });
  if (tree === null) {
    parser.reset();
    throw new Error("the parser exceeded its time");
  }
  try {
    const root = tree.rootNode;
    const matches: Match[] = query.matches(root, { progressCallback }).map(({ patternIndex, captures }) => ({
      pattern: patternIndex,
      captures: captures.map(({ name, node }) => ({ name, start: node.startIndex, end: node.endIndex })),
    }));
    // A query that was stopped gives what it has until then.
    if (progressCallback()) throw new Error("the query exceeded its time");
    const paths = offsets.map((offset) => nodePathAt(root, offset));
    return { matches, errorShare: errorShare(matches, text.length, root.isError), paths };
  } finally {
    tree.delete();
  }
}
