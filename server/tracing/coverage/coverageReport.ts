import type { Coverage, FolderCoverage, ItemCoverage } from "../../../shared/model/coverage.ts";
import { cancelledError } from "../../base/errors.ts";
import { allEdges } from "../../model/graphPages.ts";
import { lookIntoFile, type TracingParts } from "../symbolTracer.ts";
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
  /** Counts inferred links too, apart from the others. */
  readonly withInferred?: boolean | undefined;
  /** Files whose history was looked into, and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks into the history of every file of code, as far as the graph does not know it, and compares specifications with
 * code. Stated and confirmed links count. Throws `cancelled`; what was found out until then is kept.
 */
export async function coverageReport(parts: TracingParts, options: CoverageOptions): Promise<Coverage> {
  const paths = codePaths(parts.catalog);
  const counted = paths.flatMap((path) => countedSymbols(path, parts.catalog));
  const { rows: made } = await parts.graph.edges({
    kinds: ["implements"],
    origins: ["stated", "confirmed"],
    limit: 1,
  });
  // Where no commit was made for anything, no history can say what code was made for.
  const unread = made.length === 0 ? [] : await lookIntoAll(paths, parts, options);
  const gone = await forgetGoneSymbols(parts, options.now);
  const links = await linksOfCode(parts.graph);
  const covered = await coverItems(parts, links, counted);
  const items = options.withInferred === true ? await withInferredCode(parts.graph, covered) : covered;
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
    notices: noticesOf(parts, { unread, items: items.length, isAnythingMade: made.length > 0 }),
  };
}

/** How many definitions and files are probably for each item, beside those of which it is known. */
async function withInferredCode(
  graph: TracingParts["graph"],
  items: readonly ItemCoverage[],
): Promise<readonly ItemCoverage[]> {
  const edges = await allEdges(graph, { kinds: ["implements"], origins: ["inferred"] });
  const byItem = Map.groupBy(edges, ({ to }) => to);
  return items.map((item) => ({ ...item, inferred: byItem.get(item.id)?.length ?? 0 }));
}

/** Files that are looked into at once: while Git reads the history of one, that of another is compared. */
const filesAtOnce = 4;

/** Files whose history could not be read. */
async function lookIntoAll(
  paths: readonly string[],
  parts: TracingParts,
  { now, signal, onProgress }: CoverageOptions,
): Promise<readonly string[]> {
  const unread: string[] = [];
  const waiting = paths.values();
  let done = 0;
  const work = async () => {
    for (const path of waiting) {
      if (signal?.aborted === true) throw cancelledError();
      if (!(await lookIntoFile(parts, path, now, signal))) unread.push(path);
      done += 1;
      onProgress?.(done, paths.length);
    }
  };
  // All end before an error is thrown, so that nothing writes into a graph that was closed.
  const ends = await Promise.allSettled(Array.from({ length: filesAtOnce }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return unread.toSorted();
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
  {
    unread,
    items,
    isAnythingMade,
  }: { readonly unread: readonly string[]; readonly items: number; readonly isAnythingMade: boolean },
): readonly string[] {
  const shallow = catalog.meta.get("shallow") !== undefined;
  return [
    ...(items > 0
      ? []
      : [
          "No specification was found in this folder, so only keys in commits count; docs/specs in front matter form is one place for them.",
        ]),
    ...(isAnythingMade
      ? []
      : [
          "No commit names an item, so no code is linked: write the key of a story into the subject of its commits.",
        ]),
    ...(shallow
      ? [
          "This is a shallow clone: what older commits say of their items is missing (`git fetch --unshallow` brings it).",
        ]
      : []),
    ...(unread.length === 0
      ? []
      : [
          `The history of ${unread.length} ${unread.length === 1 ? "file" : "files"} could not be read, for example ${unread[0]}.`,
        ]),
  ];
}
