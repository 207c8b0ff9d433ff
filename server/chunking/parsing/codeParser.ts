import type { CodeFacts } from "../../model/codeFacts.ts";
import type { LanguageDefinition } from "../languages/languageDefinition.ts";
import { languageDefinitions } from "../languages/languageTable.ts";
import { nestsDeeperThan } from "./bracketNesting.ts";
import { readCodeFacts } from "./codeFactsReader.ts";
import { shapesInCode } from "./codeMentions.ts";
import type { EngineName, Grammar, GrammarReading } from "./grammar.ts";
import { loadNativeGrammar } from "./nativeGrammar.ts";
import { loadWasmGrammar } from "./wasmGrammar.ts";

/** Reads facts out of code. Grammars are loaded when a language is first asked for and kept. */
export interface CodeParser {
  /** True where there is a grammar for the language id. */
  supports(language: string): boolean;
  /**
   * Facts about a text with `\n` line ends. Never rejects: what cannot be read (no grammar, no sense to the grammar,
   * too long) has `parsed: false`, no facts, and a `problem` in a sentence.
   */
  parse(language: string, text: string): Promise<CodeFacts>;
  /** The engine that reads a language, loading it where needed; for `doctor`. */
  engineOf(language: string): Promise<EngineReport>;
}

/** Which engine reads a language; `problem` says why another or none was taken. */
export interface EngineReport {
  readonly engine: EngineName | "none";
  readonly problem?: string;
}

/** `auto` takes the native grammar where it loads and WebAssembly elsewhere. */
export interface CodeParserOptions {
  readonly engine?: EngineName | "auto";
  /** Folder of the `.wasm` grammars; default `dist/grammars` of our package. */
  readonly grammarFolder?: string;
}

/** Longest text that is parsed, in UTF-16 units. */
export const maxParsedLength = 1_000_000;
/** Most brackets around one place; the grammars of C# and PowerShell take minutes for some thousand. */
const maxBracketDepth = 1_000;
/** A text of which the grammar could not place more than this share is cut into line windows instead. */
const maxErrorShare = 0.5;

interface Loaded extends EngineReport {
  readonly grammar?: Grammar;
}

/** Makes a parser; nothing is loaded before the first text. */
export function createCodeParser(options: CodeParserOptions = {}): CodeParser {
  const definitions = new Map(languageDefinitions.map((definition) => [definition.id, definition]));
  const grammars = new Map<string, Promise<Loaded>>();
  const load = (definition: LanguageDefinition): Promise<Loaded> => {
    const known = grammars.get(definition.id) ?? loadGrammar(definition, options);
    grammars.set(definition.id, known);
    return known;
  };
  return {
    supports: (language) => definitions.has(language),
    async parse(language, text) {
      const definition = definitions.get(language);
      if (definition === undefined) return unread(`There is no grammar for ${language}.`);
      if (text.length > maxParsedLength) return unread("The text is too long to parse.");
      if (nestsDeeperThan(maxBracketDepth, text))
        return unread("Its brackets are nested too deeply to parse.");
      return parseText(definition, definitions.get(definition.alternative ?? ""), load, text);
    },
    async engineOf(language) {
      const definition = definitions.get(language);
      if (definition === undefined)
        return { engine: "none", problem: `There is no grammar for ${language}.` };
      const { engine, problem } = await load(definition);
      return { engine, ...(problem && { problem }) };
    },
  };
}

async function loadGrammar(definition: LanguageDefinition, options: CodeParserOptions): Promise<Loaded> {
  let problem: string | undefined;
  if (options.engine !== "wasm") {
    try {
      const grammar = await loadNativeGrammar(definition);
      return { engine: "native", grammar };
    } catch (error) {
      problem = `The native grammar of ${definition.id} did not load: ${messageOf(error)}`;
      if (options.engine === "native") return { engine: "none", problem };
    }
  }
  try {
    const grammar = await loadWasmGrammar(definition, options.grammarFolder);
    return { engine: "wasm", grammar, ...(problem && { problem }) };
  } catch (error) {
    return { engine: "none", problem: `The grammar of ${definition.id} did not load: ${messageOf(error)}` };
  }
}

async function parseText(
  definition: LanguageDefinition,
  alternative: LanguageDefinition | undefined,
  load: (definition: LanguageDefinition) => Promise<Loaded>,
  text: string,
): Promise<CodeFacts> {
  const shapes = shapesInCode(text);
  const offsets = shapes.map(({ start }) => start);
  const first = await readWith(definition, load, text, offsets);
  const second =
    alternative !== undefined && errorsOf(first) > 0 && definition.alternativeFor?.test(text) !== false
      ? await readWith(alternative, load, text, offsets)
      : undefined;
  const [language, best] =
    alternative !== undefined && second !== undefined && errorsOf(second) < errorsOf(first)
      ? [alternative, second]
      : [definition, first];
  if (typeof best === "string") return unread(best);
  if (best.errorShare > maxErrorShare) return unread(`The ${definition.id} grammar could not read the text.`);
  try {
    return readCodeFacts(language, text, { ...best, shapes });
  } catch (error) {
    return unread(`The ${definition.id} text could not be read: ${messageOf(error)}`);
  }
}

/** A reading, or the problem in a sentence. */
async function readWith(
  definition: LanguageDefinition,
  load: (definition: LanguageDefinition) => Promise<Loaded>,
  text: string,
  offsets: readonly number[],
): Promise<GrammarReading | string> {
  const { grammar, problem } = await load(definition);
  if (grammar === undefined) return problem ?? `There is no grammar for ${definition.id}.`;
  try {
    const reading = grammar.read(text, offsets);
    const plain = reading.errorShare > 0 ? (definition.withoutMacros?.(text) ?? text) : text;
    if (plain === text) return reading;
    const second = grammar.read(plain, offsets);
    return second.errorShare < reading.errorShare ? second : reading;
  } catch (error) {
    return `The ${definition.id} parser failed: ${messageOf(error)}`;
  }
}

function errorsOf(reading: GrammarReading | string): number {
  return typeof reading === "string" ? Number.POSITIVE_INFINITY : reading.errorShare;
}

function unread(problem: string): CodeFacts {
  return { symbols: [], imports: [], calls: [], parsed: false, problem };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
