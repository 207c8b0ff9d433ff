import { cancelledError } from "./errors.ts";

/** Time and chance, so that a test need not wait. */
export interface RetryClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with `cancelled` on abort. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

/** What a failure means for the next attempt. */
export interface FailureJudgement {
  readonly isPassing: boolean;
  /** How long the server asked to wait. */
  readonly waitMs?: number | undefined;
}

/** How often and how patiently something is tried. */
export interface RetryPolicy {
  /** Attempts in all, at least 1. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A server that asks for a longer pause is taken for one that does not answer. */
  readonly longestWaitMs: number;
  readonly judge: (error: unknown) => FailureJudgement;
}

/**
 * Repeats what failed in passing, with pauses that double and vary by chance, or as long as the server asks. A pause
 * which the server asked for holds back all work of the same retrier, because it speaks of the account and not of one request.
 */
export class Retrier {
  readonly #policy: RetryPolicy;
  readonly #clock: RetryClock;
  #closedUntilMs = 0;

  constructor(policy: RetryPolicy, clock: RetryClock = realClock) {
    this.#policy = policy;
    this.#clock = clock;
  }

  /** Result of the first attempt that succeeds; else rejects with what the last one rejected with. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      await this.#waitForServer(signal);
      try {
        return await work();
      } catch (error) {
        const { isPassing, waitMs } = this.#policy.judge(error);
        if (!isPassing || attempt >= this.#policy.attempts) throw error;
        // A pause of nothing, or until a time that our clock has passed already, would only use the attempts up.
        if (!waitMs) await this.#clock.sleep(this.#pauseMs(attempt), signal);
        else if (waitMs > this.#policy.longestWaitMs) throw error;
        else this.#closedUntilMs = Math.max(this.#closedUntilMs, this.#clock.now() + waitMs);
      }
    }
  }

  async #waitForServer(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const leftMs = this.#closedUntilMs - this.#clock.now();
      if (leftMs <= 0) return;
      await this.#clock.sleep(leftMs, signal);
    }
  }

  #pauseMs(attempt: number): number {
    const { firstPauseMs, longestPauseMs } = this.#policy;
    return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + this.#clock.random() / 2);
  }
}

/**
 * How long a server asks to wait, from its headers: `retry-after-ms`, else `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3). Nothing where it does not say.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const exact = numberOf(headers.get("retry-after-ms"));
  if (exact !== undefined) return exact;
  const written = headers.get("retry-after");
  const seconds = numberOf(written);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(written ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** The real time. */
export const realClock: RetryClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(cancelledError());
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, delayMs);
      if (signal?.aborted === true) stop();
      else signal?.addEventListener("abort", stop, { once: true });
    }),
};

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
