import { sha256 } from "../../base/hashes.ts";
import type { CodeParser } from "../../chunking/parsing/codeParser.ts";
import { commonLines } from "../../linking/symbolHistory/commonLines.ts";
import { fileUri } from "../../model/documentUri.ts";
import { languageClass, languageOfPath } from "../../model/languages.ts";
import { type NumberedSymbol, numberedSymbols } from "../../model/numberedSymbols.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { documentLines } from "../../stores/documentLines.ts";
import type { OpenText } from "../ide.ts";
import { type CodeScope, codeScope, type PlacedSymbol } from "./codeScope.ts";

/** Longer texts are not parsed while somebody waits: their definitions are those of the index, moved with their lines. */
const parsedMost = 120_000;
const keptMost = 160;

/** Code of open texts and of indexed files, kept as long as they stay the same. */
export class CodeScopes {
  readonly #catalog: Catalog;
  readonly #parser: Pick<CodeParser, "parse" | "supports">;
  readonly #open = new Map<string, { readonly mark: string; readonly scope: Promise<CodeScope> }>();
  readonly #indexed = new Map<string, CodeScope | undefined>();
  #version: number | undefined;

  constructor(catalog: Catalog, parser: Pick<CodeParser, "parse" | "supports">) {
    this.#catalog = catalog;
    this.#parser = parser;
  }

  /** Of the index, when it was last looked at. */
  get version(): number | undefined {
    return this.#version;
  }

  /** The code of an open text; undefined for what is no code. */
  async ofOpen(open: OpenText): Promise<CodeScope | undefined> {
    const language = languageOfPath(open.path, open.text.slice(0, 200).split("\n", 1)[0]);
    if (language === undefined || languageClass(language) !== "code") return undefined;
    this.refresh();
    const mark = `${open.version} ${open.text.length} ${this.#version}`;
    const known = this.#open.get(open.path);
    if (known?.mark === mark) {
      const scope = await known.scope;
      if (scope.text === open.text) return scope;
    }
    const scope = this.#readOpen(open, language);
    this.#open.set(open.path, { mark, scope });
    return scope;
  }

  /** The code of a file as it is indexed. */
  ofIndexed(path: string): CodeScope | undefined {
    if (this.#indexed.has(path)) return this.#indexed.get(path);
    const document = this.#catalog.documents.byPath(path);
    const scope =
      document?.kind === "code"
        ? codeScope(
            path,
            document.language,
            documentLines(document.uri, this.#catalog).join("\n"),
            this.#symbolsOf(path).map(placed),
          )
        : undefined;
    if (this.#indexed.size >= keptMost) this.#indexed.delete(this.#indexed.keys().next().value ?? "");
    this.#indexed.set(path, scope);
    return scope;
  }

  /** Forgets an open text. */
  close(path: string): void {
    this.#open.delete(path);
  }

  /** Forgets what the index may have changed since; gives its version. */
  refresh(): number {
    const version = this.#catalog.chunks.version();
    if (version !== this.#version) this.#indexed.clear();
    this.#version = version;
    return version;
  }

  async #readOpen({ path, text }: OpenText, language: string): Promise<CodeScope> {
    const indexed = this.#symbolsOf(path);
    const document = this.#catalog.documents.byPath(path);
    if (document?.contentHash.endsWith(sha256(text)) === true)
      return codeScope(path, language, text, indexed.map(placed));
    if (text.length > parsedMost || !this.#parser.supports(language)) {
      const lines = document === undefined ? [] : documentLines(document.uri, this.#catalog);
      return codeScope(path, language, text, movedWithLines(indexed, lines, text));
    }
    const facts = await this.#parser.parse(language, text.replaceAll("\r\n", "\n"));
    return codeScope(path, language, text, withIndexed(facts.symbols, indexed));
  }

  #symbolsOf(path: string): readonly NumberedSymbol[] {
    return numberedSymbols(this.#catalog.symbols.ofDocument(fileUri(path)));
  }
}

function placed(indexed: NumberedSymbol): PlacedSymbol {
  return { ...indexed.symbol, indexed };
}

/** Gives each definition of a text the one of the index that has its name: with the same head, else the next in order. */
function withIndexed(
  symbols: readonly Omit<PlacedSymbol, "indexed">[],
  indexed: readonly NumberedSymbol[],
): readonly PlacedSymbol[] {
  const left = Map.groupBy(indexed, ({ symbol }) => symbol.qualifiedName);
  const taken = new Map<Omit<PlacedSymbol, "indexed">, NumberedSymbol>();
  const take = (symbol: Omit<PlacedSymbol, "indexed">, at: number): void => {
    const [found] = at < 0 ? [] : (left.get(symbol.qualifiedName)?.splice(at, 1) ?? []);
    if (found !== undefined) taken.set(symbol, found);
  };
  for (const symbol of symbols) {
    const own = left.get(symbol.qualifiedName) ?? [];
    take(
      symbol,
      own.findIndex((each) => each.symbol.signature === symbol.signature),
    );
  }
  for (const symbol of symbols) if (!taken.has(symbol)) take(symbol, 0);
  return symbols.map((symbol) => {
    const found = taken.get(symbol);
    return found === undefined ? symbol : { ...symbol, indexed: found };
  });
}

/** Lines above and below the part that was edited are those of the index; what begins within it is left out. */
function movedWithLines(
  indexed: readonly NumberedSymbol[],
  then: readonly string[],
  text: string,
): readonly PlacedSymbol[] {
  const now = text.replace(/(?:\r?\n)+$/, "").split(/\r?\n/);
  const { before, after } = commonLines(now, then);
  const growth = now.length - then.length;
  const moved = (line: number): number | undefined => {
    if (line <= before) return line;
    return line > then.length - after ? line + growth : undefined;
  };
  return indexed.flatMap((each): readonly PlacedSymbol[] => {
    const { startLine, nameLine, endLine } = each.symbol;
    const [start, name] = [moved(startLine), moved(nameLine)];
    if (start === undefined || name === undefined) return [];
    const end = moved(endLine) ?? Math.max(name, Math.min(endLine + Math.max(0, growth), now.length - after));
    return [{ ...each.symbol, startLine: start, nameLine: name, endLine: end, indexed: each }];
  });
}
