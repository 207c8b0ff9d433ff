import type { TraceBranch } from "../../shared/model/trace.ts";
import { hashOfUri } from "../model/documentUri.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { fileId, isCommitId, isItemId } from "../model/graphIds.ts";
import { allEdges, nodesById } from "../model/graphPages.ts";
import { idOf } from "../model/numberedSymbols.ts";
import type { PastTime } from "./asOfTime.ts";
import { statedThen } from "./pastStatements.ts";
import { definitionsOf, lookIntoFile, type TracingParts } from "./symbolTracer.ts";
import { toTraceLink, toTraceNode, traceForest } from "./traceForest.ts";
import { shortened } from "./traceShortening.ts";
import { toCommitNode } from "./whyTrace.ts";

/** The code of so many items is listed; of more, how much there is. */
const detailedMost = 3;
/** So many files are looked into line by line, those with the most commits first. */
const filesMost = 60;
/** What was found out is remembered, so that the next trace goes on from there. */
const lookIntoMostMs = 12_000;
const levelsMost = 25;
const itemsMost = 5_000;

/** An item with all above and below it, and the code that was written for it. */
export interface ItemTrace {
  readonly roots: readonly TraceBranch[];
  /** Definitions that are linked to the item or to one below it, by their ids. */
  readonly symbols: ReadonlyMap<string, GraphNode>;
  /** Commits that were made for it or for one below it. */
  readonly commitCount: number;
  readonly itemsBelow: number;
  readonly notices: readonly string[];
}

/** How an item is traced. */
export interface ItemTraceOptions {
  /** Levels of items below the one traced. */
  readonly depth: number | undefined;
  /** So many files of an item, and definitions of a file, are listed. */
  readonly listedMost: number;
  readonly past: PastTime | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** From an item up to the top and down to definitions. Throws `cancelled`. */
export async function itemTrace(
  item: GraphNode,
  parts: TracingParts,
  options: ItemTraceOptions,
): Promise<ItemTrace> {
  const { graph } = parts;
  const asOf = options.past === undefined ? {} : { asOf: options.past.at };
  const walk = (direction: "in" | "out", depth: number) =>
    graph.walk({
      start: [item.id],
      steps: [{ kind: "parentOf", direction }],
      depth,
      limit: itemsMost,
      ...asOf,
    });
  const [above, below] = [await walk("in", levelsMost), await walk("out", options.depth ?? levelsMost)];
  const wanted = below.nodes.map(({ node }) => node);
  const itemIds = wanted.map(({ id }) => id);
  const isDetailed = itemIds.length <= detailedMost;
  const work = await commitsOf(itemIds, parts, options.past);
  const hashes = [...work.edgesByCommit.keys()].map(hashOfUri);
  const looked = isDetailed && options.past === undefined ? await lookInto(hashes, parts, options) : noFiles;
  const found = await symbolsOf(work, parts, options.past);
  const mentioned = await allEdges(graph, {
    to: itemIds,
    kinds: ["mentions", "specifies", "dependsOn", "implements"],
    ...asOf,
  });
  const leaves = new Map(
    await Promise.all(
      (isDetailed ? wanted : []).map(async ({ id }) => {
        const code = codeBranches(id, found);
        const commits = commitBranches(id, work, found.shownCommits, parts);
        const others = await otherBranches(id, mentioned, parts);
        return [id, [...code, ...commits, ...others]] as const;
      }),
    ),
  );
  const edges = [...above.edges, ...below.edges];
  const hierarchy =
    options.past === undefined ? edges : await statedThen(edges, options.past, parts.linker, options.signal);
  const all = new Map([...above.nodes, ...below.nodes].map(({ node }) => [node.id, node]));
  return {
    roots: traceForest([...all.values()], hierarchy, leaves, item.id)
      .filter((root) => contains(root, item.id))
      .map((root) =>
        shortened(isDetailed ? root : withCounts(root, itemIds, work, found), options.listedMost),
      ),
    symbols: new Map(found.links.map(({ symbol }) => [symbol.id, symbol])),
    commitCount: work.edgesByCommit.size,
    itemsBelow: itemIds.length - 1,
    notices: [
      ...looked.notices,
      ...(isDetailed
        ? []
        : [
            "Trace one of the items below it to see its code; definitions are counted as far as they are known (`whence coverage` finds all).",
          ]),
      ...(below.isCut && options.depth === undefined ? [`Only ${itemsMost} items below it are shown.`] : []),
    ],
  };
}

function contains({ node, children }: TraceBranch, id: string): boolean {
  return node.id === id || children.some((child) => contains(child, id));
}

/** Says at each item how much was made for it. */
function withCounts(
  branch: TraceBranch,
  itemIds: readonly string[],
  work: Work,
  found: FoundSymbols,
): TraceBranch {
  const { id } = branch.node;
  const commits = [...work.edgesByCommit.values()].filter((reasons) =>
    reasons.some(({ item }) => item === id),
  );
  const symbols = new Set(found.links.filter(({ item }) => item === id).map(({ symbol }) => symbol.id));
  return {
    ...branch,
    ...(itemIds.includes(id) ? { made: { commits: commits.length, symbols: symbols.size } } : {}),
    children: branch.children.map((child) => withCounts(child, itemIds, work, found)),
  };
}

/** Commits made for items, each with the edges that say so. */
interface Work {
  readonly edgesByCommit: ReadonlyMap<string, readonly { readonly item: string; readonly edge: GraphEdge }[]>;
}

async function commitsOf(
  itemIds: readonly string[],
  { graph }: TracingParts,
  past: PastTime | undefined,
): Promise<Work> {
  const asOf = past === undefined ? {} : { asOf: past.at };
  const edges = await allEdges(graph, { to: itemIds, kinds: ["implements"], ...asOf });
  const requests = edges.filter(({ from }) => isItemId(from));
  const parts = await allEdges(graph, {
    from: [...requests.map(({ from }) => from), ...itemIds],
    kinds: ["contains"],
    ...asOf,
  });
  const found = edges
    .filter(({ from }) => isCommitId(from))
    .map((edge) => ({ commit: edge.from, item: edge.to, edge }));
  for (const part of parts) {
    const via = requests.filter(({ from }) => from === part.from);
    for (const { to } of via) found.push({ commit: part.to, item: to, edge: part });
    if (itemIds.includes(part.from)) found.push({ commit: part.to, item: part.from, edge: part });
  }
  const known = found.filter(
    ({ commit, edge }) => past?.knows({ hash: hashOfUri(commit), committedAt: edge.validFrom }) ?? true,
  );
  return { edgesByCommit: Map.groupBy(known, ({ commit }) => commit) };
}

const noFiles: { readonly notices: readonly string[] } = { notices: [] };

/** Sees to it that the graph knows the commits behind the definitions of the files which these commits changed. */
async function lookInto(
  hashes: readonly string[],
  parts: TracingParts,
  { now, signal }: ItemTraceOptions,
): Promise<{ readonly notices: readonly string[] }> {
  const counts = new Map<string, number>();
  for (const { path } of parts.catalog.commits.filesOf(hashes)) counts.set(path, (counts.get(path) ?? 0) + 1);
  const there = [...counts].filter(([path]) => parts.catalog.documents.byPath(path)?.kind === "code");
  const files = there.toSorted(([, a], [, b]) => b - a).map(([path]) => path);
  const started = performance.now();
  let looked = 0;
  for (const path of files.slice(0, filesMost)) {
    if (performance.now() - started > lookIntoMostMs) break;
    looked += 1;
    await lookIntoFile(parts, path, now, signal);
  }
  const rest = files.length - looked;
  if (rest <= 0) return noFiles;
  const again = looked < filesMost ? "ask again to go on, or " : "";
  return {
    notices: [
      `${rest} more files were changed for it and not looked into yet: ${again}\`whence coverage\` looks into all of them.`,
    ],
  };
}

/** Definitions with lines, or a past, that come from the commits. */
interface FoundSymbols {
  readonly links: readonly {
    readonly symbol: GraphNode;
    readonly item: string;
    readonly edge: GraphEdge;
    readonly stated: GraphEdge;
  }[];
  /** Commits that stand behind a definition which is listed. */
  readonly shownCommits: ReadonlySet<string>;
}

async function symbolsOf(
  work: Work,
  { graph, catalog }: TracingParts,
  past: PastTime | undefined,
): Promise<FoundSymbols> {
  const asOf = past === undefined ? {} : { asOf: past.at };
  const edges = await allEdges(graph, { to: [...work.edgesByCommit.keys()], kinds: ["changedBy"], ...asOf });
  const symbols = await nodesById(
    graph,
    edges.map(({ from }) => from),
  );
  // What was renamed or moved away since somebody looked into its history is closed when all of it is looked into.
  const present = new Map<string, ReadonlySet<string>>();
  const isThere = ({ id, path = "", goneAt }: GraphNode) => {
    if (goneAt !== undefined || past !== undefined) return goneAt === undefined;
    const ids = present.get(path) ?? new Set(definitionsOf(path, catalog).map(idOf));
    present.set(path, ids);
    return ids.has(id);
  };
  const links = edges.flatMap((edge) => {
    const symbol = symbols.get(edge.from);
    if (symbol === undefined || !isThere(symbol)) return [];
    const reasons = work.edgesByCommit.get(edge.to) ?? [];
    return reasons.map(({ item, edge: stated }) => ({ symbol, item, edge, stated }));
  });
  return { links, shownCommits: new Set(links.map(({ edge }) => edge.to)) };
}

function codeBranches(item: string, { links }: FoundSymbols): readonly TraceBranch[] {
  const own = links.filter((link) => link.item === item);
  const bySymbol = [...Map.groupBy(own, ({ symbol }) => symbol.id).values()];
  const names = new Set(bySymbol.map(([first]) => `${first?.symbol.path}#${first?.symbol.key}`));
  // Where a method is listed, its class adds nothing.
  const isInner = ({ path, key = "" }: GraphNode) =>
    ![...names].some((name) => name.startsWith(`${path}#${key}.`));
  const branches = bySymbol.flatMap((group) => {
    const [first] = group;
    if (first === undefined || !isInner(first.symbol)) return [];
    const roles = [...new Set(group.map(({ edge }) => edge.role ?? "touched"))];
    const evidence = [...first.stated.evidence, ...group.flatMap(({ edge }) => edge.evidence)];
    const link = { ...toTraceLink(first.edge), role: roles.join(" "), evidence };
    const { path: _, ...node } = toTraceNode(first.symbol);
    return [{ path: first.symbol.path ?? "", branch: { node, link, children: [] } }];
  });
  const byFile = [...Map.groupBy(branches, ({ path }) => path)];
  return byFile
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([path, inFile]) => ({
      node: { id: fileId(path), kind: "file", title: path, path },
      children: inFile
        .map(({ branch }) => branch)
        .toSorted((a, b) => (a.node.startLine ?? 0) - (b.node.startLine ?? 0)),
    }));
}

/** Commits of which no definition is left to be shown. */
function commitBranches(
  item: string,
  { edgesByCommit }: Work,
  shown: ReadonlySet<string>,
  { catalog }: TracingParts,
): readonly TraceBranch[] {
  return [...edgesByCommit]
    .filter(([commit]) => !shown.has(commit))
    .flatMap(([commit, reasons]) => {
      const reason = reasons.find((each) => each.item === item);
      if (reason === undefined) return [];
      const hash = hashOfUri(commit);
      const known = catalog.commits.get(hash);
      const node = toCommitNode({
        hash,
        subject: known?.subject ?? reason.edge.evidence[0]?.text ?? "",
        committedAt: reason.edge.validFrom,
        ...(known === undefined ? {} : { author: known.authorName }),
      });
      return [
        { date: reason.edge.validFrom, branch: { node, link: toTraceLink(reason.edge), children: [] } },
      ];
    })
    .toSorted((a, b) => b.date.localeCompare(a.date))
    .map(({ branch }) => branch);
}

/** Where else the item is named: comments, tests, other specifications; and code for which a link was inferred or decided. */
async function otherBranches(
  item: string,
  mentions: readonly GraphEdge[],
  { graph }: TracingParts,
): Promise<readonly TraceBranch[]> {
  const isCode = ({ from, kind }: GraphEdge) => kind !== "implements" || !isItemId(from);
  const own = mentions
    .filter((edge) => edge.to === item && !isCommitId(edge.from) && isCode(edge))
    .toSorted((a, b) => Number(a.origin === "rejected") - Number(b.origin === "rejected"));
  const nodes = await nodesById(
    graph,
    own.map(({ from }) => from),
  );
  return own.flatMap((edge) => {
    const node = nodes.get(edge.from);
    return node === undefined ? [] : [{ node: toTraceNode(node), link: toTraceLink(edge), children: [] }];
  });
}
