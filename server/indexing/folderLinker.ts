import { cancelledError } from "../base/errors.ts";
import { linkSpecs, specStatementPrefix } from "../linking/specLinks.ts";
import type { SpecDocument } from "../linking/specPlaces.ts";
import type { GraphNode } from "../model/graph.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";
import type { StoredStatement } from "../model/statedFacts.ts";
import type { Catalog } from "../stores/catalog.ts";

/** Statements that one transaction takes: large enough to be fast, small enough that other writers need not wait long. */
const statementsPerBatch = 2_000;

/** What a linker works with. */
export interface FolderLinkerParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
}

/** Turns what documents state into links, and closes those which none states any longer. */
export class FolderLinker {
  readonly #parts: FolderLinkerParts;

  constructor(parts: FolderLinkerParts) {
    this.#parts = parts;
  }

  /**
   * Brings the graph up to date with the catalog; what is stated as before costs a comparison. `now` is when links that
   * are gone are closed. May be stopped and repeated at any point. Gives the number of links that hold.
   */
  async link(now: Date, signal?: AbortSignal): Promise<number> {
    const { catalog, graph } = this.#parts;
    const stated = [...catalog.stated.all()];
    const specs = linkSpecs(
      specDocuments(stated, catalog),
      (path) => catalog.documents.byPath(path) !== undefined,
    );
    await this.#bringUp(specStatementPrefix, specs, now, signal);
    const { edges } = await graph.counts();
    return Object.values(edges).reduce((sum, count) => sum + count, 0);
  }

  /** States what is new or changed among `links`, and closes what was stated under this prefix and is no longer. */
  async #bringUp(
    prefix: string,
    links: {
      readonly nodes: readonly GraphNode[];
      readonly placeholders: readonly GraphNode[];
      readonly statements: readonly Statement[];
    },
    now: Date,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { graph } = this.#parts;
    const known = await graph.marks(prefix);
    const current = new Set(links.statements.map(({ source }) => source));
    const changed = links.statements.filter(({ source, mark }) => known.get(source) !== mark);
    const gone = [...known.keys()].filter((source) => !current.has(source));
    const all = [...changed, ...gone.map((source) => ({ source, mark: "", edges: [], gone: true }))];
    if (all.length === 0) return;
    await graph.upsertNodes([...links.placeholders, ...links.nodes]);
    for (let at = 0; at < all.length; at += statementsPerBatch) {
      if (signal?.aborted === true) throw cancelledError();
      await graph.restate(all.slice(at, at + statementsPerBatch), now.toISOString());
    }
  }
}

function specDocuments(stated: readonly StoredStatement[], catalog: Catalog): readonly SpecDocument[] {
  return stated.flatMap(({ uri, path, mark, date, facts }) => {
    if (path === undefined || facts.specs.length === 0) return [];
    const first = catalog.commits.touching([path], Number.MAX_SAFE_INTEGER).at(-1);
    return [{ uri, path, contentHash: mark, date: first?.date ?? date, specs: facts.specs }];
  });
}
