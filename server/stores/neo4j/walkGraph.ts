import type { GraphEdge, GraphNode } from "../../model/graph.ts";
import type { Walk, WalkQuery } from "../../model/graphStore.ts";
import { checkWalk, kindsOf, usualOrigins } from "../graph/walkRules.ts";
import { publishedCommit } from "./commits.ts";
import { edgeColumns, toEdge, validity } from "./edgeRows.ts";
import { typesPattern, uidOf } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";
import { toNode } from "./nodeQueries.ts";

/** Walks level by level, one query each; see `GraphStore.walk`. */
export async function walkGraph(
  transaction: Transaction,
  namespace: string,
  query: WalkQuery,
): Promise<Walk> {
  checkWalk(query);
  const published = await publishedCommit(transaction, namespace);
  const walker = new Walker(transaction, namespace, published, query);
  let frontier = await walker.begin(query.start);
  for (let level = 1; level <= query.depth && frontier.length > 0; level++)
    frontier = await walker.expand(frontier, level);
  return walker.walk(frontier);
}

interface Reached {
  readonly node: GraphNode;
  readonly distance: number;
}

/** What was reached so far. Nodes go by their uids. */
class Walker {
  readonly #transaction: Transaction;
  readonly #namespace: string;
  readonly #limit: number;
  readonly #parameters: Readonly<Record<string, unknown>>;
  readonly #edgesQuery: string;
  readonly #othersQuery: string;
  readonly #reached = new Map<string, Reached>();
  readonly #edges = new Map<number, GraphEdge>();
  #isCut = false;

  constructor(transaction: Transaction, namespace: string, published: number, query: WalkQuery) {
    this.#transaction = transaction;
    this.#namespace = namespace;
    this.#limit = query.limit;
    const valid = validity(query.asOf);
    const origins = query.origins ?? usualOrigins;
    this.#parameters = { ns: namespace, published, origins, ...valid.parameters };
    const asking = (columns: string) => queryOf(query, valid.text, columns);
    this.#edgesQuery = asking(`other.value AS value, ${edgeColumns}`);
    this.#othersQuery = asking("");
  }

  /** Known nodes among the start. */
  async begin(start: readonly string[]): Promise<readonly string[]> {
    const uids = start.map((id) => uidOf(this.#namespace, id));
    const rows = await this.#transaction.run(
      `UNWIND $uids AS uid MATCH (n:WhenceNode {uid: uid}) WHERE n.value IS NOT NULL
       RETURN n.uid AS uid, n.value AS value`,
      { uids },
    );
    const found = new Map(rows.map((row) => [String(row.uid), row]));
    for (const uid of uids) {
      const row = found.get(uid);
      if (row !== undefined && !this.#visit(uid, row, 0)) break;
    }
    return [...this.#reached.keys()];
  }

  /** One level farther; returns the nodes which are new. Ends as soon as there is one too many. */
  async expand(frontier: readonly string[], distance: number): Promise<readonly string[]> {
    if (this.#isCut || this.#edgesQuery === "") return [];
    const before = this.#reached.size;
    const rows = this.#transaction.stream(this.#edgesQuery, { ...this.#parameters, frontier });
    for await (const row of rows) {
      const [here, other] = [String(row.here), String(row.other)];
      if (!this.#visit(other, row, distance)) return [];
      this.#addEdge(row, row.isOut === true ? here : other, row.isOut === true ? other : here);
    }
    return [...this.#reached.keys()].slice(before);
  }

  /** What the walk gives when it ended at these nodes, behind which it did not look. */
  async walk(frontier: readonly string[]): Promise<Walk> {
    return {
      nodes: [...this.#reached.values()],
      edges: [...this.#edges.values()],
      isCut: this.#isCut || (await this.#leadsOn(frontier)),
    };
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

  #addEdge(row: Row, from: string, to: string): void {
    const n = Number(row.n);
    if (this.#edges.has(n)) return;
    const [start, end] = [this.#reached.get(from), this.#reached.get(to)];
    if (start !== undefined && end !== undefined) this.#edges.set(n, toEdge(row, start.node.id, end.node.id));
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
