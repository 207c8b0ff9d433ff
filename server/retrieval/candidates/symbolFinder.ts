import type { ChunkSummary } from "../../model/chunkSummary.ts";
import type { StoredSymbol } from "../../model/storedState.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** A name that more definitions than this share does not point at any of them. */
const ambiguousFrom = 12;
const definitionsPerName = 40;

/**
 * Chunks that define what the question names. Words written like code count fully; plain words ("authenticate") only
 * where few definitions have that very name, and less.
 */
export function findBySymbol(plan: QueryPlan, tools: SearchTools): FindingList {
  const wanted = new Map<string, { symbol: StoredSymbol; score: number }>();
  const add = (symbols: readonly StoredSymbol[], weight: number): void => {
    for (const symbol of symbols) {
      const score = (weight * kindWeight(symbol)) / Math.sqrt(symbols.length);
      const key = `${symbol.uri}\0${symbol.qualifiedName}\0${symbol.startLine}`;
      if (score > (wanted.get(key)?.score ?? 0)) wanted.set(key, { symbol, score });
    }
  };
  for (const name of plan.symbols) add(definitionsNamed(name, tools), 1);
  const asksForDefinition = /\bwhere\b|\bdefin|\bdeclar|\bimplement/i.test(plan.question);
  for (const word of plan.possibleSymbols) {
    const symbols = tools.catalog.symbols.fewByName(word, ambiguousFrom);
    const isName = /^[A-Z]/.test(word) && word !== plan.question.split(/\s/)[0];
    const isAskedFor = asksForDefinition && symbols.length <= 3;
    add(symbols, isName ? 0.5 : isAskedFor ? 0.42 : 0.15);
  }
  return { finder: "symbol", findings: findingsOf([...wanted.values()], tools) };
}

/** Definitions of a name as a person writes it: the most exact reading that finds something. */
export function definitionsNamed(name: string, tools: Pick<SearchTools, "catalog">): readonly StoredSymbol[] {
  const { symbols } = tools.catalog;
  const readings = [
    () => symbols.byQualifiedName(name, definitionsPerName),
    () => (name.includes(".") ? symbols.bySuffix(name, definitionsPerName) : []),
    () =>
      name.includes(".") ? symbols.bySuffix(name.split(".").slice(-2).join("."), definitionsPerName) : [],
    () => symbols.byName(name.split(".").at(-1) ?? name, definitionsPerName),
    () => symbols.byName(name.split(".").at(-1) ?? name, definitionsPerName, true),
  ];
  for (const read of readings) {
    const found = read();
    if (found.length > 0) return found;
  }
  return [];
}

/** What a reader means by a name is more often the class than its field. */
function kindWeight(symbol: StoredSymbol): number {
  switch (symbol.kind) {
    case "field":
    case "property":
    case "enumMember":
    case "variable":
      return 0.5;
    case "constructor":
    case "constant":
      return 0.8;
    default:
      return 1;
  }
}

function findingsOf(
  wanted: readonly { readonly symbol: StoredSymbol; readonly score: number }[],
  tools: SearchTools,
): readonly Finding[] {
  const best = wanted.toSorted((a, b) => b.score - a.score).slice(0, 60);
  const places = best.map(({ symbol }) => ({ uri: symbol.uri, line: symbol.nameLine }));
  const chunks = tools.catalog.chunks.at(places).filter(chunkFilter(tools.filter));
  return chunks.flatMap((chunk) => {
    const hit = best.find(({ symbol }) => isInside(symbol, chunk));
    return hit === undefined
      ? []
      : [{ chunk, score: hit.score, detail: `defines ${hit.symbol.qualifiedName}` }];
  });
}

function isInside(symbol: StoredSymbol, chunk: ChunkSummary): boolean {
  return symbol.uri === chunk.uri && chunk.startLine <= symbol.nameLine && symbol.nameLine <= chunk.endLine;
}
