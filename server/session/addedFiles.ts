import { setTimeout as pause } from "node:timers/promises";
import { cancelledError, WhenceError } from "../base/errors.ts";
import type { Place } from "../model/place.ts";
import type { TaskRunner, Tasks } from "./tasks.ts";

/** What adding works with. */
export interface AddedFilesParts {
  readonly place: Place;
  readonly reading: TaskRunner;
  readonly indexing: TaskRunner;
  /** So long after somebody else was at work on the index it is tried again. */
  readonly lookMs: number;
  /** The index may be another one. */
  readonly indexed: () => Promise<void>;
}

/** Files that somebody adds to the index of a folder by hand, and takes away again. Whoever does is answered when it is done. */
export class AddedFiles {
  readonly #parts: AddedFilesParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: AddedFilesParts) {
    this.#parts = parts;
  }

  /** Adds a file to the index, and answers when it is found. Throws `badInput` for what cannot be read, and leaves nothing of it. */
  add(file: Tasks["keepFile"]["asked"], signal: AbortSignal): Promise<Tasks["addedFile"]["answer"]> {
    return this.#inTurn(() => this.#add(file, signal));
  }

  /** Takes a file that was added out of the index. Throws `notFound`. */
  remove(file: { readonly path: string }, signal: AbortSignal): Promise<null> {
    return this.#inTurn(() => this.#remove(file, signal));
  }

  /** One change after the other: what is taken back belongs to the change before. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(change);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #add(file: Tasks["keepFile"]["asked"], signal: AbortSignal): Promise<Tasks["addedFile"]["answer"]> {
    const { place, reading } = this.#parts;
    const kept = await reading.run("keepFile", place, file, { signal });
    try {
      await this.#indexNow([kept.path], signal);
      return await reading.run("addedFile", place, kept, { signal });
    } catch (error) {
      await this.#takeBack(kept).catch(() => undefined);
      throw error;
    }
  }

  async #remove(file: { readonly path: string }, signal: AbortSignal): Promise<null> {
    const { place, reading } = this.#parts;
    await reading.run("removeFile", place, file, { signal });
    await this.#indexNow([file.path], signal);
    return null;
  }

  /** Also where whoever added it has stopped meanwhile. */
  async #takeBack(kept: { readonly path: string }): Promise<void> {
    const { place, reading } = this.#parts;
    const { signal } = new AbortController();
    await reading.run("takeBackFile", place, kept, { signal });
    await this.#indexNow([kept.path], signal);
  }

  /** Somebody waits for it, so it is done also where another window takes care of the index: as soon as nobody writes. */
  async #indexNow(paths: readonly string[], signal: AbortSignal): Promise<void> {
    const { place, indexing, lookMs, indexed } = this.#parts;
    for (;;) {
      try {
        await indexing.run("index", place, { paths }, { signal });
        await indexed();
        return;
      } catch (error) {
        if (!WhenceError.is(error, "locked")) throw error;
        await pause(lookMs, undefined, { signal }).catch(() => {
          throw cancelledError();
        });
      }
    }
  }
}
