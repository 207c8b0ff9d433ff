import type {
  Approval,
  ExchangeEnd,
  ExchangeLedger,
  ExchangeStart,
} from "../../../server/base/egress/exchangeLedger.ts";

/** A ledger that a test can read. */
export class MemoryLedger implements ExchangeLedger {
  readonly rows: (ExchangeStart & Partial<ExchangeEnd>)[] = [];
  readonly #approvals: Approval[] = [];

  begin(start: ExchangeStart): number {
    return this.rows.push(start) - 1;
  }

  end(id: number, end: ExchangeEnd): void {
    this.rows[id] = { ...(this.rows[id] as ExchangeStart), ...end };
  }

  approval(kind: Approval["kind"], subject: string): Approval | undefined {
    return this.#approvals.findLast((each) => each.kind === kind && each.subject === subject);
  }

  approve(approval: Approval): void {
    this.#approvals.push(approval);
  }
}
