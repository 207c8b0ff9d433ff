import path from "node:path";
import { cancelledError } from "../base/errors.ts";
import { packageRoot } from "../base/packageRoot.ts";
import { WorkerPool } from "../base/workerPool.ts";
import type { HistoryReader, IndexedDefinition } from "./ide.ts";

/** Which store a thread reads the history for. */
export interface HistoryPlace {
  /** The indexed folder. */
  readonly folder: string;
  readonly storeFolder: string;
}

/** One wish: a definition, or without a name all definitions of a file. */
export interface HistoryWish {
  readonly path: string;
  readonly name?: string;
  readonly startLine?: number;
}

/** Where the thread finds its script, and what is told when the history of a file was read. */
export interface HistoryThreadOptions {
  readonly script?: string;
  readonly onRead?: (path: string) => void;
}

interface Waiting {
  readonly wish: HistoryWish;
  readonly done: (() => void)[];
}

/** Wishes that may wait; older ones are forgotten, because nobody looks there any longer. */
const wishesMost = 40;
const filesMost = 6;
const longestJobMs = 60_000;

/** Reads histories in a thread of its own, which starts with the first wish. Files are read when nobody waits for a definition. */
export class HistoryThread implements HistoryReader {
  readonly #pool: WorkerPool<HistoryWish, boolean>;
  readonly #onRead: ((path: string) => void) | undefined;
  /** The newest last. */
  readonly #wishes = new Map<string, Waiting>();
  readonly #files = new Set<string>();
  #isBusy = false;
  #isClosed = false;

  constructor(place: HistoryPlace, options: HistoryThreadOptions = {}) {
    this.#onRead = options.onRead;
    this.#pool = new WorkerPool({
      script: options.script ?? path.join(packageRoot(), "dist/historyWorker.mjs"),
      workerData: place,
      size: 1,
      memory: { newMegabytes: 16, oldMegabytes: 512 },
      longestJobMs,
      stopped: () => cancelledError(),
    });
  }

  read({ path: file, name, startLine }: IndexedDefinition): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#isClosed) return Promise.resolve();
    const key = `${file}#${name}:${startLine}`;
    const known = this.#wishes.get(key);
    this.#wishes.delete(key);
    this.#wishes.set(key, {
      wish: { path: file, name, startLine },
      done: [...(known?.done ?? []), resolve],
    });
    const [oldest] = this.#wishes;
    if (this.#wishes.size > wishesMost && oldest !== undefined) {
      this.#wishes.delete(oldest[0]);
      for (const done of oldest[1].done) done();
    }
    void this.#work();
    return promise;
  }

  readFile(file: string): void {
    this.#files.delete(file);
    this.#files.add(file);
    const [oldest] = this.#files;
    if (this.#files.size > filesMost && oldest !== undefined) this.#files.delete(oldest);
    void this.#work();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { done } of this.#wishes.values()) for (const resolve of done) resolve();
    this.#wishes.clear();
    this.#files.clear();
    await this.#pool.close();
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined && !this.#isClosed; next = this.#next()) {
      const isRead = await this.#pool.run(next.wish).catch(() => false);
      for (const done of next.done) done();
      if (isRead) this.#onRead?.(next.wish.path);
    }
    this.#isBusy = false;
  }

  #next(): Waiting | undefined {
    const newest = [...this.#wishes].at(-1);
    if (newest !== undefined) {
      this.#wishes.delete(newest[0]);
      return newest[1];
    }
    const file = [...this.#files].at(-1);
    if (file === undefined) return undefined;
    this.#files.delete(file);
    return { wish: { path: file }, done: [] };
  }
}
