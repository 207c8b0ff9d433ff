import type { TraceBranch, TraceLink, TraceNode } from "../../shared/model/trace.ts";
import { repositoryOf } from "../model/foreignNodes.ts";
import { describedKinds, type GraphEdge, type GraphNode, type NodeKind } from "../model/graph.ts";

/** What hangs below each item beside the items below it, by the item's id. */
export type Leaves = ReadonlyMap<string, readonly TraceBranch[]>;

/**
 * Items as a forest by their `parentOf` edges, from those that nothing is above of. An item with two parents stands under
 * both, with its children only once; of items that are each other's parents the first by kind and key comes first.
 */
export function traceForest(
  items: readonly GraphNode[],
  parentEdges: readonly GraphEdge[],
  leaves: Leaves,
  subjectId?: string,
): readonly TraceBranch[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const within = oncePerPair(parentEdges).filter(
    ({ from, to }) => known.has(from) && known.has(to) && from !== to,
  );
  const below = Map.groupBy(within, ({ from }) => from);
  const placed = new Set<string>();
  const branchOf = (
    item: GraphNode,
    link: TraceLink | undefined,
    above: ReadonlySet<string>,
  ): TraceBranch => {
    const isRepeated = placed.has(item.id);
    placed.add(item.id);
    const path = new Set(above).add(item.id);
    const edges = isRepeated ? [] : (below.get(item.id) ?? []).filter(({ to }) => !path.has(to));
    const children = edges
      .flatMap((edge) => {
        const child = known.get(edge.to);
        return child === undefined ? [] : [{ edge, child }];
      })
      .toSorted((a, b) => compareNodes(a.child, b.child))
      .map(({ edge, child }) => branchOf(child, toTraceLink(edge), path));
    return {
      node: toTraceNode(item),
      ...(link === undefined ? {} : { link }),
      ...(item.id === subjectId ? { isSubject: true } : {}),
      ...(isRepeated ? { isRepeated } : {}),
      children: isRepeated ? [] : [...children, ...(leaves.get(item.id) ?? [])],
    };
  };
  const sorted = items.toSorted(compareNodes);
  const hasParent = new Set(within.map(({ to }) => to));
  const roots = sorted
    .filter(({ id }) => !hasParent.has(id))
    .map((root) => branchOf(root, undefined, new Set()));
  // What is left has only itself above it.
  for (const item of sorted) if (!placed.has(item.id)) roots.push(branchOf(item, undefined, new Set()));
  return roots;
}

/** A child that names its parent, and a parent that names the child, say the same: both are its evidence. */
function oncePerPair(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const groups = Map.groupBy(edges, ({ from, to }) => `${from}\n${to}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, evidence: [first, ...others].flatMap(({ evidence }) => evidence) }],
  );
}

/** A node as it is shown. */
export function toTraceNode(node: GraphNode): TraceNode {
  const { id, kind, key, title, status, url, path, details = {} } = node;
  const { startLine, endLine, date } = details;
  const repository = repositoryOf(node);
  return {
    id,
    kind,
    ...(key === undefined ? {} : { key }),
    // The name of a definition is its key; what it is says more than the name again.
    title: kind === "symbol" && typeof details.symbolKind === "string" ? details.symbolKind : title,
    ...(status === undefined ? {} : { status }),
    ...(url === undefined ? {} : { url }),
    ...(path === undefined ? {} : { path }),
    ...(repository === undefined ? {} : { repository }),
    ...(typeof startLine === "number" ? { startLine } : {}),
    ...(typeof endLine === "number" ? { endLine } : {}),
    ...(typeof date === "string" ? { date } : {}),
  };
}

/** An edge as it is shown. */
export function toTraceLink(edge: GraphEdge): TraceLink {
  const { kind, role, origin, confidence, evidence, validFrom } = edge;
  return { kind, ...(role === undefined ? {} : { role }), origin, confidence, evidence, validFrom };
}

const order: readonly NodeKind[] = [...describedKinds, "page", "issue"];

/** By kind from the top of the chain down, then by key, in which numbers compare as numbers. */
export function compareNodes(a: GraphNode, b: GraphNode): number {
  const rank = (node: GraphNode) => (order.includes(node.kind) ? order.indexOf(node.kind) : order.length);
  return rank(a) - rank(b) || keys.compare(a.key ?? a.title, b.key ?? b.title);
}

const keys = new Intl.Collator("en", { numeric: true });
