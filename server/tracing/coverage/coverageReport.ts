import type { Coverage, FolderCoverage } from "../../../shared/model/coverage.ts";
import { cancelledError, WhenceError } from "../../base/errors.ts";
import { type TracingParts, traceSymbolsOf } from "../symbolTracer.ts";
import { type CountedSymbol, codePaths, countedSymbols, placeOf } from "./countedSymbols.ts";
import { driftOf } from "./drift.ts";
import { forgetGoneSymbols } from "./goneSymbols.ts";
import { coverItems } from "./itemCoverage.ts";
import { linksOfCode } from "./linkedCode.ts";
import { shareOf } from "./share.ts";

/** How a report is made. */
export interface CoverageOptions {
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
  /** Files whose history was looked into, and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks into the history of every file of code, as far as the graph does not know it, and compares specifications with
 * code. Stated and confirmed links count. Throws `cancelled`; what was found out until then is kept.
 */
export async function coverageReport(parts: TracingParts, options: CoverageOptions): Promise<Coverage> {
  const paths = codePaths(parts.catalog);
  const counted: CountedSymbol[] = [];
  const unread: string[] = [];
  for (const [at, path] of paths.entries()) {
    if (options.signal?.aborted === true) throw cancelledError();
    counted.push(...countedSymbols(path, parts.catalog));
    try {
      await traceSymbolsOf(parts, path, options.now, options.signal);
    } catch (error) {
      if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
      unread.push(path);
    }
    options.onProgress?.(at + 1, paths.length);
  }
  const gone = await forgetGoneSymbols(parts, options.now);
  const links = await linksOfCode(parts.graph);
  const items = await coverItems(parts, links, counted);
  const linked = new Set(
    counted.filter(({ id }) => (links.itemsOf.get(id)?.size ?? 0) > 0).map(({ id }) => id),
  );
  const bottom = items.filter((item) => item.below === undefined && isWork(item.kind) && !item.isPlanned);
  const withCode = bottom.filter(({ symbols }) => symbols.length > 0);
  return {
    items,
    stories: shareOf(withCode.length, bottom.length),
    code: shareOf(linked.size, counted.length),
    folders: foldersOf(counted, linked),
    orphans: counted.filter(({ id }) => !linked.has(id)).map(({ symbol }) => placeOf(symbol)),
    drift: await driftOf(parts, links, items, gone),
    notices: noticesOf(parts, unread, items.length),
  };
}

/** Stories and tasks are work; a PRD, a decision or a tech spec describes it. */
function isWork(kind: string): boolean {
  return kind === "story" || kind === "task" || kind === "epic";
}

/** Every folder with code in it or below it. */
function foldersOf(
  counted: readonly CountedSymbol[],
  linked: ReadonlySet<string>,
): readonly FolderCoverage[] {
  const sums = new Map<string, { total: number; linked: number }>();
  for (const { id, symbol } of counted) {
    const parts = symbol.path.split("/").slice(0, -1);
    for (let depth = 0; depth <= parts.length; depth += 1) {
      const folder = depth === 0 ? "." : parts.slice(0, depth).join("/");
      const sum = sums.get(folder) ?? { total: 0, linked: 0 };
      sum.total += 1;
      if (linked.has(id)) sum.linked += 1;
      sums.set(folder, sum);
    }
  }
  return [...sums]
    .map(([folder, sum]): FolderCoverage => ({ folder, ...shareOf(sum.linked, sum.total) }))
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

function noticesOf(
  { catalog }: TracingParts,
  unread: readonly string[],
  itemCount: number,
): readonly string[] {
  const shallow = catalog.meta.get("shallow") !== undefined;
  return [
    ...(itemCount > 0
      ? []
      : [
          "No specification was found in this folder, so only keys in commits count; docs/specs in front matter form is one place for them.",
        ]),
    ...(shallow
      ? [
          "This is a shallow clone: what older commits say of their items is missing (`git fetch --unshallow` brings it).",
        ]
      : []),
    ...(unread.length === 0
      ? []
      : [`The history of ${unread.length} files could not be read, for example ${unread[0]}.`]),
  ];
}
