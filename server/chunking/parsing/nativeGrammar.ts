import type NativeParser from "tree-sitter";
import type { LanguageDefinition } from "../languages/languageDefinition.ts";
import type { Grammar, GrammarReading, Match } from "./grammar.ts";
import { errorPattern, errorShare, parseTimeLimitMs } from "./grammar.ts";
import { countNativeTree } from "./nativeTrees.ts";
import { nodePathAt } from "./nodePath.ts";

/** Loads a language's native grammar. Rejects where this platform has no binary of it or of the parser. */
export async function loadNativeGrammar(language: LanguageDefinition): Promise<Grammar> {
  const { default: Parser } = await import("tree-sitter");
  const grammar = (await language.native()) as NativeParser.Language;
  const parser = new Parser();
  parser.setLanguage(grammar);
  parser.setTimeoutMicros(parseTimeLimitMs * 1000);
  const query = new Parser.Query(grammar, `${language.query}\n${errorPattern}`);
  return { engine: "native", read: (text, offsets = []) => readText(parser, query, text, offsets) };
}

function readText(
  parser: NativeParser,
  query: NativeParser.Query,
  text: string,
  offsets: readonly number[],
): GrammarReading {
  // One buffer for the whole text: the default of 32 KiB rejects longer ones, and smaller pieces cut surrogate pairs.
  const tree = parser.parse(text, null, { bufferSize: text.length + 1 }) as NativeParser.Tree | undefined;
  if (!tree?.rootNode) {
    parser.reset();
    throw new Error("the parser exceeded its time");
  }
  countNativeTree(text.length);
  const root = tree.rootNode;
  const matches: Match[] = query.matches(root).map(({ pattern, captures }) => ({
    pattern,
    captures: captures.map(({ name, node }) => ({ name, start: node.startIndex, end: node.endIndex })),
  }));
  const paths = offsets.map((offset) => nodePathAt(root, offset));
  return { matches, errorShare: errorShare(matches, text.length, root.isError), paths };
}
