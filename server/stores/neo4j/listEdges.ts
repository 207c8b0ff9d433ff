import type { EdgeKind, GraphEdge } from "../../model/graph.ts";
import type { EdgeQuery, Page } from "../../model/graphStore.ts";
import { cursorPlace, pageLimit, pageOf } from "../graph/pageCursor.ts";
import { publishedCommit } from "./commits.ts";
import { edgeColumns, sourceNames, toEdge, validity } from "./edgeRows.ts";
import { edgeKinds, inNamespace, typesPattern, uidOf } from "./names.ts";
import type { Transaction } from "./neo4jConnection.ts";

/**
 * One page of edges; see `GraphStore.edges`. Edges of one instant come in the order in which they were opened. Where neither
 * nodes nor a source are named, each page looks at all edges of the namespace.
 */
export async function listEdges(
  transaction: Transaction,
  namespace: string,
  query: EdgeQuery,
): Promise<Page<GraphEdge>> {
  const limit = pageLimit(query);
  const place = cursorPlace(query, ["number", "number"]);
  const valid = validity(query.asOf, query.withClosed);
  const { from, to, source, origins } = query;
  const kinds = await kindsIn(transaction, namespace, query);
  if (kinds.length === 0 || from?.length === 0 || to?.length === 0) return { rows: [] };
  const isAnchored = from !== undefined || to !== undefined;
  const isFoundBySource = source !== undefined && !isAnchored;
  const conditions = [
    valid.text,
    ...(isAnchored || isFoundBySource ? [] : [inNamespace("a")]),
    ...(from === undefined ? [] : ["a.uid IN $from"]),
    ...(to === undefined ? [] : ["b.uid IN $to"]),
    ...(source === undefined ? [] : ["r.src = $src"]),
    ...(origins === undefined ? [] : ["r.origin IN $origins"]),
    ...(place === undefined ? [] : ["r.validFrom >= $afterMs AND (r.validFrom > $afterMs OR r.n > $afterN)"]),
  ];
  const branch = (types: string) =>
    `MATCH (a:WhenceNode)-[r:${types}]->(b:WhenceNode) WHERE ${conditions.join(" AND ")}
     RETURN a.id AS a, b.id AS b, ${edgeColumns} ORDER BY validFrom, n LIMIT toInteger($limit)`;
  // An index holds relationships of one type; from a node those of all types are walked over at once.
  const branches = isFoundBySource
    ? kinds.map((kind) => branch(typesPattern([kind])))
    : [branch(typesPattern(kinds))];
  const columns = "a, b, type, n, src, role, origin, confidence, evidence, validFrom, validTo";
  const rows = await transaction.run(
    `CALL { ${branches.join("\nUNION ALL\n")} } RETURN ${columns} ORDER BY validFrom, n LIMIT toInteger($limit)`,
    {
      ns: namespace,
      published: await publishedCommit(transaction, namespace),
      ...valid.parameters,
      from: from?.map((id) => uidOf(namespace, id)) ?? null,
      to: to?.map((id) => uidOf(namespace, id)) ?? null,
      src: source === undefined ? null : uidOf(namespace, source),
      origins: origins ?? null,
      afterMs: place?.[0] ?? null,
      afterN: place?.[1] ?? null,
      limit: limit + 1,
    },
  );
  const names = await sourceNames(transaction, rows);
  return pageOf(
    rows,
    limit,
    (row) => [Number(row.validFrom), Number(row.n)],
    (row) => toEdge(row, String(row.a), String(row.b), String(names.get(row.src))),
  );
}

/** The kinds that are asked for; of a source those which it ever stated. */
async function kindsIn(
  transaction: Transaction,
  namespace: string,
  { kinds, source }: EdgeQuery,
): Promise<readonly EdgeKind[]> {
  const wanted = [...new Set(kinds ?? edgeKinds)];
  if (source === undefined) return wanted;
  const query = "MATCH (s:WhenceSource {uid: $uid}) RETURN s.kinds AS kinds";
  const [row] = await transaction.run(query, { uid: uidOf(namespace, source) });
  const stated = (row?.kinds ?? []) as readonly EdgeKind[];
  return wanted.filter((kind) => stated.includes(kind));
}
