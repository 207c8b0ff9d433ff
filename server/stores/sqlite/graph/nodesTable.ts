import { type GraphNode, nodeKinds } from "../../../model/graph.ts";
import type { NodeQuery, Page } from "../../../model/graphStore.ts";
import { sortKey } from "../../graph/naturalOrder.ts";
import { foldedKey, foldKey, inOrderOf, sameOrAlike } from "../../graph/nodeFacts.ts";
import { cursorPlace, pageLimit, pageOf } from "../../graph/pageCursor.ts";
import type { Database, Row } from "../database.ts";

/** Adds or replaces nodes; rows that would stay as they are are not written. Call it within a transaction. */
export function upsertNodes(database: Database, nodes: readonly GraphNode[]): void {
  const sql = `INSERT INTO nodes (uid, kind, sort_key, folded_key, path, gone, value) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (uid) DO UPDATE SET kind = excluded.kind, sort_key = excluded.sort_key, path = excluded.path,
      folded_key = excluded.folded_key, gone = excluded.gone, value = excluded.value
    WHERE value IS NOT excluded.value`;
  for (const node of nodes) {
    const { id, kind, key, path, goneAt } = node;
    const isGone = goneAt === undefined ? 0 : 1;
    database.run(sql, id, kind, sortKey(key), foldedKey(node), path ?? null, isGone, JSON.stringify(node));
  }
}

/** Known nodes in the order of their ids. */
export function nodesOf(database: Database, ids: readonly string[]): readonly GraphNode[] {
  const rows = database.all(
    "SELECT value FROM nodes WHERE value IS NOT NULL AND uid IN (SELECT value FROM json_each(?))",
    JSON.stringify(ids),
  );
  return inOrderOf(ids, rows.map(toNode));
}

/** Items with this key, else those whose key differs in case alone; what is gone comes last. */
export function nodesByKey(database: Database, key: string): readonly GraphNode[] {
  const sql = "SELECT value FROM nodes WHERE folded_key = ? ORDER BY gone, uid";
  return sameOrAlike(database.all(sql, foldKey(key)).map(toNode), key);
}

/** One page of nodes; see `GraphStore.listNodes`. */
export function listNodes(database: Database, query: NodeQuery): Page<GraphNode> {
  const limit = pageLimit(query);
  const place = cursorPlace(query, ["string", "string"]);
  const conditions = [
    "value IS NOT NULL AND kind = ?",
    ...(query.path === undefined ? [] : ["path = ?"]),
    ...(query.withGone === true ? [] : ["gone = 0"]),
    ...(place === undefined ? [] : ["(sort_key, uid) > (?, ?)"]),
  ];
  // Each kind by itself comes in order out of an index; only their first rows have to be merged.
  const branch = `SELECT * FROM (SELECT sort_key, uid, value FROM nodes
    WHERE ${conditions.join(" AND ")} ORDER BY sort_key, uid LIMIT ?)`;
  const kinds = [...new Set(query.kinds ?? nodeKinds)];
  if (kinds.length === 0) return { rows: [] };
  const rows = database.all(
    `${kinds.map(() => branch).join(" UNION ALL ")} ORDER BY sort_key, uid LIMIT ?`,
    ...kinds.flatMap((kind) => [
      kind,
      ...(query.path === undefined ? [] : [query.path]),
      ...(place ?? []),
      limit + 1,
    ]),
    limit + 1,
  );
  return pageOf(rows, limit, (row) => [String(row.sort_key), String(row.uid)], toNode);
}

/** The node of a row which has its `value`. */
export function toNode(row: Row): GraphNode {
  return JSON.parse(String(row.value)) as GraphNode;
}
