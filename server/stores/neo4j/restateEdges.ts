import type { EdgeKind, GraphEdge } from "../../model/graph.ts";
import type { Statement } from "../../model/graphStore.ts";
import { instantMs } from "../graph/instant.ts";
import { checkStatement, closingMs, lastStatements, openingMs } from "../graph/statements.ts";
import { type Commit, runInParts } from "./commits.ts";
import { edgeKindOfType, relationshipTypes, uidOf } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";
import { OpenedEdges } from "./openedEdges.ts";

/** Makes the edges of each source what its statement says; see `GraphStore.restate`. */
export async function restateEdges(
  transaction: Transaction,
  statements: readonly Statement[],
  at: string,
  commit: Commit,
): Promise<void> {
  const atMs = instantMs(at);
  const last = lastStatements(statements);
  const sources = await sourcesBefore(transaction, last, commit.namespace);
  const before = await edgesBefore(transaction, sources);
  const plan = new RestatementPlan(commit, atMs);
  for (const statement of last) {
    const uid = uidOf(commit.namespace, statement.source);
    const known = sources.get(uid);
    if (statement.gone === true && known === undefined) continue;
    plan.add(statement, uid, known, before.get(uid) ?? []);
  }
  await plan.write(transaction);
}

/** By uid of the sources that are there: the kinds of edges that each has ever stated. */
type SourceKinds = ReadonlyMap<string, readonly EdgeKind[]>;

async function sourcesBefore(
  transaction: Transaction,
  statements: readonly Statement[],
  namespace: string,
): Promise<SourceKinds> {
  const rows = await transaction.run(
    "UNWIND $uids AS uid MATCH (s:WhenceSource {uid: uid}) RETURN s.uid AS uid, s.kinds AS kinds",
    { uids: statements.map(({ source }) => uidOf(namespace, source)) },
  );
  return new Map(rows.map(({ uid, kinds }) => [String(uid), kinds as readonly EdgeKind[]]));
}

/** Relationships by the uid of their source, open and closed. */
async function edgesBefore(
  transaction: Transaction,
  sources: SourceKinds,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found: Row[] = [];
  const byKind = new Map<EdgeKind, string[]>();
  for (const [uid, kinds] of sources) {
    for (const kind of kinds) {
      const uids = byKind.get(kind);
      if (uids === undefined) byKind.set(kind, [uid]);
      else uids.push(uid);
    }
  }
  for (const [kind, uids] of byKind) {
    const rows = await transaction.run(
      `UNWIND $uids AS uid MATCH (a)-[r:${relationshipTypes[kind]}]->(b) WHERE r.src = uid
       RETURN elementId(r) AS id, r.src AS src, type(r) AS type, a.uid AS a, b.uid AS b, r.role AS role,
         r.origin AS origin, r.confidence AS confidence, r.evidence AS evidence, r.validFrom AS validFrom, r.validTo AS validTo`,
      { uids },
    );
    for (const row of rows) found.push(row);
  }
  return Map.groupBy(found, ({ src }) => String(src));
}

const newSource = `UNWIND $rows AS row
  CREATE (:WhenceSource {uid: row[0], ns: $ns, name: row[1], mark: row[2], kinds: row[3], commit: $commit})`;
const restatedSource = `UNWIND $rows AS row MATCH (s:WhenceSource {uid: row.uid})
  SET s.mark = row.mark, s.kinds = row.kinds, s.commit = CASE WHEN row.isChanged THEN $commit ELSE s.commit END`;

/** What has to be written so that sources support what they say. */
class RestatementPlan {
  readonly #commit: Commit;
  readonly #atMs: number;
  /** In the order of `newSource`. */
  readonly #newSources: unknown[] = [];
  readonly #sources: unknown[] = [];
  #changes = 0;
  readonly #opened: OpenedEdges;
  readonly #confirmed: unknown[] = [];
  readonly #closed: unknown[] = [];

  constructor(commit: Commit, atMs: number) {
    this.#commit = commit;
    this.#atMs = atMs;
    this.#opened = new OpenedEdges(commit);
  }

  /** `kinds`: those that the source has ever stated; undefined where it is new. */
  add(
    statement: Statement,
    uid: string,
    kinds: readonly EdgeKind[] | undefined,
    before: readonly Row[],
  ): void {
    checkStatement(statement);
    const { source, mark, edges } = statement.gone === true ? { ...statement, edges: [] } : statement;
    const open = new Map<string, Row>();
    const closed = new Map<string, number>();
    for (const row of before) {
      const identity = identityOf(row.a, edgeKindOfType(row.type), row.b, row.role);
      if (row.validTo === null) open.set(identity, row);
      else
        closed.set(identity, Math.max(Number(row.validTo), closed.get(identity) ?? Number.NEGATIVE_INFINITY));
    }
    const said = new Map(edges.map((edge) => [this.#identity(edge), edge]));
    const changesBefore = this.#changes;
    for (const [identity, edge] of said) {
      const row = open.get(identity);
      if (row === undefined) this.#open(edge, uid, openingMs(edge, this.#atMs, closed.get(identity)));
      else this.#confirm(row, edge);
    }
    for (const [identity, row] of open) {
      if (!said.has(identity)) this.#close(row);
    }
    const isNew = kinds === undefined;
    const givenMark = statement.gone === true ? null : mark;
    const stated = [...new Set([...(kinds ?? []), ...edges.map(({ kind }) => kind)])];
    if (isNew) this.#newSources.push([uid, source, givenMark, stated]);
    else
      this.#sources.push({ uid, mark: givenMark, kinds: stated, isChanged: this.#changes > changesBefore });
  }

  /** Sends all of it at once, so that the server works on one part while the next is made ready. */
  async write(transaction: Transaction): Promise<void> {
    const { namespace: ns, number: commit } = this.#commit;
    const known = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.id SET";
    const closing = `${known} r.validTo = row.validTo, r.closed = $commit`;
    await Promise.all([
      runInParts(transaction, newSource, this.#newSources, { ns, commit }),
      runInParts(transaction, restatedSource, this.#sources, { commit }),
      runInParts(
        transaction,
        `${known} r.origin = row.origin, r.confidence = row.confidence, r.evidence = row.evidence`,
        this.#confirmed,
      ),
      runInParts(transaction, closing, this.#closed, { commit }),
      this.#opened.write(transaction),
    ]);
  }

  #identity({ from, kind, to, role }: GraphEdge): string {
    const ns = this.#commit.namespace;
    return identityOf(uidOf(ns, from), kind, uidOf(ns, to), role ?? null);
  }

  #open(edge: GraphEdge, src: string, validFrom: number): void {
    this.#changes++;
    this.#opened.add(edge, src, validFrom);
  }

  #confirm(row: Row, { origin, confidence, evidence }: GraphEdge): void {
    const written = JSON.stringify(evidence);
    if (row.origin === origin && row.confidence === confidence && row.evidence === written) return;
    this.#changes++;
    this.#confirmed.push({ id: row.id, origin, confidence, evidence: written });
  }

  #close(row: Row): void {
    const validTo = closingMs(Number(row.validFrom), this.#atMs);
    this.#changes++;
    this.#closed.push({ id: row.id, validTo });
  }
}

function identityOf(a: unknown, kind: EdgeKind, b: unknown, role: unknown): string {
  return `${a} ${kind} ${b}${role === null ? "" : ` ${role}`}`;
}
