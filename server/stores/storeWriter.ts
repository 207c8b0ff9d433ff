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
 * A batch is written in three steps: (1) SQLite commits an intent that names the documents; (2) LanceDB adds their
 * chunks, or replaces the old ones, in one commit; (3) SQLite commits documents, chunks and facts and deletes the
 * intent, in one transaction. A process killed
 * - before (1) has changed nothing;
 * - between (1) and (3) leaves intents. `recover` then removes these documents from LanceDB and afterwards from SQLite,
 *   whichever version was there, so the next change plan reads them again. Without the intent, a file which is put
 *   back to its indexed content after the kill would look unchanged while LanceDB holds the other version;
 * - after (3) has finished the batch.
 * Each step may be repeated. Vectors follow the same steps with their own intents and marks; a removal is (1), then
 * LanceDB, then SQLite.
 *
 * Readers never see half a batch: a hit of LanceDB whose chunk SQLite does not have is dropped. Between (2) and (3),
 * for some milliseconds, the changed chunks of a document that is being replaced are therefore not found; its
 * unchanged ones and all other documents are.
 */
export class StoreWriter {
  readonly #catalog: Catalog;
  readonly #chunks: ChunkStore;
  readonly #assertHeld: () => void;

  /** `assertHeld` is asked before each write and throws where another process has become the writer. */
  constructor(catalog: Catalog, chunks: ChunkStore, assertHeld: () => void) {
    this.#catalog = catalog;
    this.#chunks = chunks;
    this.#assertHeld = assertHeld;
  }

  /** Undoes what a killed writer left half done; call it once before the first write. Returns what it removed. */
  async recover(): Promise<readonly string[]> {
    const uris = this.#catalog.documents.intended();
    if (uris.length > 0) {
      await this.#chunks.removeDocuments(uris);
      this.#catalog.documents.remove(uris);
    }
    const byModel = Map.groupBy(this.#catalog.documents.intendedVectors(), (row) => row.modelId);
    for (const [modelId, rows] of byModel) {
      const touched = rows.map((row) => row.uri);
      await this.#chunks.replaceVectors(modelId, touched, []);
      this.#catalog.documents.endVectorIntents(modelId, touched);
    }
    return uris;
  }

  /** Writes documents, new and changed ones mixed as they come. */
  async saveDocuments(batch: DocumentBatch): Promise<void> {
    const uris = batch.records.map((record) => record.document.uri);
    if (uris.length === 0) return;
    this.#assertHeld();
    const known = this.#catalog.documents.known(uris);
    this.#catalog.documents.intend(uris);
    if (known.size === 0) await this.#chunks.addDocuments(batch.chunks);
    else await this.#chunks.replaceDocuments(uris, batch.chunks);
    this.#catalog.documents.save(batch.records, batch.chunks);
  }

  /** Forgets documents everywhere. */
  async removeDocuments(uris: readonly string[]): Promise<void> {
    if (uris.length === 0) return;
    this.#assertHeld();
    this.#catalog.documents.intend(uris);
    await this.#chunks.removeDocuments(uris);
    this.#catalog.documents.remove(uris);
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
    documents.markVectors(modelId, batch.uris);
  }

  /** Makes a model whose vectors are complete the one that is searched, and drops the vectors of all others. */
  async activateModel(modelId: string): Promise<void> {
    this.#assertHeld();
    const { documents, meta } = this.#catalog;
    meta.set("activeModel", modelId);
    meta.set("buildingModel", undefined);
    for (const other of documents.modelsWithVectors()) {
      if (other === modelId) continue;
      documents.expireVectors(other);
      await this.#chunks.dropVectors(other);
      documents.forgetVectors(other);
    }
  }
}
