import type { EdgeKind } from "../../model/graph.ts";
import { type Commit, runInParts, sendAll } from "./commits.ts";
import { writtenConfidence } from "./edgeRows.ts";
import type { NamedEdge } from "./namedStatements.ts";
import { relationshipTypes } from "./names.ts";
import type { Transaction } from "./neo4jConnection.ts";

/** What of a new edge is its own; see `queryOf`. */
type EdgeRow = readonly [
  to: string,
  n: number,
  role: string | null,
  origin: string,
  confidence: number | null,
  evidence: string,
  validFrom: number,
];

/** New edges of one kind that one source states from one node. */
interface EdgeGroup {
  readonly kind: EdgeKind;
  readonly from: string;
  readonly src: string;
  readonly rows: EdgeRow[];
}

/** Edges that one query makes at most. */
const edgesMost = 5_000;

/** Edges that a commit opens. What those of a source have in common is sent once, and a node looked up once for its edges. */
export class OpenedEdges {
  readonly #commit: Commit;
  readonly #groups = new Map<string, EdgeGroup>();
  /** Ids of the nodes that the edges join, by uid. */
  readonly #ids = new Map<string, string>();

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  /** `src`: uid of the source. */
  add({ edge, from, to, evidence }: NamedEdge, src: string, validFrom: number): void {
    const { kind, role = null, origin, confidence } = edge;
    this.#ids.set(from, edge.from).set(to, edge.to);
    const place = `${src} ${from} ${kind}`;
    let group = this.#groups.get(place);
    if (group === undefined) {
      group = { kind, from, src, rows: [] };
      this.#groups.set(place, group);
    }
    const n = ++this.#commit.lastEdge;
    group.rows.push([to, n, role, origin, writtenConfidence(confidence), evidence, validFrom]);
  }

  /**
   * Makes them. Nodes that are not there yet are added without a value, so that edges can name them; as most are there, they
   * are looked for only where fewer edges came of a query than were asked for.
   */
  async write(transaction: Transaction): Promise<void> {
    const parts = partsOf([...this.#groups.values()]);
    const made = await sendAll(parts, (part) => this.#make(transaction, part));
    const short = parts.filter((part, at) => made[at] !== countOf(part)).flat();
    if (short.length === 0) return;
    const missing = await this.#addMissing(transaction, short);
    const left = short.flatMap((group) => {
      const rows = missing.has(group.from) ? group.rows : group.rows.filter(([to]) => missing.has(to));
      return rows.length === 0 ? [] : [{ ...group, rows }];
    });
    await sendAll(partsOf(left), (part) => this.#make(transaction, part));
  }

  /** How many edges of groups of one kind were made, which are those between nodes that are there. */
  async #make(transaction: Transaction, groups: readonly EdgeGroup[]): Promise<number> {
    const rows = groups.map(({ from, src, rows: own }) => [from, src, own]);
    const query = queryOf(groups[0]?.kind ?? "mentions");
    const [row] = await transaction.run(query, { rows, opened: this.#commit.number });
    return Number(row?.count);
  }

  /** Uids of the nodes at the ends which were not there, and now are. */
  async #addMissing(transaction: Transaction, groups: readonly EdgeGroup[]): Promise<ReadonlySet<string>> {
    const ends = new Set(groups.flatMap(({ from, rows }) => [from, ...rows.map(([to]) => to)]));
    const { namespace: ns, number: commit } = this.#commit;
    const found = await runInParts(
      transaction,
      `UNWIND $rows AS row OPTIONAL MATCH (n:WhenceNode {uid: row[0]}) WITH row, n WHERE n IS NULL
       CREATE (:WhenceNode {uid: row[0], ns: $ns, id: row[1], commit: $commit}) RETURN row[0] AS uid`,
      [...ends].map((uid) => [uid, this.#ids.get(uid)]),
      { ns, commit },
    );
    return new Set(found.map(({ uid }) => String(uid)));
  }
}

/** Groups by kind, in parts that one query makes. */
function partsOf(groups: readonly EdgeGroup[]): readonly (readonly EdgeGroup[])[] {
  return [...Map.groupBy(groups, ({ kind }) => kind).values()].flatMap((ofKind) => {
    const parts: EdgeGroup[][] = [];
    let room = 0;
    for (const group of ofKind.flatMap(inPieces)) {
      if (room < group.rows.length) {
        parts.push([]);
        room = edgesMost;
      }
      parts.at(-1)?.push(group);
      room -= group.rows.length;
    }
    return parts;
  });
}

function inPieces(group: EdgeGroup): readonly EdgeGroup[] {
  if (group.rows.length <= edgesMost) return [group];
  const count = Math.ceil(group.rows.length / edgesMost);
  return Array.from({ length: count }, (_, at) => ({
    ...group,
    rows: group.rows.slice(at * edgesMost, (at + 1) * edgesMost),
  }));
}

function countOf(groups: readonly EdgeGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

function queryOf(kind: EdgeKind): string {
  return `UNWIND $rows AS of MATCH (a:WhenceNode {uid: of[0]})
    UNWIND of[2] AS row MATCH (b:WhenceNode {uid: row[0]})
    CREATE (a)-[r:${relationshipTypes[kind]} {src: of[1], opened: toInteger($opened), n: toInteger(row[1]), role: row[2],
      origin: row[3], confidence: row[4], evidence: row[5], validFrom: row[6]}]->(b)
    RETURN count(r) AS count`;
}
