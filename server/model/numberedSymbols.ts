import { symbolId } from "./graphIds.ts";
import type { StoredSymbol } from "./storedState.ts";

/** A definition with its number among those of the same qualified name in its file, from 1: see `symbolId`. */
export interface NumberedSymbol {
  readonly symbol: StoredSymbol;
  readonly ordinal: number;
}

/** Numbers the definitions of one file, which are given in reading order. */
export function numberedSymbols(symbols: readonly StoredSymbol[]): readonly NumberedSymbol[] {
  const seen = new Map<string, number>();
  return symbols.map((symbol) => {
    const ordinal = (seen.get(symbol.qualifiedName) ?? 0) + 1;
    seen.set(symbol.qualifiedName, ordinal);
    return { symbol, ordinal };
  });
}

/** Identity of a definition in the graph. */
export function idOf({ symbol, ordinal }: NumberedSymbol): string {
  return symbolId(symbol.path, symbol.qualifiedName, ordinal);
}
