import type { GraphEdge } from "../../../model/graph.ts";
import type { Statement } from "../../../model/graphStore.ts";
import { instantMs } from "../../graph/instant.ts";
import { checkStatement, closingMs, lastStatements, openingMs } from "../../graph/statements.ts";
import type { Database, Row } from "../database.ts";
import { edgeKindCodes, originCodes } from "./edgeCodes.ts";

/**
 * Makes the edges of each source what its statement says; see `GraphStore.restate`. Where a source is stated more than
 * once its last statement counts, and so does the last of equal edges. Call it within a transaction.
 */
export function restate(database: Database, statements: readonly Statement[], at: string): void {
  const atMs = instantMs(at);
  const nodes = new NodeNumbers(database);
  for (const statement of lastStatements(statements)) {
    if (statement.gone === true) forget(database, statement.source, atMs);
    else restateSource(database, statement, atMs, nodes);
  }
}

function forget(database: Database, source: string, atMs: number): void {
  const id = database.get("SELECT id FROM sources WHERE name = ?", source)?.id;
  if (id === undefined) return;
  database.run("UPDATE sources SET mark = NULL WHERE id = ?", Number(id));
  const sql = "UPDATE edges SET valid_to = max(valid_from, ?) WHERE source = ? AND valid_to IS NULL";
  database.run(sql, atMs, Number(id));
}

function restateSource(database: Database, statement: Statement, atMs: number, nodes: NodeNumbers): void {
  const source = markSource(database, statement);
  const before = source.isNew ? nothingBefore : edgesBefore(database, source.id);
  const seen = new Set<string>();
  for (const [identity, edge] of identified(statement, nodes)) {
    seen.add(identity);
    const open = before.open.get(identity);
    if (open !== undefined) confirm(database, open, edge);
    else insert(database, source.id, edge, nodes, openingMs(edge, atMs, before.closed.get(identity)));
  }
  for (const [identity, row] of before.open) {
    if (seen.has(identity)) continue;
    const endMs = closingMs(Number(row.valid_from), atMs);
    database.run("UPDATE edges SET valid_to = ? WHERE id = ?", endMs, Number(row.id));
  }
}

function markSource(database: Database, { source, mark }: Statement): { id: number; isNew: boolean } {
  const row = database.get("SELECT id, mark FROM sources WHERE name = ?", source);
  if (row === undefined) {
    const { rowId } = database.run("INSERT INTO sources (name, mark) VALUES (?, ?)", source, mark);
    return { id: rowId, isNew: true };
  }
  const id = Number(row.id);
  if (row.mark !== mark) database.run("UPDATE sources SET mark = ? WHERE id = ?", mark, id);
  return { id, isNew: false };
}

/** By identity: rows of open edges, and when the last of the closed ones ended. */
interface Before {
  readonly open: ReadonlyMap<string, Row>;
  readonly closed: ReadonlyMap<string, number>;
}

const nothingBefore: Before = { open: new Map(), closed: new Map() };

function edgesBefore(database: Database, source: number): Before {
  const open = new Map<string, Row>();
  const closed = new Map<string, number>();
  for (const row of database.all("SELECT * FROM edges WHERE source = ?", source)) {
    const identity = identityOf(row.from_id, row.kind, row.to_id, row.role);
    if (row.valid_to === null) open.set(identity, row);
    else
      closed.set(identity, Math.max(Number(row.valid_to), closed.get(identity) ?? Number.NEGATIVE_INFINITY));
  }
  return { open, closed };
}

function identified(statement: Statement, nodes: NodeNumbers): Map<string, GraphEdge> {
  checkStatement(statement);
  return new Map(
    statement.edges.map((edge) => {
      const [from, to] = [nodes.of(edge.from), nodes.of(edge.to)];
      return [identityOf(from, edgeKindCodes[edge.kind], to, edge.role ?? null), edge];
    }),
  );
}

function identityOf(from: unknown, kind: unknown, to: unknown, role: unknown): string {
  return `${from} ${kind} ${to}${role === null ? "" : ` ${role}`}`;
}

function confirm(database: Database, row: Row, edge: GraphEdge): void {
  const origin = originCodes[edge.origin];
  const evidence = JSON.stringify(edge.evidence);
  if (row.origin === origin && row.confidence === edge.confidence && row.evidence === evidence) return;
  const sql = "UPDATE edges SET origin = ?, confidence = ?, evidence = ? WHERE id = ?";
  database.run(sql, origin, edge.confidence, evidence, Number(row.id));
}

function insert(
  database: Database,
  source: number,
  edge: GraphEdge,
  nodes: NodeNumbers,
  validFrom: number,
): void {
  database.run(
    `INSERT INTO edges (from_id, kind, to_id, role, origin, confidence, evidence, source, valid_from)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    nodes.of(edge.from),
    edgeKindCodes[edge.kind],
    nodes.of(edge.to),
    edge.role ?? null,
    originCodes[edge.origin],
    edge.confidence,
    JSON.stringify(edge.evidence),
    source,
    validFrom,
  );
}

/** Numbers of nodes; one that is not there yet gets a row without a value, so that edges can name it. */
class NodeNumbers {
  readonly #database: Database;
  readonly #numbers = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  of(uid: string): number {
    let number = this.#numbers.get(uid);
    if (number === undefined) {
      const id = this.#database.get("SELECT id FROM nodes WHERE uid = ?", uid)?.id;
      number = typeof id === "number" ? id : this.#add(uid);
      this.#numbers.set(uid, number);
    }
    return number;
  }

  #add(uid: string): number {
    return this.#database.run("INSERT INTO nodes (uid) VALUES (?)", uid).rowId;
  }
}
