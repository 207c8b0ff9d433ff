import { WhenceError } from "../../base/errors.ts";
import type { GraphEdge, GraphNode, NodeKind } from "../../model/graph.ts";
import type {
  EdgeQuery,
  GraphCounts,
  GraphStore,
  NodeQuery,
  Page,
  Statement,
  Walk,
  WalkQuery,
} from "../../model/graphStore.ts";
import { type Commit, publishedCommit, writeCommit } from "./commits.ts";
import { listEdges } from "./listEdges.ts";
import { nameStatements } from "./namedStatements.ts";
import { edgeKindOfType, edgeKinds, inNamespace, typesPattern } from "./names.ts";
import type { Neo4jConnection, Transaction } from "./neo4jConnection.ts";
import { listNodes, nodesByKey, nodesOf, upsertNodes } from "./nodeQueries.ts";
import { restateEdges } from "./restateEdges.ts";
import { walkGraph } from "./walkGraph.ts";

/**
 * One namespace of a Neo4j server, whose schema `migrateGraph` made. A namespace is what one team knows of one repository;
 * every identity and every query carries it, so namespaces share a server without mixing.
 */
export class Neo4jGraph implements GraphStore {
  readonly #connection: Neo4jConnection;
  readonly #namespace: string;

  /** Opens nothing yet. Throws `badInput` for what is no namespace. */
  constructor(connection: Neo4jConnection, namespace: string) {
    if (!/^[\p{L}\p{N}._@%-]+(?:\/[\p{L}\p{N}._@%-]+)*$/u.test(namespace) || namespace.length > 300) {
      const sentence = `A namespace of the team graph is made of names with slashes between them, such as team/owner/repository: ${JSON.stringify(namespace.slice(0, 60))} is none.`;
      throw new WhenceError("badInput", sentence);
    }
    this.#connection = connection;
    this.#namespace = namespace;
  }

  async upsertNodes(nodes: readonly GraphNode[]): Promise<void> {
    await this.#write((transaction, commit) => upsertNodes(transaction, nodes, commit));
  }

  async restate(statements: readonly Statement[], at: string): Promise<void> {
    const named = nameStatements(this.#namespace, statements);
    await this.#write((transaction, commit) => restateEdges(transaction, named, at, commit));
  }

  async nodes(ids: readonly string[]): Promise<readonly GraphNode[]> {
    return this.#read((transaction) => nodesOf(transaction, this.#namespace, ids));
  }

  async nodesByKey(key: string): Promise<readonly GraphNode[]> {
    return this.#read((transaction) => nodesByKey(transaction, this.#namespace, key));
  }

  async listNodes(query: NodeQuery): Promise<Page<GraphNode>> {
    return this.#read((transaction) => listNodes(transaction, this.#namespace, query));
  }

  async edges(query: EdgeQuery): Promise<Page<GraphEdge>> {
    return this.#read((transaction) => listEdges(transaction, this.#namespace, query));
  }

  async walk(query: WalkQuery): Promise<Walk> {
    return this.#read((transaction) => walkGraph(transaction, this.#namespace, query));
  }

  async marks(prefix = ""): Promise<ReadonlyMap<string, string>> {
    const query = `MATCH (s:WhenceSource) WHERE s.ns = $ns AND s.mark IS NOT NULL AND s.name STARTS WITH $prefix
      RETURN s.name AS name, s.mark AS mark ORDER BY s.name`;
    const rows = await this.#read((transaction) => transaction.run(query, { ns: this.#namespace, prefix }));
    return new Map(rows.map(({ name, mark }) => [String(name), String(mark)]));
  }

  async counts(): Promise<GraphCounts> {
    return this.#read((transaction) => countsOf(transaction, this.#namespace));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#connection.read(work);
  }

  async #write(work: (transaction: Transaction, commit: Commit) => Promise<void>): Promise<void> {
    await writeCommit(this.#connection, this.#namespace, work);
  }
}

async function countsOf(transaction: Transaction, ns: string): Promise<GraphCounts> {
  const published = await publishedCommit(transaction, ns);
  const nodes = await transaction.run(
    `MATCH (n:WhenceNode) WHERE n.ns = $ns AND n.kind IS NOT NULL AND n.gone = false
     RETURN n.kind AS kind, count(*) AS count`,
    { ns },
  );
  const edges = await transaction.run(
    `MATCH (a:WhenceNode)-[r:${typesPattern(edgeKinds)}]->() WHERE ${inNamespace("a")} AND r.opened <= $published
     RETURN type(r) AS type, count(CASE WHEN r.closed <= $published THEN 1 END) AS closed, count(*) AS count`,
    { ns, published },
  );
  const open = edges.map(
    ({ type, closed, count }) => [edgeKindOfType(type), Number(count) - Number(closed)] as const,
  );
  return {
    nodes: Object.fromEntries(nodes.map(({ kind, count }) => [kind as NodeKind, Number(count)])),
    edges: Object.fromEntries(open.filter(([, count]) => count > 0)),
    closedEdges: edges.reduce((sum, { closed }) => sum + Number(closed), 0),
  };
}
