import { cancelledError, WhenceError } from "../base/errors.ts";
import { fileUri } from "../model/documentUri.ts";
import type { GraphStore } from "../model/graphStore.ts";
import { type NumberedSymbol, numberedSymbols } from "../model/numberedSymbols.ts";
import type { StoredSymbol } from "../model/storedState.ts";
import type { SymbolCommit, SymbolHistory } from "../model/symbolHistory.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { PastTime } from "./asOfTime.ts";
import type { SymbolLinker } from "./symbolLinker.ts";
import type { TracedSymbol } from "./symbolRecorder.ts";
import { recordSymbols } from "./symbolRecorder.ts";

/** What finds commits behind definitions. */
export interface TracingParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
  readonly linker: SymbolLinker;
  /** False where the graph can only be read; then nothing is remembered. */
  readonly isGraphWritable: boolean;
}

/** The commits behind one definition; remembered in the graph. Throws as `SymbolLinker.history`. */
export async function traceSymbol(
  parts: TracingParts,
  symbol: StoredSymbol,
  now: Date,
  signal?: AbortSignal,
): Promise<TracedSymbol> {
  const history = await parts.linker.history(placeOf(symbol), signal);
  const numbered = definitionsOf(symbol.path, parts.catalog).find(
    (each) =>
      each.symbol.startLine === symbol.startLine && each.symbol.qualifiedName === symbol.qualifiedName,
  );
  const traced = { symbol, ordinal: numbered?.ordinal ?? 1, history };
  if (parts.isGraphWritable) await recordSymbols(parts.graph, [traced], now.toISOString());
  return traced;
}

/**
 * The commits behind every definition of a file that stands for something by itself; remembered in the graph. Empty for
 * files without definitions. Throws as `SymbolLinker.histories`.
 */
export async function traceSymbolsOf(
  parts: TracingParts,
  path: string,
  now: Date,
  signal?: AbortSignal,
): Promise<readonly TracedSymbol[]> {
  if (signal?.aborted === true) throw cancelledError();
  const numbered = definitionsOf(path, parts.catalog).filter(({ symbol }) => standsAlone(symbol));
  if (numbered.length === 0) return [];
  const ranges = numbered.map(({ symbol }) => placeOf(symbol));
  const histories = await parts.linker.histories(path, ranges, signal);
  const traced = numbered.flatMap((each, at) => {
    const history = histories[at];
    return history === undefined ? [] : [{ ...each, history }];
  });
  if (parts.isGraphWritable) await recordSymbols(parts.graph, traced, now.toISOString());
  return traced;
}

/**
 * Sees to it that the graph knows the commits behind the definitions of a file. False where the file was removed since the
 * last run, or its history cannot be read, which hides nothing of others. Throws `cancelled`.
 */
export async function lookIntoFile(
  parts: TracingParts,
  path: string,
  now: Date,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await traceSymbolsOf(parts, path, now, signal);
    return true;
  } catch (error) {
    if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
    return false;
  }
}

/** All definitions of an indexed file, numbered. */
export function definitionsOf(
  path: string,
  { symbols }: Pick<Catalog, "symbols">,
): readonly NumberedSymbol[] {
  return numberedSymbols(symbols.ofDocument(fileUri(path)));
}

/** Members that hold a value belong to what they are a part of; nobody asks for the story of a field by itself. */
export function standsAlone({ kind, parent }: StoredSymbol): boolean {
  if (kind === "field" || kind === "property" || kind === "enumMember") return false;
  return !(kind === "variable" || kind === "constant") || parent === undefined;
}

/** The history as it was at a time: later commits are left out, and the newest of the others is the last change. */
export function historyAt(history: SymbolHistory, past: PastTime | undefined): SymbolHistory {
  if (past === undefined) return history;
  const commits = history.commits.filter((commit) => past.knows(commit));
  const [newest] = commits;
  return {
    ...history,
    uncommittedLines: 0,
    commits: commits.map((commit): SymbolCommit => {
      if (commit !== newest || commit.roles.includes("lastChanged")) return commit;
      const kept = commit.roles.filter((role) => role !== "touched");
      return { ...commit, roles: [...kept, "lastChanged"] };
    }),
  };
}

/** A definition with the comment above it, which tells its story too. */
function placeOf({ path, startLine, docStartLine, endLine }: StoredSymbol) {
  return { path, startLine: Math.min(startLine, docStartLine), endLine };
}
