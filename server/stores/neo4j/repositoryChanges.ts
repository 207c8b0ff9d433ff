import type { EdgeKind, GraphEdge, GraphNode } from "../../model/graph.ts";
import type { Statement } from "../../model/graphStore.ts";
import { edgeColumns, toEdge, validity } from "./edgeRows.ts";
import { relationshipTypes } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";
import { toNode } from "./nodeQueries.ts";

/** Commits of a namespace: those after one, up to the last complete one. */
export interface CommitRange {
  readonly ns: string;
  readonly after: number;
  readonly published: number;
}

/** Sources whose edges are read at once. */
const sourcesMost = 2_000;

/** Nodes that were written in these commits. What was written again since comes with its later commit. */
export async function nodesSince(
  transaction: Transaction,
  range: CommitRange,
): Promise<readonly GraphNode[]> {
  const rows = await transaction.run(
    `MATCH (n:WhenceNode) WHERE n.ns = $ns AND n.commit > $after AND n.commit <= $published AND n.value IS NOT NULL
     RETURN n.value AS value ORDER BY n.commit, coalesce(n.idOrder, n.id)`,
    { ...range },
  );
  return rows.map(toNode);
}

/** All that each source states now of which an edge was opened, closed or changed in these commits. */
export async function statementsSince(
  transaction: Transaction,
  range: CommitRange,
): Promise<readonly Statement[]> {
  const sources = await transaction.run(
    `MATCH (s:WhenceSource) WHERE s.ns = $ns AND s.commit > $after AND s.commit <= $published
     RETURN s.uid AS uid, s.name AS source, s.mark AS mark, s.kinds AS kinds ORDER BY s.commit, s.uid`,
    { ...range },
  );
  const statements: Statement[] = [];
  for (let start = 0; start < sources.length; start += sourcesMost) {
    const part = sources.slice(start, start + sourcesMost);
    const edges = await openEdges(transaction, part, range);
    for (const { uid, source, mark } of part) {
      statements.push({
        source: String(source),
        mark: String(mark ?? ""),
        edges: edges.get(String(uid)) ?? [],
        ...(mark === null ? { gone: true } : {}),
      });
    }
  }
  return statements;
}

async function openEdges(
  transaction: Transaction,
  sources: readonly Row[],
  { published }: CommitRange,
): Promise<ReadonlyMap<string, readonly GraphEdge[]>> {
  const names = new Map(sources.map(({ uid, source }) => [uid, String(source)]));
  const byKind = new Map<EdgeKind, string[]>();
  for (const { uid, kinds } of sources) {
    for (const kind of kinds as readonly EdgeKind[]) {
      const uids = byKind.get(kind) ?? [];
      byKind.set(kind, uids);
      uids.push(String(uid));
    }
  }
  const found = new Map<string, GraphEdge[]>();
  for (const [kind, uids] of byKind) {
    const rows = await transaction.run(
      `UNWIND $uids AS uid MATCH (a)-[r:${relationshipTypes[kind]}]->(b) WHERE r.src = uid AND ${validity(undefined).text}
       RETURN a.id AS a, b.id AS b, ${edgeColumns} ORDER BY r.n`,
      { uids, published },
    );
    for (const row of rows) {
      const edges = found.get(String(row.src)) ?? [];
      found.set(String(row.src), edges);
      edges.push(toEdge(row, String(row.a), String(row.b), String(names.get(row.src))));
    }
  }
  return found;
}
