import { cancelledError } from "../base/errors.ts";
import type { CachedEmbedder } from "../embedding/cachedEmbedder.ts";
import { embeddingText } from "../model/chunk.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import type { StoreWriter } from "../stores/storeWriter.ts";

const documentsPerBatch = 400;

/** How many vectors were made, and how many were known. */
export interface VectorCounts {
  readonly computed: number;
  readonly fromCache: number;
}

/**
 * Gives every chunk its vector of the embedder's model. While another model is active its vectors stay in use; the new
 * ones are built beside them and become active when complete.
 */
export class VectorBuilder {
  readonly #catalog: Catalog;
  readonly #chunks: ChunkStore;
  readonly #writer: StoreWriter;
  readonly #embedder: CachedEmbedder;

  constructor(catalog: Catalog, chunks: ChunkStore, writer: StoreWriter, embedder: CachedEmbedder) {
    this.#catalog = catalog;
    this.#chunks = chunks;
    this.#writer = writer;
    this.#embedder = embedder;
  }

  /** Reports documents done and in all; resumes where an earlier run stopped. */
  async build(report: (done: number, total: number) => void, signal?: AbortSignal): Promise<VectorCounts> {
    const { documents, meta } = this.#catalog;
    const { modelId } = this.#embedder;
    if (meta.get("activeModel") !== modelId) meta.set("buildingModel", modelId);
    const total = documents.countWithoutVectors(modelId);
    let [done, computed, fromCache] = [0, 0, 0];
    for (;;) {
      if (signal?.aborted === true) throw cancelledError();
      report(done, total);
      const uris = documents.withoutVectors(modelId, documentsPerBatch);
      if (uris.length === 0) break;
      const counts = await this.#embedDocuments(uris, signal);
      computed += counts.computed;
      fromCache += counts.fromCache;
      done += uris.length;
    }
    if (meta.get("activeModel") !== modelId) await this.#writer.activateModel(modelId);
    return { computed, fromCache };
  }

  async #embedDocuments(uris: readonly string[], signal?: AbortSignal): Promise<VectorCounts> {
    const chunks = await this.#chunks.chunksOfDocuments(uris);
    const items = chunks.map((chunk) => ({ hash: chunk.contentHash, text: embeddingText(chunk) }));
    const { vectors, computed, cached } = await this.#embedder.embedChunks(items, signal);
    const rows = chunks.flatMap((chunk, at) => {
      const vector = vectors[at];
      return vector === undefined ? [] : [{ chunk, vector }];
    });
    await this.#writer.saveVectors(this.#embedder.modelId, { uris, rows });
    return { computed, fromCache: cached };
  }
}
