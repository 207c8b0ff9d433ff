import type { GraphEdge, GraphNode } from "../../model/graph.ts";
import type { Walk, WalkQuery } from "../../model/graphStore.ts";
import { checkWalk, kindsOf, usualOrigins } from "../graph/walkRules.ts";
import { publishedCommit } from "./commits.ts";
import { edgeColumns, sourceNames, toEdge, validity } from "./edgeRows.ts";
import { typesPattern, uidOf } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";
import { toNode } from "./nodeQueries.ts";

/** Walks level by level, one query each, and asks at once for what does not depend on one another; see `GraphStore.walk`. */
export async function walkGraph(
  transaction: Transaction,
  namespace: string,
  query: WalkQuery,
): Promise<Walk> {
  checkWalk(query);
  const [published, start] = await Promise.all([
    publishedCommit(transaction, namespace),
    knownNodes(transaction, namespace, query.start),
  ]);
  const walker = new Walker(transaction, published, query);
  let frontier = walker.begin(start);
  for (let level = 1; level <= query.depth && frontier.length > 0; level++)
    frontier = await walker.expand(frontier, level);
  return walker.walk(frontier);
}

/** Nodes that are there, in the order of their ids; each once. */
async function knownNodes(
  transaction: Transaction,
  namespace: string,
  ids: readonly string[],
): Promise<readonly Row[]> {
  const uids = [...new Set(ids)].map((id) => uidOf(namespace, id));
  const rows = await transaction.run(
    `UNWIND $uids AS uid MATCH (n:WhenceNode {uid: uid}) WHERE n.value IS NOT NULL
     RETURN n.uid AS uid, n.value AS value`,
    { uids },
  );
  const found = new Map(rows.map((row) => [row.uid, row]));
  return uids.map((uid) => found.get(uid)).filter((row) => row !== undefined);
}

interface Reached {
  readonly node: GraphNode;
  readonly distance: number;
}

/** What was reached so far. Nodes go by their uids. */
class Walker {
  readonly #transaction: Transaction;
  readonly #limit: number;
  readonly #parameters: Readonly<Record<string, unknown>>;
  readonly #edgesQuery: string;
  readonly #othersQuery: string;
  readonly #reached = new Map<string, Reached>();
  /** Rows of edges by their numbers. */
  readonly #edges = new Map<number, Row>();
  #isCut = false;

  constructor(transaction: Transaction, published: number, query: WalkQuery) {
    this.#transaction = transaction;
    this.#limit = query.limit;
    const valid = validity(query.asOf);
    const origins = query.origins ?? usualOrigins;
    this.#parameters = { published, origins, ...valid.parameters };
    const asking = (columns: string) => queryOf(query, valid.text, columns);
    this.#edgesQuery = asking(`other.value AS value, ${edgeColumns}`);
    this.#othersQuery = asking("");
  }

  /** Where it starts; returns as many of these nodes as it may reach. */
  begin(start: readonly Row[]): readonly string[] {
    for (const row of start) if (!this.#visit(String(row.uid), row, 0)) break;
    return [...this.#reached.keys()];
  }

  /** One level farther; returns the nodes which are new. Ends as soon as there is one too many. */
  async expand(frontier: readonly string[], distance: number): Promise<readonly string[]> {
    if (this.#isCut || this.#edgesQuery === "") return [];
    const before = this.#reached.size;
    const rows = this.#transaction.stream(this.#edgesQuery, { ...this.#parameters, frontier });
    for await (const row of rows) {
      if (!this.#visit(String(row.other), row, distance)) return [];
      this.#edges.set(Number(row.n), row);
    }
    return [...this.#reached.keys()].slice(before);
  }

  /** What the walk gives when it ended at these nodes, behind which it did not look. */
  async walk(frontier: readonly string[]): Promise<Walk> {
    const rows = [...this.#edges.values()];
    const [names, leadsOn] = await Promise.all([
      sourceNames(this.#transaction, rows),
      this.#isCut || this.#leadsOn(frontier),
    ]);
    const edges = rows.map((row) => this.#edgeOf(row, String(names.get(row.src))));
    return { nodes: [...this.#reached.values()], edges, isCut: leadsOn };
  }

  /** False where the node is one too many. */
  #visit(uid: string, row: Row, distance: number): boolean {
    if (this.#reached.has(uid)) return true;
    if (this.#reached.size >= this.#limit) {
      this.#isCut = true;
      return false;
    }
    this.#reached.set(uid, { node: toNode(row), distance });
    return true;
  }

  #edgeOf(row: Row, source: string): GraphEdge {
    const [from, to] = row.isOut === true ? [row.here, row.other] : [row.other, row.here];
    const idOf = (uid: unknown) => this.#reached.get(String(uid))?.node.id ?? "";
    return toEdge(row, idOf(from), idOf(to), source);
  }

  async #leadsOn(frontier: readonly string[]): Promise<boolean> {
    if (frontier.length === 0 || this.#othersQuery === "") return false;
    const rows = this.#transaction.stream(this.#othersQuery, { ...this.#parameters, frontier });
    for await (const { other } of rows) if (!this.#reached.has(String(other))) return true;
    return false;
  }
}

/** All edges that lead on from `$frontier`, first along and then against their direction; empty where nothing is walked. */
function queryOf({ steps }: WalkQuery, valid: string, columns: string): string {
  const branches = (["out", "in"] as const).flatMap((direction) => {
    const kinds = kindsOf(steps, direction);
    if (kinds.length === 0) return [];
    const [left, right] = direction === "out" ? ["-", "->"] : ["<-", "-"];
    return [
      `UNWIND $frontier AS uid
       MATCH (here:WhenceNode {uid: uid})${left}[r:${typesPattern(kinds)}]${right}(other:WhenceNode)
       WHERE ${valid} AND r.origin IN $origins AND other.value IS NOT NULL
       RETURN here.uid AS here, other.uid AS other, ${direction === "out"} AS isOut${columns === "" ? "" : `, ${columns}`}`,
    ];
  });
  return branches.join("\nUNION ALL\n");
}
