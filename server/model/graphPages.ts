import type { GraphEdge, GraphNode } from "./graph.ts";
import type { EdgeQuery, GraphStore, NodeQuery, Page } from "./graphStore.ts";

/** Ids that one query takes: enough to need few, few enough for every store. */
const idsPerQuery = 500;

/** Every edge of a query; long lists of ids are asked for in parts. */
export async function allEdges(graph: GraphStore, query: EdgeQuery): Promise<readonly GraphEdge[]> {
  const { from, to } = query;
  if (from !== undefined && from.length > idsPerQuery)
    return inParts(from, (part) => allEdges(graph, { ...query, from: part }));
  if (to !== undefined && to.length > idsPerQuery)
    return inParts(to, (part) => allEdges(graph, { ...query, to: part }));
  if (from?.length === 0 || to?.length === 0) return [];
  return allPages((cursor) => graph.edges({ ...query, ...cursor }));
}

/** Every node of a query. */
export function allNodes(graph: GraphStore, query: NodeQuery): Promise<readonly GraphNode[]> {
  return allPages((cursor) => graph.listNodes({ ...query, ...cursor }));
}

/** Nodes by id, for ids that are known. */
export async function nodesById(
  graph: GraphStore,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, GraphNode>> {
  const nodes = await inParts([...new Set(ids)], (part) => graph.nodes(part));
  return new Map(nodes.map((node) => [node.id, node]));
}

async function allPages<Row>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let page = await read({});
  rows.push(...page.rows);
  while (page.next !== undefined) {
    page = await read({ cursor: page.next });
    rows.push(...page.rows);
  }
  return rows;
}

async function inParts<Row>(
  ids: readonly string[],
  read: (part: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < ids.length; at += idsPerQuery)
    rows.push(...(await read(ids.slice(at, at + idsPerQuery))));
  return rows;
}
