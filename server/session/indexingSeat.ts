import { WhenceError } from "../base/errors.ts";
import { WriterLock } from "../stores/writerLock.ts";

/** How often a window without the seat looks whether it has become free. */
const lookEveryMs = 2_000;

/**
 * Which of several editor windows on one folder indexes it. The seat is kept while the window lives; the right to write the
 * store is taken for each run alone, so that the command line can index between two of them.
 */
export class IndexingSeat {
  readonly #store: string;
  readonly #onTaken: () => void;
  #lock: WriterLock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  /** `onTaken` is called each time the seat was taken. */
  constructor(store: string, onTaken: () => void) {
    this.#store = store;
    this.#onTaken = onTaken;
  }

  /** True while this process has it. */
  get isTaken(): boolean {
    return this.#lock !== undefined;
  }

  /** Takes the seat, now or when it becomes free. Throws as `WriterLock.acquire`, but for `locked`. */
  want(): void {
    this.#isWanted = true;
    if (this.#tryToTake()) return;
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Leaves it to another window. */
  leave(): void {
    this.#isWanted = false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** What was in the way the first time was told then. */
  #look(): void {
    try {
      this.#tryToTake();
    } catch (error) {
      if (!WhenceError.is(error)) throw error;
    }
  }

  #tryToTake(): boolean {
    if (!this.#isWanted || this.#lock !== undefined) return true;
    try {
      this.#lock = WriterLock.acquire(this.#store, "seat");
    } catch (error) {
      if (WhenceError.is(error, "locked")) return false;
      throw error;
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#onTaken();
    return true;
  }
}
