import { availableParallelism } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { cancelledError, WhenceError } from "../base/errors.ts";
import { packageRoot } from "../base/packageRoot.ts";
import { WorkerPool } from "../base/workerPool.ts";
import type { Embedder } from "../model/embedding.ts";
import { loadStaticModel, type StaticModel, TextEmbedder } from "./staticModel.ts";

type EmbedWorkerPool = WorkerPool<readonly string[], Float32Array>;

/** A query or a few chunks are done here: faster than the way to a worker and back. */
const IN_PROCESS_TEXTS = 16;
/** Texts per message to a worker: about 15 ms of work. */
const BATCH_TEXTS = 64;

/** Where the embedder finds its parts; by default those which the package ships. */
export interface BuiltinEmbedderOptions {
  /** Worker threads; 0 keeps all work in this thread. One less than the cores by default, four at most. */
  readonly workers?: number;
  /** Folder of `model.json`, `vocab.txt` and `vectors.bin`. */
  readonly assetFolder?: string;
  /** Script which the worker threads run. */
  readonly workerPath?: string;
}

/**
 * The embedder that the package ships: a static model, no download, the same vectors on every platform.
 * Throws `missingPart` where the model's files are missing or damaged.
 */
export async function createBuiltinEmbedder(options: BuiltinEmbedderOptions = {}): Promise<Embedder> {
  const folder = options.assetFolder ?? path.join(packageRoot(), "dist/embedder");
  const workerPath = options.workerPath ?? path.join(packageRoot(), "dist/embedWorker.mjs");
  const workers = options.workers ?? Math.min(4, Math.max(1, availableParallelism() - 1));
  return new BuiltinEmbedder(await loadStaticModel(folder), workerPath, workers);
}

class BuiltinEmbedder implements Embedder {
  readonly modelId: string;
  readonly dimensions: number;
  readonly #here: TextEmbedder;
  readonly #pool: EmbedWorkerPool | undefined;

  constructor(model: StaticModel, workerPath: string, workers: number) {
    this.modelId = model.id;
    this.dimensions = model.dimensions;
    this.#here = new TextEmbedder(model);
    this.#pool =
      workers > 0
        ? new WorkerPool({ script: workerPath, workerData: model, size: workers, stopped })
        : undefined;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    if (signal?.aborted) throw cancelledError();
    if (this.#pool !== undefined && texts.length > IN_PROCESS_TEXTS) {
      return embedByPool(this.#pool, texts, this.dimensions, signal);
    }
    const vectors: Float32Array[] = [];
    for (const batch of batches(texts)) {
      if (vectors.length > 0) await setImmediate();
      if (signal?.aborted) throw cancelledError();
      for (const text of batch) vectors.push(this.#embedOne(text));
    }
    return vectors;
  }

  async rest(): Promise<void> {
    await this.#pool?.rest();
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  #embedOne(text: string): Float32Array {
    const vector = new Float32Array(this.dimensions);
    this.#here.embedInto(text, vector, 0);
    return vector;
  }
}

/** The first failed batch or the abort stops the others, so that nothing is worked on that nobody waits for. */
async function embedByPool(
  pool: EmbedWorkerPool,
  texts: readonly string[],
  dimensions: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array[]> {
  const stop = new AbortController();
  const onAbort = () => stop.abort(cancelledError());
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const parts = await Promise.all(batches(texts).map((batch) => pool.run(batch, stop.signal)));
    return parts.flatMap((part) => rowsOf(part, dimensions));
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Copies, not views: a caller may keep one vector without keeping its whole batch, or hand its memory on. */
function rowsOf(part: Float32Array, dimensions: number): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let start = 0; start < part.length; start += dimensions)
    rows.push(part.slice(start, start + dimensions));
  return rows;
}

function batches(texts: readonly string[]): (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let start = 0; start < texts.length; start += BATCH_TEXTS)
    parts.push(texts.slice(start, start + BATCH_TEXTS));
  return parts;
}

function stopped(cause: unknown): WhenceError {
  const message =
    "The built-in embedder stopped before it had finished: run the command again, and reinstall Whence if that does not help.";
  return new WhenceError("missingPart", message, { cause });
}
