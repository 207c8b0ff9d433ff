import type { EdgeKind } from "../../model/graph.ts";
import { instantMs } from "../graph/instant.ts";
import { closingMs, openingMs } from "../graph/statements.ts";
import { type Commit, runInParts } from "./commits.ts";
import { confidenceColumn, writtenConfidence } from "./edgeRows.ts";
import { edgeIdentity, type NamedEdge, type NamedStatement } from "./namedStatements.ts";
import { edgeKindOfType, relationshipTypes } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";
import { OpenedEdges } from "./openedEdges.ts";

/** Makes the edges of each source what its statement says; see `GraphStore.restate`. */
export async function restateEdges(
  transaction: Transaction,
  statements: readonly NamedStatement[],
  at: string,
  commit: Commit,
): Promise<void> {
  const sources = await sourcesBefore(transaction, statements);
  const before = await edgesBefore(transaction, sources);
  const plan = new RestatementPlan(commit, instantMs(at));
  for (const statement of statements) {
    const known = sources.get(statement.uid);
    if (statement.mark === null && known === undefined) continue;
    plan.add(statement, known, before.get(statement.uid) ?? []);
  }
  await plan.write(transaction);
}

/** By uid of the sources that are there: the kinds of edges that each has ever stated. */
type SourceKinds = ReadonlyMap<string, readonly EdgeKind[]>;

async function sourcesBefore(
  transaction: Transaction,
  statements: readonly NamedStatement[],
): Promise<SourceKinds> {
  const rows = await transaction.run(
    "UNWIND $uids AS uid MATCH (s:WhenceSource {uid: uid}) RETURN s.uid AS uid, s.kinds AS kinds",
    { uids: statements.map(({ uid }) => uid) },
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
         r.origin AS origin, ${confidenceColumn}, r.evidence AS evidence, r.validFrom AS validFrom, r.validTo AS validTo`,
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
    { source, uid, mark, edges }: NamedStatement,
    kinds: readonly EdgeKind[] | undefined,
    before: readonly Row[],
  ): void {
    const open = new Map<string, Row>();
    const closed = new Map<string, number>();
    for (const row of before) {
      const identity = edgeIdentity(row.a, edgeKindOfType(row.type), row.b, row.role);
      if (row.validTo === null) open.set(identity, row);
      else
        closed.set(identity, Math.max(Number(row.validTo), closed.get(identity) ?? Number.NEGATIVE_INFINITY));
    }
    const changesBefore = this.#changes;
    for (const named of edges) {
      const row = open.get(named.identity);
      if (row === undefined)
        this.#open(named, uid, openingMs(named.edge, this.#atMs, closed.get(named.identity)));
      else this.#confirm(row, named);
      open.delete(named.identity);
    }
    for (const row of open.values()) this.#close(row);
    const stated = [...new Set([...(kinds ?? []), ...edges.map(({ edge }) => edge.kind)])];
    if (kinds === undefined) this.#newSources.push([uid, source, mark, stated]);
    else this.#sources.push({ uid, mark, kinds: stated, isChanged: this.#changes > changesBefore });
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

  #open(named: NamedEdge, src: string, validFrom: number): void {
    this.#changes++;
    this.#opened.add(named, src, validFrom);
  }

  #confirm(row: Row, { edge: { origin, confidence }, evidence }: NamedEdge): void {
    if (row.origin === origin && row.confidence === confidence && row.evidence === evidence) return;
    this.#changes++;
    this.#confirmed.push({ id: row.id, origin, confidence: writtenConfidence(confidence), evidence });
  }

  #close(row: Row): void {
    const validTo = closingMs(Number(row.validFrom), this.#atMs);
    this.#changes++;
    this.#closed.push({ id: row.id, validTo });
  }
}
