/**
 * Stops one exchange when its caller does or its time is over. Holds its listeners itself: signals that follow others
 * (`AbortSignal.any`, the signal of a `Request`) hold them weakly, and an abort is lost when they are collected.
 */
export class ExchangeStop {
  /** For the HTTP library. */
  readonly signal: AbortSignal;
  /** Rejects with the reason when the exchange is stopped; never settles otherwise. */
  readonly stopped: Promise<never>;
  readonly #release: () => void;

  constructor(caller: AbortSignal | undefined, timeoutMs: number) {
    const controller = new AbortController();
    this.signal = controller.signal;
    const timer = setTimeout(() => {
      controller.abort(new DOMException("The time is over.", "TimeoutError"));
    }, timeoutMs);
    const follow = () => controller.abort(caller?.reason);
    this.stopped = new Promise((_, reject) => {
      controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
    });
    // Whoever waits for the answer handles it; without one it is no failure of the process.
    this.stopped.catch(() => undefined);
    if (caller?.aborted === true) follow();
    else caller?.addEventListener("abort", follow, { once: true });
    this.#release = () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", follow);
    };
  }

  /** Forgets caller and time, once the exchange has ended. */
  release(): void {
    this.#release();
  }
}
