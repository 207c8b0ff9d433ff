import type { ExchangeEnd, ExchangeLedger, ExchangeStart } from "./exchangeLedger.ts";

/** The ledger's row of one exchange: open from before the first byte goes out until `end` is called for the first time. */
export class ExchangeRecord {
  readonly #ledger: ExchangeLedger;
  readonly #id: number;
  readonly #started: Date;
  readonly #now: () => Date;
  #isOpen = true;

  constructor(ledger: ExchangeLedger, start: Omit<ExchangeStart, "startedAt">, now: () => Date) {
    this.#ledger = ledger;
    this.#now = now;
    this.#started = now();
    this.#id = ledger.begin({ ...start, startedAt: this.#started.toISOString() });
  }

  /** Completes the row; later calls change nothing. */
  end(row: Omit<ExchangeEnd, "durationMs">): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const durationMs = this.#now().getTime() - this.#started.getTime();
    this.#ledger.end(this.#id, { ...row, durationMs });
  }
}
