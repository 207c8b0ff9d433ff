import type { CodePlace } from "../../../shared/model/coverage.ts";
import { idOf } from "../../model/numberedSymbols.ts";
import type { StoredSymbol } from "../../model/storedState.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { definitionsOf, standsAlone } from "../symbolTracer.ts";

/** A definition that is counted. */
export interface CountedSymbol {
  /** In the graph. */
  readonly id: string;
  readonly symbol: StoredSymbol;
}

/** Files of code that are no tests and no examples, by path. */
export function codePaths(catalog: Catalog): readonly string[] {
  return catalog.documents
    .recent("code", Number.MAX_SAFE_INTEGER)
    .filter(({ tags }) => !tags.includes("test") && !tags.includes("example"))
    .flatMap(({ path }) => (path === undefined || path.includes(":/") ? [] : [path]))
    .toSorted();
}

/** Definitions of a file that count: a class by its methods, one without any by itself. */
export function countedSymbols(path: string, catalog: Catalog): readonly CountedSymbol[] {
  const alone = definitionsOf(path, catalog).filter(({ symbol }) => standsAlone(symbol));
  const parents = new Set(alone.map(({ symbol }) => symbol.parent));
  return alone
    .filter(({ symbol }) => !parents.has(symbol.qualifiedName))
    .map((each) => ({ id: idOf(each), symbol: each.symbol }));
}

/** Where a definition stands. */
export function placeOf({ path, startLine, endLine, qualifiedName }: StoredSymbol): CodePlace {
  return { path, startLine, endLine, name: qualifiedName };
}
