import type { EdgeKind, GraphEdge, GraphNode, NodeKind } from "../../../model/graph.ts";
import type {
  EdgeQuery,
  GraphCounts,
  GraphStore,
  NodeQuery,
  Page,
  Statement,
  Walk,
  WalkQuery,
} from "../../../model/graphStore.ts";
import type { SharingState } from "../../sharingState.ts";
import type { SymbolHistoryCache } from "../../symbolHistoryCache.ts";
import type { Database, StoreMode } from "../database.ts";
import { edgeKindOf } from "./edgeCodes.ts";
import { GraphFile } from "./graphFile.ts";
import { listEdges } from "./listEdges.ts";
import { listNodes, nodesByKey, nodesOf, upsertNodes } from "./nodesTable.ts";
import { restate } from "./restate.ts";
import { SharingTable } from "./sharingTable.ts";
import { SymbolHistoryTable } from "./symbolHistoryTable.ts";
import { walkGraph } from "./walkGraph.ts";

/** The graph in `graph.sqlite` in the folder of a store, and the cache of histories which lies beside it. */
export class SqliteGraph implements GraphStore {
  readonly history: SymbolHistoryCache;
  readonly sharing: SharingState;
  readonly #file: GraphFile;

  /** Throws as `Database`, but for damage; a reader where there is no file yet sees an empty graph. */
  constructor(place: string, mode: StoreMode) {
    this.#file = new GraphFile(place, mode);
    this.history = new SymbolHistoryTable(this.#file);
    this.sharing = new SharingTable(this.#file);
  }

  /** A sentence for people where the file was damaged and everything has to be stated again. */
  get notice(): string | undefined {
    return this.#file.notice;
  }

  /** Another number whenever another connection has committed something; own writes do not count. */
  version(): number {
    return this.#file.read((database) => Number(database.get("PRAGMA data_version")?.data_version));
  }

  async upsertNodes(nodes: readonly GraphNode[]): Promise<void> {
    await this.#file.write((database) => upsertNodes(database, nodes));
  }

  async restate(statements: readonly Statement[], at: string): Promise<void> {
    await this.#file.write((database) => restate(database, statements, at));
  }

  async nodes(ids: readonly string[]): Promise<readonly GraphNode[]> {
    return this.#file.read((database) => nodesOf(database, ids));
  }

  async nodesByKey(key: string): Promise<readonly GraphNode[]> {
    return this.#file.read((database) => nodesByKey(database, key));
  }

  async listNodes(query: NodeQuery): Promise<Page<GraphNode>> {
    return this.#file.read((database) => listNodes(database, query));
  }

  async edges(query: EdgeQuery): Promise<Page<GraphEdge>> {
    return this.#file.read((database) => listEdges(database, query));
  }

  async walk(query: WalkQuery): Promise<Walk> {
    return this.#file.read((database) => walkGraph(database, query));
  }

  async marks(prefix = ""): Promise<ReadonlyMap<string, string>> {
    return this.#file.read((database) => marksOf(database, prefix));
  }

  async counts(): Promise<GraphCounts> {
    return this.#file.read(countsOf);
  }

  async close(): Promise<void> {
    this.#file.close();
  }
}

function marksOf(database: Database, prefix: string): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  const sql = "SELECT name, mark FROM sources WHERE name >= ? ORDER BY name";
  for (const { name, mark } of database.iterate(sql, prefix)) {
    // All names with the prefix follow one another.
    if (!String(name).startsWith(prefix)) break;
    if (mark !== null) marks.set(String(name), String(mark));
  }
  return marks;
}

function countsOf(database: Database): GraphCounts {
  const nodes = database.all(
    "SELECT kind, count(*) AS n FROM nodes WHERE value IS NOT NULL AND gone = 0 GROUP BY kind",
  );
  const edges = database.all("SELECT kind, count(*) AS n FROM edges WHERE valid_to IS NULL GROUP BY kind");
  const closed = database.get("SELECT count(*) AS n FROM edges WHERE valid_to IS NOT NULL");
  return {
    nodes: Object.fromEntries(nodes.map(({ kind, n }) => [kind as NodeKind, Number(n)])),
    edges: Object.fromEntries(edges.map(({ kind, n }) => [edgeKindOf(kind) as EdgeKind, Number(n)])),
    closedEdges: Number(closed?.n ?? 0),
  };
}
