import type { RawItem } from "../model/rawItem.ts";
import type { StoreWriter } from "../stores/storeWriter.ts";
import type { DocumentProcessor, ProcessItem } from "./documentProcessor.ts";
import { DocumentWriter } from "./documentWriter.ts";
import type { ProcessedDocument } from "./processDocument.ts";

/** A batch for a thread has this many of either: some 50 ms of work, and little to be kept in memory. */
const itemsPerBatch = 128;
const lengthPerBatch = 256_000;
/** Batches per thread that are under way or wait to be written. */
const batchesPerLane = 3;
/** Ordinary documents are finished in a fraction of this; one that takes longer is not worth waiting for. */
const graceMs = 1_500;
/** Of what is under way: PDF and Word documents of 50 MB would fill the memory otherwise, once here and once in a thread. */
const lengthUnderWayMost = 64_000_000;

/**
 * Raw items → documents → stores, each step while the next goes on. What is under way is bounded: whoever adds waits
 * where the steps behind are slower. Documents are written in the order in which their items were added.
 */
export class DocumentPipeline {
  readonly #processor: DocumentProcessor;
  readonly #target: DocumentWriter;
  readonly #signal: AbortSignal | undefined;
  #batch: ProcessItem[] = [];
  #batchLength = 0;
  #underWay: { readonly documents: Promise<readonly ProcessedDocument[]>; readonly length: number }[] = [];
  #lengthUnderWay = 0;

  /**
   * After an abort, what is under way is finished and kept as far as that takes no longer than `graceMs`; the rest is
   * dropped, and `add` and `flush` reject with `cancelled`.
   */
  constructor(processor: DocumentProcessor, writer: StoreWriter, signal?: AbortSignal) {
    this.#processor = processor;
    this.#signal = signal === undefined ? undefined : delayed(signal, graceMs);
    this.#target = new DocumentWriter(writer);
  }

  /** Takes an item; resolves when there is room for the next. */
  async add(item: RawItem, sizeBytes: number): Promise<void> {
    this.#batch.push({ item, sizeBytes });
    this.#batchLength += lengthOf(item);
    if (this.#batch.length >= itemsPerBatch || this.#batchLength >= lengthPerBatch) this.#start(true);
    const batchesMost = this.#processor.lanes * batchesPerLane;
    while (this.#underWay.length > batchesMost || this.#lengthUnderWay > lengthUnderWayMost)
      await this.#writeOldest();
  }

  /** Resolves when everything added is stored; nothing is being written any more then, also where it rejects. */
  async flush(): Promise<void> {
    this.#start(false);
    try {
      while (this.#underWay.length > 0) await this.#writeOldest();
    } finally {
      await this.#target.flush();
    }
  }

  #start(isMore: boolean): void {
    if (this.#batch.length === 0) return;
    const documents = this.#processor.process(this.#batch, isMore, this.#signal);
    // A failure is reported by whoever awaits it; without a handler it would end the process first.
    documents.catch(() => undefined);
    this.#underWay.push({ documents, length: this.#batchLength });
    this.#lengthUnderWay += this.#batchLength;
    this.#batch = [];
    this.#batchLength = 0;
  }

  async #writeOldest(): Promise<void> {
    const oldest = this.#underWay.shift();
    if (oldest === undefined) return;
    const documents = await oldest.documents;
    this.#lengthUnderWay -= oldest.length;
    for (const document of documents) await this.#target.add(document);
  }
}

/** Aborts so long after `signal` does. */
function delayed(signal: AbortSignal, delayMs: number): AbortSignal {
  const controller = new AbortController();
  const begin = () => setTimeout(() => controller.abort(), delayMs).unref();
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return controller.signal;
}

function lengthOf(item: RawItem): number {
  if (item.source === "git") return item.body.length + 100 * item.files.length;
  return item.bytes?.byteLength ?? item.text.length;
}
