import type { Impact, ImpactedFile, ImpactedItem, ImpactedSymbol } from "../../../shared/model/impact.ts";
import type { TraceNode } from "../../../shared/model/trace.ts";
import { counted } from "../../base/counted.ts";
import { WhenceError } from "../../base/errors.ts";
import type { CodeOwners } from "../../documents/codeOwners.ts";
import type { GraphNode } from "../../model/graph.ts";
import { fileId, keyOfItem } from "../../model/graphIds.ts";
import { symbolNode } from "../../model/graphNodes.ts";
import { allEdges, nodesById } from "../../model/graphPages.ts";
import { idOf } from "../../model/numberedSymbols.ts";
import type { StoredSymbol } from "../../model/storedState.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { linksOfCode } from "../coverage/linkedCode.ts";
import { itemTrace } from "../itemTrace.ts";
import type { TracedSymbol } from "../symbolRecorder.ts";
import {
  definitionsOf,
  lookIntoFile,
  standsAlone,
  type TracingParts,
  traceSymbol,
  traceSymbolsOf,
} from "../symbolTracer.ts";
import { compareNodes, toTraceNode } from "../traceForest.ts";
import { type TraceTarget, traceTarget } from "../traceTarget.ts";
import { type Caller, callersOf } from "./callers.ts";
import { impactedPeople } from "./impactedPeople.ts";
import { importsFile } from "./importedFile.ts";

/** What is asked. */
export interface ImpactRequest {
  /** `PATH:LINE`, `PATH`, a key or the name of a definition. */
  readonly target: string;
  /** Calls and dependencies that are followed; 3 unless given. */
  readonly depth?: number | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

const usualDepth = 3;
/** Files of callers whose history is looked into for stories. */
const lookedIntoMost = 25;

/** Whom and what a change of code, or of what an item asks for, touches. Throws as `traceTarget`. */
export async function impactReport(
  parts: TracingParts,
  codeOwners: CodeOwners | undefined,
  request: ImpactRequest,
): Promise<Impact> {
  const { catalog } = parts;
  const target = await traceTarget(request.target, catalog, parts.graph);
  const start = await startOf(target, parts, request);
  const depth = request.depth ?? usualDepth;
  const changed = start.symbols.map(({ symbol }) => symbol);
  const found = callersOf(changed, depth, catalog);
  const reached = { ...found, callers: found.callers.toSorted(certainFirst) };
  const isTest = testsIn(catalog);
  const symbols = reached.callers.filter(({ symbol }) => !isTest(symbol.path)).map(toImpacted);
  const tests = reached.callers.filter(({ symbol }) => isTest(symbol.path)).map(toImpacted);
  const unread = await lookInto(
    reached.callers.filter(({ distance }) => distance === 1),
    parts,
    request,
  );
  const touched = await itemsOf(
    start,
    reached.callers.filter(({ symbol }) => !isTest(symbol.path)),
    parts,
    depth,
  );
  const paths = [...new Set(start.symbols.map(({ symbol }) => symbol.path).concat(start.paths))];
  const files = importers(paths, new Set(reached.callers.map(({ symbol }) => symbol.path)), catalog);
  const people = await impactedPeople(start.symbols, paths, parts, codeOwners);
  return {
    target: request.target,
    subject: start.subject,
    summary: summaryOf({ items: touched.items, symbols, tests }),
    items: touched.items,
    symbols,
    tests,
    files,
    people,
    notices: noticesOf(
      { ...reached, isCut: reached.isCut || touched.isCut },
      { depth, started: start.symbols.length, unread },
    ),
  };
}

/** Nearest first, and what is certain before what goes by name alone. */
function certainFirst(a: Caller, b: Caller): number {
  return a.distance - b.distance || Number(a.isByNameOnly) - Number(b.isByNameOnly);
}

/** What would change. */
interface Start {
  readonly subject: TraceNode;
  readonly symbols: readonly TracedSymbol[];
  readonly paths: readonly string[];
  readonly item?: GraphNode;
}

async function startOf(target: TraceTarget, parts: TracingParts, request: ImpactRequest): Promise<Start> {
  const { now, signal } = request;
  switch (target.kind) {
    case "symbol": {
      const traced = await traceSymbol(parts, target.symbol, now, signal);
      return {
        subject: toTraceNode(symbolNode(target.symbol.path, target.symbol, traced.ordinal)),
        symbols: [traced],
        paths: [],
      };
    }
    case "item":
      return ofItem(target.node, parts, request);
    case "commit":
      throw new WhenceError(
        "badInput",
        "A commit is over: give PATH:LINE, PATH or a key to see what a change would touch.",
      );
    case "line":
    case "file": {
      const { path = "" } = target.document;
      const subject = { id: fileId(path), kind: "file", title: path, path };
      return { subject, symbols: await traceSymbolsOf(parts, path, now, signal), paths: [path] };
    }
  }
}

/** The definitions that were written for an item, or for one below it. */
async function ofItem(item: GraphNode, parts: TracingParts, { now, signal }: ImpactRequest): Promise<Start> {
  const traced = await itemTrace(item, parts, {
    depth: undefined,
    listedMost: 1,
    past: undefined,
    now,
    signal,
  });
  const paths = new Set([...traced.symbols.values()].map(({ path = "" }) => path));
  const symbols: TracedSymbol[] = [];
  for (const path of paths) {
    if (parts.catalog.documents.byPath(path) === undefined) continue;
    symbols.push(
      ...(await traceSymbolsOf(parts, path, now, signal)).filter((each) => traced.symbols.has(idOf(each))),
    );
  }
  return { subject: toTraceNode(item), symbols, paths: [], item };
}

function testsIn(catalog: Catalog): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const isTest = known.get(path) ?? catalog.documents.byPath(path)?.tags.includes("test") ?? false;
    known.set(path, isTest);
    return isTest;
  };
}

function toImpacted({ symbol, callee, distance, line, isByNameOnly }: Caller): ImpactedSymbol {
  const { qualifiedName: name, kind, path, startLine, endLine } = symbol;
  return { name, kind, path, startLine, endLine, distance, calls: callee.qualifiedName, line, isByNameOnly };
}

/** The graph knows the stories of a definition once its file was looked into. Gives the number of files left out. */
async function lookInto(
  callers: readonly Caller[],
  parts: TracingParts,
  { now, signal }: ImpactRequest,
): Promise<number> {
  const paths = [...new Set(callers.map(({ symbol }) => symbol.path))];
  for (const path of paths.slice(0, lookedIntoMost)) await lookIntoFile(parts, path, now, signal);
  return Math.max(0, paths.length - lookedIntoMost);
}

/** Items of what would change, of what calls it, and those that depend on them. */
async function itemsOf(
  start: Start,
  callers: readonly Caller[],
  { catalog, graph }: TracingParts,
  depth: number,
): Promise<{ readonly items: readonly ImpactedItem[]; readonly isCut: boolean }> {
  const links = await linksOfCode(graph);
  const found = new Map<string, { readonly distance: number; readonly via: string }>();
  const add = (id: string, distance: number, via: string) => {
    if ((found.get(id)?.distance ?? Number.POSITIVE_INFINITY) > distance) found.set(id, { distance, via });
  };
  if (start.item !== undefined) add(start.item.id, 0, "asked for");
  for (const each of start.symbols) {
    for (const item of links.itemsOf.get(idOf(each)) ?? [])
      add(item, 0, `code of ${each.symbol.qualifiedName}`);
  }
  const ids = numberedIds(catalog);
  for (const { symbol, distance, isByNameOnly } of callers) {
    if (isByNameOnly || !standsAlone(symbol)) continue;
    for (const item of links.itemsOf.get(ids(symbol)) ?? [])
      add(item, distance, `${symbol.qualifiedName} calls it`);
  }
  let frontier = [...found].filter(([, { distance }]) => distance === 0).map(([id]) => id);
  for (let distance = 1; distance <= depth && frontier.length > 0; distance += 1) {
    const edges = await allEdges(graph, { to: frontier, kinds: ["dependsOn"] });
    for (const { from, to } of edges) add(from, distance, `depends on ${keyOfItem(to)}`);
    frontier = edges.map(({ from }) => from).filter((id) => found.get(id)?.distance === distance);
  }
  const beyond = await allEdges(graph, { to: frontier, kinds: ["dependsOn"] });
  const nodes = await nodesById(graph, found.keys());
  const items = [...nodes.values()]
    .toSorted(compareNodes)
    .map((node): ImpactedItem => {
      const { distance, via } = found.get(node.id) ?? { distance: 0, via: "" };
      return { node: toTraceNode(node), distance, via };
    })
    .toSorted((a, b) => a.distance - b.distance);
  return { items, isCut: beyond.some(({ from }) => !found.has(from)) };
}

/** Ids of definitions; the files that hold them are read once. */
function numberedIds(catalog: Catalog): (symbol: StoredSymbol) => string {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return ({ path, qualifiedName, startLine }) => {
    const inFile = known.get(path) ?? idsOfFile(path, catalog);
    known.set(path, inFile);
    return inFile.get(`${qualifiedName}:${startLine}`) ?? "";
  };
}

function idsOfFile(path: string, catalog: Catalog): ReadonlyMap<string, string> {
  return new Map(
    definitionsOf(path, catalog).map((each) => [
      `${each.symbol.qualifiedName}:${each.symbol.startLine}`,
      idOf(each),
    ]),
  );
}

/** Files that import the changed ones; those of which a call is known are listed by that. */
function importers(
  paths: readonly string[],
  known: ReadonlySet<string>,
  catalog: Catalog,
): readonly ImpactedFile[] {
  return paths.flatMap((target) => {
    const stem = target.slice(target.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
    return catalog.symbols
      .importsOf(stem, 1_000)
      .filter((fact) => !known.has(fact.path) && fact.path !== target && importsFile(fact, target))
      .map(({ path, line }) => ({ path, line, imports: target }));
  });
}

function noticesOf(
  { isCut, commonNames }: ReturnType<typeof callersOf>,
  { depth, started, unread }: { readonly depth: number; readonly started: number; readonly unread: number },
): readonly string[] {
  return [
    ...(started === 0 ? ["No definition is linked to it, so no call can be followed."] : []),
    ...(unread === 0
      ? []
      : [
          `The stories of ${unread} more files that reach it were not looked into: \`whence coverage\` looks into all files.`,
        ]),
    ...(isCut ? [`More is reached beyond a distance of ${depth}: --depth ${depth + 1} shows it.`] : []),
    ...(commonNames.length === 0
      ? []
      : [
          `Calls of ${commonNames.slice(0, 6).join(", ")} are left out where nothing says which of many definitions is meant.`,
        ]),
  ];
}

function summaryOf({ items, symbols, tests }: Pick<Impact, "items" | "symbols" | "tests">): string {
  return `${counted(items.length, "item")}; ${reaching(symbols, "definition")}; ${reaching(tests, "test")}.`;
}

/** Those that surely reach what is changed, and those of which only the name says so. */
function reaching(symbols: readonly ImpactedSymbol[], noun: string): string {
  const certain = symbols.filter(({ isByNameOnly }) => !isByNameOnly).length;
  const more = symbols.length > certain ? ` (and ${symbols.length - certain} that may)` : "";
  return `${counted(certain, noun)} that ${certain === 1 ? "reaches" : "reach"} it${more}`;
}
