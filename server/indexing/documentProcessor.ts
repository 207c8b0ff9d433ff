import { availableParallelism } from "node:os";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { packageRoot } from "../base/packageRoot.ts";
import { WorkerPool } from "../base/workerPool.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { RawItem } from "../model/rawItem.ts";
import { prepareDocument } from "./prepareDocument.ts";
import type { FactsReader, ProcessedDocument } from "./processDocument.ts";

/** What becomes a document; `sizeBytes` is what lies on disk, 0 for commits. */
export interface ProcessItem {
  readonly item: RawItem;
  readonly sizeBytes: number;
}

/** Makes documents of raw items, many at once where there is much to do. */
export interface DocumentProcessor {
  /** How many batches keep it busy. */
  readonly lanes: number;
  /** Documents in the order of `items`. `isMore` says that further batches follow, which makes threads worth their start. */
  process(items: readonly ProcessItem[], isMore: boolean): Promise<readonly ProcessedDocument[]>;
  /** Frees memory until there is work again. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Where the threads find their script, by default the package's, and how many there are. */
export interface ProcessorOptions {
  readonly script?: string;
  /** As many as cores by default, four at most: writing takes its share of the cores too. 0: all in this thread. */
  readonly threads?: number;
}

/** Without a bound each thread lets some 80 MB of garbage gather before it collects. */
const threadMemory = { newMegabytes: 8, oldMegabytes: 512 };

/** Makes documents in worker threads; a single batch, and what a thread failed to do, in this thread. */
export class ThreadedProcessor implements DocumentProcessor {
  readonly lanes: number;
  readonly #factsReader: FactsReader;
  readonly #config: PipelineConfig;
  readonly #pool: WorkerPool<readonly ProcessItem[], readonly ProcessedDocument[]> | undefined;

  constructor(factsReader: FactsReader, config: PipelineConfig, options: ProcessorOptions = {}) {
    const script = options.script ?? path.join(packageRoot(), "dist/processWorker.mjs");
    const threads = options.threads ?? Math.min(4, availableParallelism());
    this.lanes = Math.max(1, threads);
    this.#factsReader = factsReader;
    this.#config = config;
    this.#pool =
      threads > 0
        ? new WorkerPool({ script, workerData: config, size: threads, memory: threadMemory, stopped })
        : undefined;
  }

  async process(items: readonly ProcessItem[], isMore: boolean): Promise<readonly ProcessedDocument[]> {
    const pool = this.#pool;
    if (pool === undefined || !(isMore || pool.isRunning)) return this.#processHere(items);
    // What ended a thread ends this one too, or shows itself as the error that it is.
    return pool.run(items).catch(() => this.#processHere(items));
  }

  async rest(): Promise<void> {
    await this.#pool?.rest();
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  async #processHere(items: readonly ProcessItem[]): Promise<readonly ProcessedDocument[]> {
    const documents: ProcessedDocument[] = [];
    for (const { item, sizeBytes } of items)
      documents.push(await prepareDocument(item, sizeBytes, this.#factsReader, this.#config));
    return documents;
  }
}

function stopped(cause: unknown): WhenceError {
  return new WhenceError("missingPart", "A thread that reads documents stopped.", { cause });
}
