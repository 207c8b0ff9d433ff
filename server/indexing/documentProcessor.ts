import { availableParallelism } from "node:os";
import path from "node:path";
import { cancelledError, WhenceError } from "../base/errors.ts";
import { packageRoot } from "../base/packageRoot.ts";
import { JobTookTooMuch, WorkerPool } from "../base/workerPool.ts";
import { optimizeSmallGrammars } from "../chunking/parsing/wasmTiering.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { RawItem } from "../model/rawItem.ts";
import { prepareDocument } from "./prepareDocument.ts";
import type { FactsReader, ProcessedDocument } from "./processDocument.ts";

/** What becomes a document; `sizeBytes` is what lies on disk, 0 for commits. */
export interface ProcessItem {
  readonly item: RawItem;
  readonly sizeBytes: number;
}

type ProcessPool = WorkerPool<readonly ProcessItem[], readonly ProcessedDocument[]>;

/** Makes documents of raw items, many at once where there is much to do. */
export interface DocumentProcessor {
  /** How many batches keep it busy. */
  readonly lanes: number;
  /**
   * Documents in the order of `items`. `isMore` says that further batches follow, which makes threads worth their start.
   * An abort ends what is under way and rejects with `cancelled`.
   */
  process(
    items: readonly ProcessItem[],
    isMore: boolean,
    signal?: AbortSignal,
  ): Promise<readonly ProcessedDocument[]>;
  /** Frees memory until there is work again. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Where the threads find their script, by default the package's, and how many there are. */
export interface ProcessorOptions {
  readonly script?: string;
  /** As many as cores by default, four at most: writing takes its share of the cores too. 0: all in this thread. */
  readonly threads?: number;
  /** How long a thread may take for one batch; two minutes by default. */
  readonly longestBatchMs?: number;
  /** Memory for buffers that a thread may hold. */
  readonly bufferMegabytes?: number;
}

/** Without a bound each thread lets some 80 MB of garbage gather before it collects; with 8 it collects too often. */
const threadMemory = { newMegabytes: 32, oldMegabytes: 512 };
/** Documents of 50 MB and the memory of grammars take a fifth of it; what a few kilobytes unpack to may take any. */
const bufferMegabytes = 768;

const longestBatchMs = 120_000;
const tooMuch =
  "Reading it took too long or too much memory, so it was not read: it may be damaged, or else save it in smaller parts.";

/**
 * Makes documents in worker threads; a single batch of text, and what a thread failed to do, in this thread. Readers of
 * PDF and Word are not ours, and a few kilobytes can keep them busy for ever or fill the memory: such a document costs
 * its thread, never the run, and is kept without text and with a warning.
 */
export class ThreadedProcessor implements DocumentProcessor {
  readonly lanes: number;
  readonly #factsReader: FactsReader;
  readonly #config: PipelineConfig;
  readonly #pool: ProcessPool | undefined;

  constructor(factsReader: FactsReader, config: PipelineConfig, options: ProcessorOptions = {}) {
    const script = options.script ?? path.join(packageRoot(), "dist/processWorker.mjs");
    const threads = options.threads ?? Math.min(4, availableParallelism());
    this.lanes = Math.max(1, threads);
    this.#factsReader = factsReader;
    this.#config = config;
    this.#pool =
      threads > 0
        ? new WorkerPool({
            script,
            workerData: config,
            size: threads,
            memory: threadMemory,
            bufferMegabytes: options.bufferMegabytes ?? bufferMegabytes,
            longestJobMs: options.longestBatchMs ?? longestBatchMs,
            isEndedByAbort: true,
            stopped,
          })
        : undefined;
  }

  async process(
    items: readonly ProcessItem[],
    isMore: boolean,
    signal?: AbortSignal,
  ): Promise<readonly ProcessedDocument[]> {
    const pool = this.#pool;
    const isForThreads = isMore || pool?.isRunning === true || items.some(hasForeignFormat);
    if (pool === undefined || !isForThreads) return this.#processHere(items);
    if (!pool.isRunning) optimizeSmallGrammars();
    return pool.run(items, signal).catch(async () => {
      const documents: ProcessedDocument[] = [];
      for (const item of items) {
        if (signal?.aborted === true) throw cancelledError();
        documents.push(...(await this.#processAlone(item, pool, signal)));
      }
      return documents;
    });
  }

  async rest(): Promise<void> {
    await this.#pool?.rest();
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  /** Text that ended a thread ends this one too, or shows itself as the error that it is. */
  async #processAlone(
    only: ProcessItem,
    pool: ProcessPool,
    signal: AbortSignal | undefined,
  ): Promise<readonly ProcessedDocument[]> {
    if (!hasForeignFormat(only)) return this.#processHere([only]);
    return pool.run([only], signal).catch((error: unknown) => {
      if (signal?.aborted === true) throw cancelledError();
      const item = { ...only.item, ...(isTooMuch(error) && { unreadable: tooMuch }) };
      return this.#processHere([{ ...only, item }]);
    });
  }

  async #processHere(items: readonly ProcessItem[]): Promise<readonly ProcessedDocument[]> {
    const documents: ProcessedDocument[] = [];
    for (const { item, sizeBytes } of items)
      documents.push(await prepareDocument(item, sizeBytes, this.#factsReader, this.#config));
    return documents;
  }
}

function hasForeignFormat({ item }: ProcessItem): boolean {
  return item.source === "workspace" && item.bytes !== undefined;
}

function isTooMuch(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof JobTookTooMuch) return true;
  return cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function stopped(cause: unknown): WhenceError {
  return new WhenceError("missingPart", "A thread that reads documents stopped.", { cause });
}
