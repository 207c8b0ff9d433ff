import type { Embedder } from "../model/embedding.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { SearchFilter } from "../model/query.ts";
import type { StoredSymbol } from "../model/storedState.ts";
import type { SymbolOrigin } from "../model/symbolHistory.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";

/** What every finder searches in. */
export interface SearchTools {
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
  readonly embedder: Embedder;
  /** Links that people stated. */
  readonly graph: GraphStore;
  /**
   * Commits behind a definition, the one that introduced it first. Asks Git where it is not known yet, so it is meant for
   * the few definitions that a question for a reason names; what cannot be found out has none.
   */
  origins(symbol: StoredSymbol): Promise<readonly SymbolOrigin[]>;
  /** What the user restricted the search to; applied by every finder before it ranks. */
  readonly filter: SearchFilter;
}
