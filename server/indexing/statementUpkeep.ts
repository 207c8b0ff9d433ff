import { cancelledError } from "../base/errors.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { allEdges } from "../model/graphPages.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";

/** Statements that are made and written at once: many enough to be fast, so few that other writers need not wait long. */
const sourcesPerBatch = 1_000;

/** A source and what its statement is made from: with an equal mark it would be made again as it is. */
export interface MarkedSource {
  readonly source: string;
  readonly mark: string;
}

/** Nodes and statements for some sources. */
export interface MadeLinks {
  readonly nodes: readonly GraphNode[];
  /** To be added only where the graph does not know them. */
  readonly placeholders: readonly GraphNode[];
  readonly statements: readonly Statement[];
}

/** Keeps the statements of one run in a graph, and remembers which nodes lost an edge by it. */
export class StatementUpkeep {
  /** Ids of nodes which an edge was taken from. */
  readonly loosened = new Set<string>();
  readonly #graph: GraphStore;
  readonly #at: string;
  readonly #signal: AbortSignal | undefined;

  constructor(graph: GraphStore, at: string, signal: AbortSignal | undefined) {
    this.#graph = graph;
    this.#at = at;
    this.#signal = signal;
  }

  /**
   * States what is new or has another mark among `sources`, and closes what was stated under this prefix and is no longer
   * among them. Only what has to be stated is made, in batches. Gives how many sources changed.
   */
  async bringUp<Source extends MarkedSource>(
    prefix: string,
    sources: readonly Source[],
    make: (changed: readonly Source[]) => MadeLinks,
  ): Promise<number> {
    const known = await this.#graph.marks(prefix);
    const changed = sources.filter(({ source, mark }) => known.get(source) !== mark);
    const current = new Set(sources.map(({ source }) => source));
    const gone = [...known.keys()].filter((source) => !current.has(source));
    for (const batch of batches(changed)) {
      const { nodes, placeholders, statements } = make(batch);
      const edges = new Map(statements.map((statement) => [statement.source, statement.edges]));
      await this.#graph.upsertNodes(await this.#unknown(placeholders));
      await this.#graph.upsertNodes(nodes);
      const stated = batch.map(({ source, mark }) => ({ source, mark, edges: edges.get(source) ?? [] }));
      await this.#restate(stated, known);
    }
    for (const batch of batches(gone)) {
      const stated = batch.map((source) => ({ source, mark: "", edges: [], gone: true }));
      await this.#restate(stated, known);
    }
    return changed.length + gone.length;
  }

  async #restate(statements: readonly Statement[], known: ReadonlyMap<string, string>): Promise<void> {
    if (this.#signal?.aborted === true) throw cancelledError();
    for (const { source, edges } of statements) {
      if (!known.has(source)) continue;
      const still = new Set(edges.flatMap(endsOf));
      for (const edge of await allEdges(this.#graph, { source }))
        for (const end of endsOf(edge)) if (!still.has(end)) this.loosened.add(end);
    }
    await this.#graph.restate(statements, this.#at);
  }

  async #unknown(placeholders: readonly GraphNode[]): Promise<readonly GraphNode[]> {
    const there = await this.#graph.nodes(placeholders.map(({ id }) => id));
    const known = new Set(there.filter(({ goneAt }) => goneAt === undefined).map(({ id }) => id));
    return placeholders.filter(({ id }) => !known.has(id));
  }
}

const endsOf = ({ from, to }: GraphEdge): readonly string[] => [from, to];

function* batches<Value>(values: readonly Value[]): Iterable<readonly Value[]> {
  for (let at = 0; at < values.length; at += sourcesPerBatch) yield values.slice(at, at + sourcesPerBatch);
}
