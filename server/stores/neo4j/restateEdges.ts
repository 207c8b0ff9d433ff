import type { EdgeKind, GraphEdge } from "../../model/graph.ts";
import type { Statement } from "../../model/graphStore.ts";
import { instantMs } from "../graph/instant.ts";
import { checkStatement, closingMs, lastStatements, openingMs } from "../graph/statements.ts";
import { type Commit, runInParts } from "./commits.ts";
import { edgeKindOfType, relationshipTypes, uidOf } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";

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

/** An edge that is new, with the uids of its ends. */
interface OpenedEdge {
  readonly a: string;
  readonly b: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** Where nodes are, by uid; those that are not there yet are added without a value, so that edges can name them. */
async function endsOf(
  transaction: Transaction,
  ends: ReadonlyMap<string, string>,
  ns: string,
): Promise<ReadonlyMap<string, unknown>> {
  const found = await transaction.run(
    "UNWIND $uids AS uid MATCH (n:WhenceNode {uid: uid}) RETURN uid, elementId(n) AS place",
    { uids: [...ends.keys()] },
  );
  const places = new Map(found.map(({ uid, place }) => [String(uid), place]));
  const rows = [...ends].flatMap(([uid, id]) => (places.has(uid) ? [] : [{ uid, id }]));
  const added = await runInParts(
    transaction,
    "UNWIND $rows AS row CREATE (n:WhenceNode {uid: row.uid, ns: $ns, id: row.id}) RETURN row.uid AS uid, elementId(n) AS place",
    rows,
    { ns },
  );
  for (const { uid, place } of added) places.set(String(uid), place);
  return places;
}

/** What has to be written so that sources support what they say. */
class RestatementPlan {
  readonly #commit: Commit;
  readonly #atMs: number;
  readonly #newSources: unknown[] = [];
  readonly #sources: unknown[] = [];
  #changes = 0;
  /** Ids of the nodes that new edges join, by uid. */
  readonly #ends = new Map<string, string>();
  readonly #opened = new Map<EdgeKind, OpenedEdge[]>();
  readonly #confirmed: unknown[] = [];
  readonly #closed: unknown[] = [];

  constructor(commit: Commit, atMs: number) {
    this.#commit = commit;
    this.#atMs = atMs;
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
    const stated = {
      uid,
      mark: statement.gone === true ? null : mark,
      kinds: [...new Set([...(kinds ?? []), ...edges.map(({ kind }) => kind)])],
    };
    const { namespace: ns, number: commit } = this.#commit;
    if (isNew) this.#newSources.push({ ...stated, ns, name: source, commit });
    else this.#sources.push({ ...stated, isChanged: this.#changes > changesBefore });
  }

  async write(transaction: Transaction): Promise<void> {
    const { namespace: ns, number: commit } = this.#commit;
    await runInParts(
      transaction,
      "UNWIND $rows AS row CREATE (s:WhenceSource) SET s = row",
      this.#newSources,
    );
    const restated = `UNWIND $rows AS row MATCH (s:WhenceSource {uid: row.uid})
      SET s.mark = row.mark, s.kinds = row.kinds, s.commit = CASE WHEN row.isChanged THEN $commit ELSE s.commit END`;
    await runInParts(transaction, restated, this.#sources, { commit });
    const ends = await endsOf(transaction, this.#ends, ns);
    for (const [kind, opened] of this.#opened) {
      const rows = opened.map(({ a, b, set }) => ({ a: ends.get(a), b: ends.get(b), set }));
      const query = `UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.a MATCH (b) WHERE elementId(b) = row.b
        CREATE (a)-[r:${relationshipTypes[kind]}]->(b) SET r = row.set`;
      await runInParts(transaction, query, rows);
    }
    const known = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.id SET";
    await runInParts(
      transaction,
      `${known} r.origin = row.origin, r.confidence = row.confidence, r.evidence = row.evidence`,
      this.#confirmed,
    );
    await runInParts(transaction, `${known} r.validTo = row.validTo, r.closed = $commit`, this.#closed, {
      commit,
    });
  }

  #identity({ from, kind, to, role }: GraphEdge): string {
    const ns = this.#commit.namespace;
    return identityOf(uidOf(ns, from), kind, uidOf(ns, to), role ?? null);
  }

  #open(edge: GraphEdge, src: string, validFrom: number): void {
    const { namespace: ns, number: opened } = this.#commit;
    const { from, kind, to, role = null, origin, confidence, source } = edge;
    const [a, b] = [uidOf(ns, from), uidOf(ns, to)];
    this.#ends.set(a, from).set(b, to);
    const n = ++this.#commit.lastEdge;
    this.#changes++;
    const evidence = JSON.stringify(edge.evidence);
    const set = { ns, n, src, source, role, origin, confidence, evidence, validFrom, opened };
    const ofKind = this.#opened.get(kind);
    if (ofKind === undefined) this.#opened.set(kind, [{ a, b, set }]);
    else ofKind.push({ a, b, set });
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
