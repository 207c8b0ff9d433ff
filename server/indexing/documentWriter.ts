import type { StoreWriter } from "../stores/storeWriter.ts";
import type { ProcessedDocument } from "./processDocument.ts";

/** A batch is written when it has this many of either: large enough to be fast, small enough to lose little. */
const chunksPerBatch = 2_000;
const documentsPerBatch = 500;

/** Collects documents into batches and writes one while the next is being prepared. */
export class DocumentWriter {
  readonly #writer: StoreWriter;
  #pending: ProcessedDocument[] = [];
  #pendingChunks = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(writer: StoreWriter) {
    this.#writer = writer;
  }

  /** Waits only where the batch before is not yet written, which bounds the memory in use. */
  async add(document: ProcessedDocument): Promise<void> {
    this.#pending.push(document);
    this.#pendingChunks += document.chunks.length;
    if (this.#pendingChunks >= chunksPerBatch || this.#pending.length >= documentsPerBatch)
      await this.#startBatch();
  }

  /** Resolves when everything added is stored. */
  async flush(): Promise<void> {
    await this.#startBatch();
    await this.#writing;
  }

  async #startBatch(): Promise<void> {
    await this.#writing;
    const batch = this.#pending;
    if (batch.length === 0) return;
    this.#pending = [];
    this.#pendingChunks = 0;
    this.#writing = this.#writer.saveDocuments({
      records: batch.map((document) => document.record),
      chunks: batch.flatMap((document) => document.chunks),
    });
    // A failure is reported by whoever awaits next; without a handler it would end the process first.
    this.#writing.catch(() => undefined);
  }
}
