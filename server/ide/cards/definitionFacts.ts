import type { HoverItem } from "../../../shared/model/hover.ts";
import type { TraceBranch, TraceNode } from "../../../shared/model/trace.ts";
import { hashOfUri } from "../../model/documentUri.ts";
import type { GraphEdge } from "../../model/graph.ts";
import { fileId } from "../../model/graphIds.ts";
import { symbolNode } from "../../model/graphNodes.ts";
import { allEdges } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { idOf, type NumberedSymbol } from "../../model/numberedSymbols.ts";
import type { SymbolRole } from "../../model/symbolHistory.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { blamedLines, historyStatementPrefix } from "../../tracing/symbolRecorder.ts";
import { toTraceNode } from "../../tracing/traceForest.ts";
import { type CommitBehind, toCommitNode, whyTrace } from "../../tracing/whyTrace.ts";
import { howKnown, type LinkedBy, originOf } from "./howKnown.ts";

/** What local state says of a definition. */
export interface DefinitionFacts {
  /** All, the best known first. */
  readonly items: readonly ItemFacts[];
  readonly lastChange?: TraceNode;
  /** False where nobody has read its history yet. */
  readonly isRead: boolean;
}

/** An item behind a definition. */
export interface ItemFacts extends HoverItem {
  /** 0 to 1, of one that was only inferred. */
  readonly probability?: number;
}

/** Reads what the graph has of a definition. Nothing else is asked, so what nobody has read is not known. */
export async function definitionFacts(
  { catalog, graph }: { readonly catalog: Catalog; readonly graph: GraphStore },
  definition: NumberedSymbol,
): Promise<DefinitionFacts> {
  const id = idOf(definition);
  const { path } = definition.symbol;
  const changes = await allEdges(graph, { from: [id], kinds: ["changedBy"] });
  const isRead = changes.length > 0 || (await hasStatement(graph, id));
  const commits = commitsBehind(changes, catalog);
  const subject = toTraceNode(symbolNode(path, definition.symbol, definition.ordinal));
  const why = await whyTrace(graph, commits, { directIds: [id, fileId(path)], subject });
  const wanted = new Set(why.items.map((item) => item.id));
  const found = new Map<string, Placed>();
  for (const root of why.roots) collect(root, [], wanted, found);
  const lines = presentLines(changes);
  const items = [...found.values()]
    .map((placed) => ({ placed, order: orderOf(placed, why.onlyNamed, lines) }))
    .toSorted((a, b) => a.order.rank - b.order.rank || b.order.weight - a.order.weight)
    .map(({ placed }) => factsOf(placed, why.probable));
  const last = changes.find(({ role }) => role === "lastChanged")?.to;
  const lastCommit = commits.find(({ hash }) => last !== undefined && hash === hashOfUri(last));
  return { items, isRead, ...(lastCommit === undefined ? {} : { lastChange: toCommitNode(lastCommit) }) };
}

/** Whether the history of a definition was read into the graph, also where no commit is behind it. */
async function hasStatement(graph: GraphStore, id: string): Promise<boolean> {
  const source = `${historyStatementPrefix}${id}`;
  return (await graph.edges({ to: [id], kinds: ["contains"], source, limit: 1 })).rows.length > 0;
}

function commitsBehind(changes: readonly GraphEdge[], catalog: Catalog): readonly CommitBehind[] {
  const byCommit = [...Map.groupBy(changes, ({ to }) => to)];
  return byCommit
    .map(([uri, edges]): CommitBehind => {
      const hash = hashOfUri(uri);
      const stored = catalog.commits.get(hash);
      return {
        hash,
        subject: stored?.subject ?? "",
        committedAt: edges[0]?.validFrom ?? "",
        ...(stored === undefined ? {} : { author: stored.authorName }),
        roles: edges.flatMap(({ role }) => (role === undefined ? [] : [role as SymbolRole])),
        evidence: edges[0]?.evidence ?? [],
      };
    })
    .toSorted((a, b) => b.committedAt.localeCompare(a.committedAt));
}

/** Lines of today that each commit wrote, by its hash. */
function presentLines(changes: readonly GraphEdge[]): ReadonlyMap<string, number> {
  return new Map(changes.map((change) => [change.to, blamedLines(change)]));
}

interface Placed {
  readonly node: TraceNode;
  readonly above: readonly TraceNode[];
  readonly links: readonly LinkedBy[];
}

/** Items of a tree with what stands above each, and the links that hang below it. */
function collect(
  branch: TraceBranch,
  above: readonly TraceNode[],
  wanted: ReadonlySet<string>,
  found: Map<string, Placed>,
): void {
  const { node, children } = branch;
  if (wanted.has(node.id) && branch.isRepeated !== true && !found.has(node.id)) {
    found.set(node.id, { node, above, links: children.flatMap((child) => linksIn(child)) });
  }
  for (const child of children) {
    if (child.link?.kind === "parentOf") collect(child, [node, ...above], wanted, found);
  }
}

function linksIn({ node, link, children }: TraceBranch): readonly LinkedBy[] {
  if (link === undefined || link.kind === "parentOf") return [];
  const inner = children.flatMap((child) =>
    child.link === undefined ? [] : [{ link: child.link, by: child.node, request: node }],
  );
  return inner.length > 0 ? inner : [{ link, by: node }];
}

function orderOf(
  { node, links }: Placed,
  onlyNamed: ReadonlySet<string>,
  lines: ReadonlyMap<string, number>,
): { readonly rank: number; readonly weight: number } {
  const origin = originOf(links);
  if (origin === "inferred")
    return { rank: 2, weight: Math.max(...links.map(({ link }) => link.confidence)) };
  const commits = new Set(links.map(({ by }) => by.id));
  const weight = [...commits].reduce((sum, id) => sum + (lines.get(id) ?? 0), 0);
  const isNamed = onlyNamed.has(node.id) || links.every(({ link }) => link.kind === "mentions");
  return { rank: isNamed && origin !== "confirmed" ? 1 : 0, weight };
}

function factsOf({ node, above, links }: Placed, probable: ReadonlyMap<string, number>): ItemFacts {
  const probability = probable.get(node.id);
  return {
    item: node,
    above,
    origin: originOf(links),
    how: howKnown(links),
    isDecidable: node.key !== undefined && node.repository === undefined && node.kind !== "pullRequest",
    ...(probability === undefined ? {} : { probability }),
  };
}
