import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ExchangeStart } from "../../../server/base/egress/exchangeLedger.ts";
import { openStoreForWriting } from "../../../server/stores/openStore.ts";
import { SqliteEgressLedger } from "../../../server/stores/sqlite/egressLedger.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

const start: ExchangeStart = {
  startedAt: "2026-11-21T12:00:00.000Z",
  host: "api.example.com",
  purpose: "embeddings",
  method: "POST",
  bytesOut: 100,
  items: 3,
};
const answered = { outcome: "answered", status: 200, bytesIn: 50, durationMs: 400 } as const;

let place: string;

beforeEach(() => {
  place = temporaryFolder();
});

describe("the ledger", () => {
  it("makes no file before there is something to write down", () => {
    const ledger = new SqliteEgressLedger(place);
    expect([ledger.exchanges("", 9), ledger.totals(""), ledger.approvals()]).toEqual([[], [], []]);
    expect(ledger.approval("host", "https://api.example.com")).toBeUndefined();
    expect(existsSync(path.join(place, "egress.sqlite"))).toBe(false);
  });

  it("is written by several at once and read by others", () => {
    const writers = [new SqliteEgressLedger(place), new SqliteEgressLedger(place)];
    const ids = writers.map((writer) => writer.begin(start));
    for (const [at, writer] of writers.entries()) writer.end(ids[at] ?? 0, answered);
    const reader = new SqliteEgressLedger(place, "read");
    expect(reader.exchanges("", 9)).toEqual([
      { ...start, ...answered },
      { ...start, ...answered },
    ]);
    expect(reader.totals("")).toMatchObject([{ exchanges: 2, items: 6, bytesOut: 200, bytesIn: 100 }]);
    for (const ledger of [...writers, reader]) ledger.close();
  });

  it("outlives an index that is made anew", async () => {
    const ledger = new SqliteEgressLedger(place);
    ledger.begin(start);
    ledger.close();
    await (await openStoreForWriting(place, { rebuild: true })).close();
    expect(new SqliteEgressLedger(place, "read").exchanges("", 9)).toHaveLength(1);
  });

  it("lists by time and tells how fast a server was", () => {
    const ledger = new SqliteEgressLedger(place);
    for (const day of ["2026-11-01", "2026-11-20"]) {
      ledger.end(ledger.begin({ ...start, startedAt: `${day}T00:00:00.000Z` }), answered);
    }
    ledger.end(ledger.begin(start), { ...answered, status: 500, durationMs: 9_000 });
    expect(ledger.exchanges("2026-11-10", 9).map(({ startedAt }) => startedAt.slice(0, 10))).toEqual([
      "2026-11-21",
      "2026-11-20",
    ]);
    expect(ledger.usualMs("api.example.com", "embeddings")).toBe(400);
    expect(ledger.usualMs("api.example.com", "question")).toBeUndefined();
    ledger.close();
  });

  it("that is damaged lets nothing out, and the sentence says what to do", () => {
    writeFileSync(path.join(place, "egress.sqlite"), "no database at all".repeat(100));
    expect(() => new SqliteEgressLedger(place).begin(start)).toThrow(/so nothing is sent: move it/);
  });
});
