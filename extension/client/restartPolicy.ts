/** Pauses before the server is started again, in seconds; after the last one it is left alone. */
const pausesSeconds = [1, 2, 4, 8, 16] as const;
/** A server that ran this long was in order: whatever ended it begins a new count. */
const soundRunSeconds = 120;

/** Says when a server that ended by itself is started again, and when that is given up. */
export class RestartPolicy {
  #ends = 0;

  /** Seconds to wait before the next start, or nothing where there shall be none. */
  pauseAfter(ranSeconds: number): number | undefined {
    if (ranSeconds >= soundRunSeconds) this.#ends = 0;
    const pause = pausesSeconds[this.#ends];
    this.#ends += 1;
    return pause;
  }

  /** Ends in a row so far. */
  get ends(): number {
    return this.#ends;
  }

  /** A person starts it: the count begins anew. */
  reset(): void {
    this.#ends = 0;
  }
}
