import type { Chunk } from "../model/chunk.ts";
import type { Catalog, DocumentRecord } from "./catalog.ts";
import type { ChunkStore, VectorRow } from "./chunkStore.ts";

/** Documents to be written together, with all of their chunks. */
export interface DocumentBatch {
  readonly records: readonly DocumentRecord[];
  readonly chunks: readonly Chunk[];
}

/** Vectors to be written together: all chunks of the documents named by `uris`. */
export interface VectorBatch {
  readonly uris: readonly string[];
  readonly rows: readonly VectorRow[];
}

/**
 * The one writer of a store. It keeps two stores in step that share no transaction: LanceDB finds chunks by text and by
 * vector; SQLite says which documents are indexed, holds the chunks that are shown, and is the truth.
 *
 * A batch is written in four steps: (1) SQLite commits an intent that names the documents; (2) LanceDB adds their
 * chunks beside the old ones, in one commit; (3) SQLite commits documents, chunks and facts, in one transaction, and
 * ends the intents of documents that are new; (4) where documents were there before, LanceDB sweeps out what they no
 * longer hold, and SQLite ends their intents. A removal is (1), then SQLite, then (4). A process killed
 * - before (1) has changed nothing;
 * - between (1) and the end of (4) leaves intents. `recover` sweeps these documents, so LanceDB holds no other chunks
 *   of them than SQLite, and marks them stale, so the next change plan reads them again. Without the mark, a file which
 *   is put back to its indexed content after the kill would look unchanged while LanceDB has columns of the other one;
 * - after (4) has finished the batch.
 * Each step may be repeated. Vectors have intents and marks of their own: (1), LanceDB, (3).
 *
 * Readers never see half a batch: a hit of LanceDB whose chunk SQLite does not have is dropped, and LanceDB has all
 * chunks which SQLite has, so before (3) they find the old version of each document, and from (3) on the new one, also
 * where the writer was killed in between.
 */
export class StoreWriter {
  readonly #catalog: Catalog;
  readonly #chunks: ChunkStore;
  readonly #assertHeld: () => void;

  /**
   * `assertHeld` throws where another process has become the writer. It is asked before each write, and again before the
   * catalog says that it is done: a machine may have slept in between, and the other writer has tidied up.
   */
  constructor(catalog: Catalog, chunks: ChunkStore, assertHeld: () => void) {
    this.#catalog = catalog;
    this.#chunks = chunks;
    this.#assertHeld = assertHeld;
  }

  /** Tidies up what a killed writer left half done; call it once before the first write. */
  async recover(): Promise<void> {
    const { documents } = this.#catalog;
    await this.#dropUnusedModels();
    const uris = documents.intended();
    if (uris.length > 0) {
      documents.markStale(uris);
      await this.#sweep(uris, this.#catalog.chunks.ofDocuments(uris));
    }
    documents.expireIntendedVectors();
  }

  /** Writes documents, new and changed ones mixed as they come. */
  async saveDocuments(batch: DocumentBatch): Promise<void> {
    const uris = batch.records.map((record) => record.document.uri);
    if (uris.length === 0) return;
    this.#assertHeld();
    const known = this.#catalog.documents.known(uris);
    this.#catalog.documents.intend(uris);
    if (known.size === 0) await this.#chunks.addDocuments(batch.chunks);
    else await this.#chunks.putDocuments(batch.chunks);
    this.#assertHeld();
    this.#catalog.documents.save(batch.records, batch.chunks);
    await this.#sweep([...known], batch.chunks);
  }

  /** Forgets documents everywhere. */
  async removeDocuments(uris: readonly string[]): Promise<void> {
    if (uris.length === 0) return;
    this.#assertHeld();
    this.#catalog.documents.intend(uris);
    this.#catalog.documents.remove(uris);
    await this.#sweep(uris, []);
  }

  /** Takes documents out of the chunk store and has the next run make them again: for what is damaged. */
  async discardDocuments(uris: readonly string[]): Promise<void> {
    if (uris.length === 0) return;
    this.#assertHeld();
    const { documents } = this.#catalog;
    documents.intend(uris);
    documents.markStale(uris);
    await this.#sweep(uris, []);
  }

  /** Drops the vectors of a model and has the next run make them again, from the cache where they are known. */
  async discardVectors(modelId: string): Promise<void> {
    this.#assertHeld();
    this.#catalog.documents.expireVectors(modelId);
    await this.#chunks.dropVectors(modelId);
  }

  /** Writes the vectors of documents which `saveDocuments` has written. */
  async saveVectors(modelId: string, batch: VectorBatch): Promise<void> {
    if (batch.uris.length === 0) return;
    this.#assertHeld();
    const { documents } = this.#catalog;
    const held = documents.holdingVectors(modelId, batch.uris);
    documents.intendVectors(modelId, batch.uris);
    if (held.size === 0) await this.#chunks.addVectors(modelId, batch.rows);
    else await this.#chunks.replaceVectors(modelId, batch.uris, batch.rows);
    this.#assertHeld();
    documents.markVectors(modelId, batch.uris);
  }

  /** Makes a model whose vectors are complete the one that is searched, and drops the vectors of all others. */
  async activateModel(modelId: string): Promise<void> {
    this.#assertHeld();
    const { meta } = this.#catalog;
    meta.set("activeModel", modelId);
    meta.set("buildingModel", undefined);
    await this.#dropUnusedModels();
  }

  /** Leaves the vectors of the model in use and of the one being built; a kill in between is made up for by `recover`. */
  async #dropUnusedModels(): Promise<void> {
    const { documents, meta } = this.#catalog;
    const used = [meta.get("activeModel"), meta.get("buildingModel")];
    for (const other of documents.modelsWithVectors()) {
      if (used.includes(other)) continue;
      documents.expireVectors(other);
      await this.#chunks.dropVectors(other);
      documents.forgetVectors(other);
    }
  }

  /** Makes LanceDB hold nothing of these documents but the chunks given, and ends their intents. */
  async #sweep(uris: readonly string[], kept: readonly Chunk[]): Promise<void> {
    if (uris.length === 0) return;
    await this.#chunks.sweepDocuments(uris, new Set(kept.map((chunk) => chunk.id)));
    this.#catalog.documents.endIntents(uris);
  }
}
