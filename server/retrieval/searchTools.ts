import type { Embedder } from "../model/embedding.ts";
import type { SearchFilter } from "../model/query.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";

/** What every finder searches in. */
export interface SearchTools {
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
  readonly embedder: Embedder;
  /** What the user restricted the search to; applied by every finder before it ranks. */
  readonly filter: SearchFilter;
}
