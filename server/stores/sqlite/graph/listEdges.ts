import type { GraphEdge } from "../../../model/graph.ts";
import type { EdgeQuery, Page } from "../../../model/graphStore.ts";
import { cursorPlace, pageLimit, pageOf } from "../../graph/pageCursor.ts";
import type { Database } from "../database.ts";
import { edgeKindCodes, edgeKinds, originCodes } from "./edgeCodes.ts";
import { toEdge } from "./edgeRow.ts";
import { type Conditions, validityConditions } from "./validity.ts";

/** One page of edges; see `GraphStore.edges`. Edges of one instant come in the order in which they were opened. */
export function listEdges(database: Database, query: EdgeQuery): Page<GraphEdge> {
  const limit = pageLimit(query);
  const place = cursorPlace(query, ["number", "number"]);
  const branches = branchesOf(database, query);
  if (branches.length === 0) return { rows: [] };
  const filter = filterOf(query, place);
  // Each branch comes in order out of an index; only their first rows have to be merged, and named.
  const branch = ({ sql }: Conditions) =>
    `SELECT * FROM (SELECT * FROM edges WHERE ${sql}${filter.sql} ORDER BY valid_from, id LIMIT ?)`;
  const rows = database.all(
    `SELECT e.*, sources.name AS source_name, f.uid AS from_uid, t.uid AS to_uid
     FROM (${branches.map(branch).join(" UNION ALL ")} ORDER BY valid_from, id LIMIT ?) AS e
       JOIN sources ON sources.id = e.source JOIN nodes AS f ON f.id = from_id JOIN nodes AS t ON t.id = to_id
     ORDER BY e.valid_from, e.id`,
    ...branches.flatMap(({ values }) => [...values, ...filter.values, limit + 1]),
    limit + 1,
  );
  return pageOf(
    rows,
    limit,
    (row) => [Number(row.valid_from), Number(row.id)],
    (row) => toEdge(row, String(row.from_uid), String(row.to_uid)),
  );
}

/** Disjoint sets of edges, each of which an index gives; empty where no edge can meet the query. */
function branchesOf(database: Database, query: EdgeQuery): readonly Conditions[] {
  const { source, from, to } = query;
  const kinds = [...new Set(query.kinds ?? edgeKinds)].map((kind) => edgeKindCodes[kind]);
  const validity = validityConditions(query.asOf, query.withClosed);
  const [starts, ends] = [from, to].map((ids) => (ids === undefined ? undefined : numbersOf(database, ids)));
  if (kinds.length === 0 || starts?.length === 0 || ends?.length === 0) return [];
  const conditions: Conditions[] = [];
  if (source !== undefined) {
    const id = database.get("SELECT id FROM sources WHERE name = ?", source)?.id;
    if (id === undefined) return [];
    conditions.push({ sql: "source = ?", values: [Number(id)] });
  }
  if (starts !== undefined) conditions.push(amongst("from_id", starts));
  if (ends !== undefined) conditions.push(amongst("to_id", ends));
  const isLed = source !== undefined || (starts ?? ends ?? []).length > 1;
  const byKind = isLed
    ? // With one branch per kind, SQLite would prefer the index of the kind.
      [{ sql: `+kind IN (${kinds.join()})`, values: [] }]
    : kinds.map((kind) => ({ sql: "kind = ?", values: [kind] }));
  return validity.flatMap((valid) => byKind.map((kind) => allOf([valid, kind, ...conditions])));
}

/** A single node is compared by itself: then its edges come in order out of the index. */
function amongst(column: string, ids: readonly number[]): Conditions {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return { sql: `${column} = ?`, values: [only] };
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(ids)] };
}

function filterOf(query: EdgeQuery, place: readonly (string | number)[] | undefined): Conditions {
  const origins = query.origins?.map((origin) => originCodes[origin]);
  return {
    sql: `${origins === undefined ? "" : ` AND origin IN (${origins.join()})`}${
      place === undefined ? "" : " AND (valid_from, id) > (?, ?)"
    }`,
    values: place ?? [],
  };
}

function allOf(conditions: readonly Conditions[]): Conditions {
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND "),
    values: conditions.flatMap(({ values }) => values),
  };
}

function numbersOf(database: Database, ids: readonly string[]): readonly number[] {
  const sql = "SELECT id FROM nodes WHERE uid IN (SELECT value FROM json_each(?))";
  return database.all(sql, JSON.stringify(ids)).map(({ id }) => Number(id));
}
