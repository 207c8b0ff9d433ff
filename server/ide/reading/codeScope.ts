import type { SymbolFact, SymbolKind } from "../../model/codeFacts.ts";
import type { NumberedSymbol } from "../../model/numberedSymbols.ts";
import { maskCode } from "./codeMask.ts";
import { TextLines } from "./textLines.ts";

/** A definition as it stands in a text. Offsets are UTF-16 units, end exclusive. */
export interface ScopeSymbol {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  /** Qualified name of the definition around it. */
  readonly parent?: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly signature: string;
  /** What the index has of it; absent for a definition that is newer than the index. */
  readonly indexed?: NumberedSymbol;
}

/** A file of code as uses of names are read in it. */
export interface CodeScope {
  readonly path: string;
  readonly language: string;
  readonly text: string;
  /** The text without comments and texts between quotes, with the same offsets. */
  readonly code: string;
  readonly lines: TextLines;
  /** In reading order. */
  readonly symbols: readonly ScopeSymbol[];
  /** The definitions around an offset, innermost first. */
  around(offset: number): readonly ScopeSymbol[];
  /** Definitions of this qualified name. */
  named(qualifiedName: string): readonly ScopeSymbol[];
}

/** A definition as a parser or the index states it, with its counterpart in the index. */
export type PlacedSymbol = Pick<
  SymbolFact,
  | "name"
  | "qualifiedName"
  | "kind"
  | "parent"
  | "startLine"
  | "startColumn"
  | "endLine"
  | "endColumn"
  | "nameLine"
  | "nameColumn"
  | "signature"
> & { readonly indexed?: NumberedSymbol };

/** Puts a text and its definitions together. */
export function codeScope(
  path: string,
  language: string,
  text: string,
  placed: readonly PlacedSymbol[],
): CodeScope {
  const lines = new TextLines(text);
  const symbols = placed.map((symbol): ScopeSymbol => {
    const { name, qualifiedName, kind, parent, signature, indexed } = symbol;
    return {
      ...{ name, qualifiedName, kind, signature },
      ...(parent === undefined ? {} : { parent }),
      start: lines.offsetAt(symbol.startLine, symbol.startColumn),
      end: lines.offsetAt(symbol.endLine, symbol.endColumn),
      nameStart: lines.offsetAt(symbol.nameLine, symbol.nameColumn),
      ...(indexed === undefined ? {} : { indexed }),
    };
  });
  const byName = Map.groupBy(symbols, ({ qualifiedName }) => qualifiedName);
  let code: string | undefined;
  return {
    path,
    language,
    text,
    get code() {
      code ??= maskCode(text, language);
      return code;
    },
    lines,
    symbols,
    around: (offset) =>
      symbols
        .filter(({ start, end }) => start <= offset && offset <= end)
        .toSorted((a, b) => a.end - a.start - (b.end - b.start)),
    named: (qualifiedName) => byName.get(qualifiedName) ?? [],
  };
}
