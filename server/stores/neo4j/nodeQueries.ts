import { type GraphNode, type NodeKind, nodeKinds } from "../../model/graph.ts";
import type { NodeQuery, Page } from "../../model/graphStore.ts";
import { sortKey } from "../graph/naturalOrder.ts";
import { foldedKey, foldKey, inOrderOf, sameOrAlike } from "../graph/nodeFacts.ts";
import { cursorPlace, pageLimit, pageOf } from "../graph/pageCursor.ts";
import { type Commit, runInParts } from "./commits.ts";
import { kindLabels, uidOf } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";

/** Indexes hold at most 8 kB; of longer keys the beginning decides their order. */
const sortCharactersMost = 500;

/**
 * Adds or replaces nodes; those that would stay as they are are not written. What is there is read first, which is safe
 * while the commit holds the namespace: queries that merge take several times as long.
 */
export async function upsertNodes(
  transaction: Transaction,
  nodes: readonly GraphNode[],
  commit: Commit,
): Promise<void> {
  const rows = [...new Map(nodes.map((node) => [node.id, node])).values()].map((node) => rowOf(node, commit));
  const before = await nodesBefore(transaction, rows);
  const added = Map.groupBy(
    rows.filter(({ uid }) => !before.has(uid)),
    ({ kind }) => kind,
  );
  for (const [kind, ofKind] of added) {
    const query = `UNWIND $rows AS row CREATE (n:WhenceNode:${kindLabels[kind]}) SET n = row.set`;
    await runInParts(transaction, query, ofKind);
  }
  const changed = rows.flatMap(({ uid, kind, set }) => {
    const known = before.get(uid);
    return known === undefined || known.value === set.value
      ? []
      : [{ id: known.id, was: known.kind, kind, set }];
  });
  for (const [kind, ofKind] of Map.groupBy(changed, ({ kind }) => kind)) {
    for (const [was, rowsOfBoth] of Map.groupBy(ofKind, ({ was }) => was)) {
      const query = `UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row.id
        ${was === null || was === kind ? "" : `REMOVE n:${kindLabels[was]}`} SET n:${kindLabels[kind]} SET n = row.set`;
      await runInParts(transaction, query, rowsOfBoth);
    }
  }
}

interface NodeBefore {
  readonly id: unknown;
  /** Null while only edges name it. */
  readonly kind: NodeKind | null;
  readonly value: unknown;
}

async function nodesBefore(
  transaction: Transaction,
  rows: readonly { readonly uid: string }[],
): Promise<ReadonlyMap<string, NodeBefore>> {
  const found = await transaction.run(
    `UNWIND $uids AS uid MATCH (n:WhenceNode {uid: uid})
     RETURN uid, elementId(n) AS id, n.kind AS kind, n.value AS value`,
    { uids: rows.map(({ uid }) => uid) },
  );
  return new Map(
    found.map(({ uid, id, kind, value }) => [String(uid), { id, kind: kind as NodeKind | null, value }]),
  );
}

/** Apart from `value`, which is the node, properties are there to be found by, and for people who look at the server. */
function rowOf(node: GraphNode, { namespace, number }: Commit) {
  const { id, kind, key, title, status, url, path, goneAt } = node;
  const folded = foldedKey(node);
  const uid = uidOf(namespace, id);
  return {
    uid,
    kind,
    set: {
      uid,
      ns: namespace,
      id,
      idOrder: orderedId(id),
      kind,
      key: key ?? null,
      title,
      status: status ?? null,
      url: url ?? null,
      path: path ?? null,
      pathUid: path === undefined ? null : uidOf(namespace, path),
      keyUid: folded === null ? null : uidOf(namespace, folded),
      sort: sortOf(key),
      gone: goneAt !== undefined,
      value: JSON.stringify(node),
      commit: number,
    },
  };
}

function sortOf(key: string | undefined): string {
  return inCodePointOrder(sortKey(key)).slice(0, sortCharactersMost);
}

/** By what ids are ordered where they cannot be themselves. */
function orderedId(id: string): string | null {
  const ordered = inCodePointOrder(id);
  return ordered === id ? null : ordered;
}

/**
 * A text that every way of comparing orders by code points: Neo4j's indexes compare bytes of UTF-8 and its queries units of
 * UTF-16, which differ for the characters from U+E000 on. These become a character that nobody uses and their number.
 */
function inCodePointOrder(text: string): string {
  return text.replaceAll(
    /[\ud7ff\ue000-\u{10ffff}]/gu,
    (character) => `\ud7ff${character.codePointAt(0)?.toString(16).padStart(6, "0")}`,
  );
}

/** Known nodes in the order of their ids. */
export async function nodesOf(
  transaction: Transaction,
  namespace: string,
  ids: readonly string[],
): Promise<readonly GraphNode[]> {
  const rows = await transaction.run(
    "UNWIND $uids AS uid MATCH (n:WhenceNode {uid: uid}) WHERE n.value IS NOT NULL RETURN n.value AS value",
    { uids: [...new Set(ids)].map((id) => uidOf(namespace, id)) },
  );
  return inOrderOf(ids, rows.map(toNode));
}

/** See `GraphStore.nodesByKey`. */
export async function nodesByKey(
  transaction: Transaction,
  namespace: string,
  key: string,
): Promise<readonly GraphNode[]> {
  const rows = await transaction.run(
    "MATCH (n:WhenceNode {keyUid: $uid}) RETURN n.value AS value ORDER BY n.gone, coalesce(n.idOrder, n.id)",
    { uid: uidOf(namespace, foldKey(key)) },
  );
  return sameOrAlike(rows.map(toNode), key);
}

/** One page of nodes; see `GraphStore.listNodes`. */
export async function listNodes(
  transaction: Transaction,
  namespace: string,
  query: NodeQuery,
): Promise<Page<GraphNode>> {
  const limit = pageLimit(query);
  const place = cursorPlace(query, ["string", "string"]);
  const conditions = [
    "n.ns = $ns AND n.kind = kind AND n.sort >= $sort",
    ...(query.path === undefined ? [] : ["n.pathUid = $pathUid"]),
    ...(query.withGone === true ? [] : ["n.gone = false"]),
    ...(place === undefined ? [] : ["(n.sort > $sort OR coalesce(n.idOrder, n.id) > $id)"]),
  ];
  // Each kind by itself comes in order out of an index; only their first rows have to be merged.
  const rows = await transaction.run(
    `UNWIND $kinds AS kind
     CALL {
       WITH kind MATCH (n:WhenceNode) WHERE ${conditions.join(" AND ")}
       RETURN n.sort AS sort, coalesce(n.idOrder, n.id) AS id, n.value AS value ORDER BY sort, id LIMIT toInteger($limit)
     }
     RETURN sort, id, value ORDER BY sort, id LIMIT toInteger($limit)`,
    {
      ns: namespace,
      kinds: [...new Set(query.kinds ?? nodeKinds)],
      pathUid: query.path === undefined ? null : uidOf(namespace, query.path),
      sort: place?.[0] ?? "",
      id: place?.[1] ?? null,
      limit: limit + 1,
    },
  );
  return pageOf(rows, limit, (row) => [String(row.sort), String(row.id)], toNode);
}

/** The node of a row which has its `value`. */
export function toNode(row: Row): GraphNode {
  return JSON.parse(String(row.value)) as GraphNode;
}
