import type { GraphEdge, GraphNode } from "../../../model/graph.ts";
import type { Walk, WalkQuery } from "../../../model/graphStore.ts";
import { checkWalk, kindsOf, usualOrigins } from "../../graph/walkRules.ts";
import type { Database, Row } from "../database.ts";
import { edgeKindCodes, originCodes } from "./edgeCodes.ts";
import { toEdge } from "./edgeRow.ts";
import { toNode } from "./nodesTable.ts";
import { type Conditions, validityConditions } from "./validity.ts";

/** Walks level by level; see `GraphStore.walk`. Call it within a transaction: it reads more than once. */
export function walkGraph(database: Database, query: WalkQuery): Walk {
  checkWalk(query);
  const walker = new Walker(database, query);
  let frontier = walker.begin(query.start);
  for (let level = 1; level <= query.depth && frontier.length > 0; level++)
    frontier = walker.expand(frontier, level);
  return walker.walk(frontier);
}

interface Reached {
  readonly node: GraphNode;
  readonly distance: number;
}

/** What was reached so far. Nodes go by their numbers. */
class Walker {
  readonly #database: Database;
  readonly #limit: number;
  readonly #ways: readonly Way[];
  readonly #reached = new Map<number, Reached>();
  /** Numbers of what was reached, nearest first. */
  readonly #order: number[] = [];
  readonly #edges = new Map<number, GraphEdge>();
  #isCut = false;

  constructor(database: Database, query: WalkQuery) {
    this.#database = database;
    this.#limit = query.limit;
    this.#ways = waysOf(query);
  }

  /** Known nodes among the start. */
  begin(start: readonly string[]): readonly number[] {
    const sql = "SELECT id, value FROM nodes WHERE uid = ? AND value IS NOT NULL";
    for (const uid of start) {
      const row = this.#database.get(sql, uid);
      if (row !== undefined && !this.#visit(Number(row.id), row, 0)) break;
    }
    return [...this.#order];
  }

  /** One level farther; returns the nodes which are new. Ends as soon as there is one too many. */
  expand(frontier: readonly number[], distance: number): readonly number[] {
    if (this.#isCut) return [];
    const before = this.#order.length;
    for (const way of this.#ways) {
      for (const row of this.#database.iterate(way.edgesSql, JSON.stringify(frontier), ...way.values)) {
        const [here, other] = [Number(row.here), Number(row.other)];
        if (!this.#visit(other, row, distance)) return [];
        this.#addEdge(row, way.isOut ? here : other, way.isOut ? other : here);
      }
    }
    return this.#order.slice(before);
  }

  /** What the walk gives when it ended at these nodes, behind which it did not look. */
  walk(frontier: readonly number[]): Walk {
    return {
      nodes: [...this.#reached.values()],
      edges: [...this.#edges.values()],
      isCut: this.#isCut || this.#leadsOn(frontier),
    };
  }

  /** False where the node is one too many. */
  #visit(id: number, row: Row, distance: number): boolean {
    if (this.#reached.has(id)) return true;
    if (this.#reached.size >= this.#limit) {
      this.#isCut = true;
      return false;
    }
    this.#reached.set(id, { node: toNode(row), distance });
    this.#order.push(id);
    return true;
  }

  #addEdge(row: Row, from: number, to: number): void {
    const id = Number(row.id);
    if (this.#edges.has(id)) return;
    const [start, end] = [this.#reached.get(from), this.#reached.get(to)];
    if (start !== undefined && end !== undefined)
      this.#edges.set(id, toEdge(row, start.node.id, end.node.id));
  }

  #leadsOn(frontier: readonly number[]): boolean {
    for (const way of this.#ways) {
      for (const { other } of this.#database.iterate(way.othersSql, JSON.stringify(frontier), ...way.values))
        if (!this.#reached.has(Number(other))) return true;
    }
    return false;
  }
}

/** The edges of one direction and one kind of validity; the first question mark of each query is a JSON array of nodes. */
interface Way {
  readonly isOut: boolean;
  readonly edgesSql: string;
  readonly othersSql: string;
  readonly values: Conditions["values"];
}

function waysOf(query: WalkQuery): readonly Way[] {
  const origins = (query.origins ?? usualOrigins).map((origin) => originCodes[origin]).join();
  const validity = validityConditions(query.asOf);
  return (["out", "in"] as const).flatMap((direction) => {
    const kinds = kindsOf(query.steps, direction).map((kind) => edgeKindCodes[kind]);
    if (kinds.length === 0) return [];
    const isOut = direction === "out";
    const [here, there] = isOut ? ["from_id", "to_id"] : ["to_id", "from_id"];
    return validity.map(({ sql, values }) => {
      // The order of the tables is the order in which they are read: nodes of this level, their edges, the other ends.
      const joined = `FROM json_each(?) AS frontier CROSS JOIN edges CROSS JOIN nodes
        WHERE edges.${here} = frontier.value AND edges.kind IN (${kinds.join()}) AND ${sql} AND origin IN (${origins})
          AND nodes.id = edges.${there} AND nodes.value IS NOT NULL`;
      return {
        isOut,
        edgesSql: `SELECT edges.*, edges.${here} AS here, nodes.value, nodes.id AS other,
          (SELECT name FROM sources WHERE sources.id = edges.source) AS source_name ${joined}`,
        othersSql: `SELECT nodes.id AS other ${joined}`,
        values,
      };
    });
  });
}
