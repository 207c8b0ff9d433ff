import type { EdgeKind, EdgeOrigin, GraphEdge, GraphNode, NodeKind } from "./graph.ts";

/**
 * Nodes and edges with their time of validity. Any number of processes may read and write at once; each method is one
 * transaction. Texts are kept as they are; instants come back as `toISOString` writes them. Throws `WhenceError` where the
 * store cannot be reached, read or written, and `badInput` for what is no instant, limit or cursor.
 */
export interface GraphStore {
  /** Adds nodes, or replaces all that is known of those whose `id` is there. */
  upsertNodes(nodes: readonly GraphNode[]): Promise<void>;
  /**
   * Says, for each source, everything that it supports now. Edges which it did not support before are opened, those which
   * it no longer supports are closed at `at`, and the rest keeps its `validFrom` and takes the new evidence and
   * confidence. An edge that was closed and is supported again is a new one, valid from `at` at the earliest. Edges may
   * name nodes that are not there yet. No edge ends before it begins, and no two times of one edge overlap, whatever the
   * clocks said; of what is stated twice in one call the last counts.
   */
  restate(statements: readonly Statement[], at: string): Promise<void>;

  /** In the order of `ids`; unknown ones are left out. */
  nodes(ids: readonly string[]): Promise<readonly GraphNode[]>;
  /**
   * Items with exactly this key, and where there is none those that differ in case alone; what is gone comes last. Commits,
   * files, symbols, releases and people are no items.
   */
  nodesByKey(key: string): Promise<readonly GraphNode[]>;
  /** By kind, in the order of key and id; numbers within keys compare as numbers (`WH-9` before `WH-10`); those without a key come last. */
  listNodes(query: NodeQuery): Promise<Page<GraphNode>>;
  /** Oldest first; those of one instant in an order that stays. */
  edges(query: EdgeQuery): Promise<Page<GraphEdge>>;
  /**
   * Everything that is reached from some nodes over some kinds of edges, level by level; cycles end. It neither gives nor
   * goes through nodes that only edges name.
   */
  walk(query: WalkQuery): Promise<Walk>;
  /** Sources and the marks that they were last stated with; by prefix of the source where one is given. */
  marks(prefix?: string): Promise<ReadonlyMap<string, string>>;
  counts(): Promise<GraphCounts>;
  close(): Promise<void>;
}

/** All that one source supports. Without edges the source is known to support nothing. */
export interface Statement {
  readonly source: string;
  /** What the statement was made from, for example a content hash: equal marks mean that nothing has to be stated again. */
  readonly mark: string;
  /** Without `validTo`; each with this `source`. */
  readonly edges: readonly GraphEdge[];
  /** True where the source itself is gone: its mark is forgotten and all its edges are closed. */
  readonly gone?: boolean;
}

/** At which time: only edges that were valid then. Absent: those that are valid now, which are those without `validTo`. */
export interface AsOf {
  /** ISO 8601 in UTC. */
  readonly asOf?: string;
}

/** A part of a long list. */
export interface PageRequest {
  /** At least 1; 1,000 unless given. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Some rows, and where to go on. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Which nodes. */
export interface NodeQuery extends PageRequest {
  readonly kinds?: readonly NodeKind[];
  /** Those of this file. */
  readonly path?: string;
  /** Also nodes that their source no longer has. */
  readonly withGone?: boolean;
}

/** Which edges; every condition that is given has to hold. */
export interface EdgeQuery extends PageRequest, AsOf {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly kinds?: readonly EdgeKind[];
  readonly origins?: readonly EdgeOrigin[];
  readonly source?: string;
  /** Closed edges too, whatever `asOf` says. */
  readonly withClosed?: boolean;
}

/** A kind of edge and the direction in which it is walked: `out` from its `from` to its `to`. */
export interface Step {
  readonly kind: EdgeKind;
  readonly direction: "out" | "in";
}

/** From where, over what and how far. */
export interface WalkQuery extends AsOf {
  readonly start: readonly string[];
  readonly steps: readonly Step[];
  /** Edges between the start and the farthest node; 0 gives the start alone. */
  readonly depth: number;
  /** At most so many nodes; nearer ones come first. */
  readonly limit: number;
  /** Unless given: all but `rejected`. */
  readonly origins?: readonly EdgeOrigin[];
}

/** What a walk reached: nodes that the store knows, nearest first, and the edges that were walked over, each once. */
export interface Walk {
  readonly nodes: readonly { readonly node: GraphNode; readonly distance: number }[];
  readonly edges: readonly GraphEdge[];
  /** True where `depth` or `limit` hid something. */
  readonly isCut: boolean;
}

/** How much a graph holds. */
export interface GraphCounts {
  /** Without those that are gone and those that only edges name. */
  readonly nodes: Readonly<Partial<Record<NodeKind, number>>>;
  /** Open edges. */
  readonly edges: Readonly<Partial<Record<EdgeKind, number>>>;
  readonly closedEdges: number;
}
