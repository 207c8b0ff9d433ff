import path from "node:path";
import type {
  Approval,
  ExchangeEnd,
  ExchangeLedger,
  ExchangeStart,
} from "../../base/egress/exchangeLedger.ts";
import { WhenceError } from "../../base/errors.ts";
import { Database, type Row, type StoreMode } from "./database.ts";
import { LateDatabase } from "./lateDatabase.ts";

/** A row of the ledger; without an end while the exchange is under way, or where its process was killed. */
export interface RecordedExchange
  extends ExchangeStart,
    Partial<Omit<ExchangeEnd, "outcome" | "nothingSent" | "bytesOut">> {
  readonly outcome: ExchangeEnd["outcome"] | "under way";
}

/** All exchanges of one host and purpose together. */
export interface ExchangeTotals {
  readonly host: string;
  readonly purpose: string;
  /** Without those that were refused or found no connection: nothing was sent then. */
  readonly exchanges: number;
  readonly unsent: number;
  readonly items: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/**
 * The ledger of what left this machine, `egress.sqlite` in the folder of a store. It is made with the first row and
 * outlives the index. Several processes may write.
 */
export class SqliteEgressLedger implements ExchangeLedger {
  readonly #database: LateDatabase;

  /** Opens nothing yet. With `read` only what reads may be called, also where nothing may be written. */
  constructor(place: string, mode: StoreMode = "write") {
    this.#database = new LateDatabase(path.join(place, "egress.sqlite"), mode, open);
  }

  begin(start: ExchangeStart): number {
    const sql = `INSERT INTO exchanges (started_at, host, purpose, method, bytes_out, items, via)
                 VALUES (?, ?, ?, ?, ?, ?, ?)`;
    const { startedAt, host, purpose, method, bytesOut, items, via } = start;
    return this.#database
      .forWriting()
      .run(sql, startedAt, host, purpose, method, bytesOut, items ?? null, via ?? null).rowId;
  }

  end(id: number, end: ExchangeEnd): void {
    const { outcome, status, bytesIn, durationMs, problem, nothingSent, bytesOut } = end;
    if (bytesOut !== undefined)
      this.#database.forWriting().run("UPDATE exchanges SET bytes_out = ? WHERE id = ?", bytesOut, id);
    if (nothingSent === true) {
      this.#database.forWriting().run("UPDATE exchanges SET bytes_out = 0, items = NULL WHERE id = ?", id);
    }
    const sql = `UPDATE exchanges SET outcome = ?, status = ?, bytes_in = ?, duration_ms = ?, problem = ? WHERE id = ?`;
    this.#database.forWriting().run(sql, outcome, status ?? null, bytesIn, durationMs, problem ?? null, id);
  }

  approval(kind: Approval["kind"], subject: string): Approval | undefined {
    const sql = "SELECT * FROM approvals WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1";
    const row = this.#database.forReading()?.get(sql, kind, subject);
    return row === undefined ? undefined : toApproval(row);
  }

  /** The newest of a kind, whatever its subject. */
  latest(kind: Approval["kind"]): Approval | undefined {
    const row = this.#database
      .forReading()
      ?.get("SELECT * FROM approvals WHERE kind = ? ORDER BY id DESC LIMIT 1", kind);
    return row === undefined ? undefined : toApproval(row);
  }

  approve({ kind, subject, at, by, how, tokens }: Approval): void {
    const sql = "INSERT INTO approvals (kind, subject, at, by, how, tokens) VALUES (?, ?, ?, ?, ?, ?)";
    this.#database.forWriting().run(sql, kind, subject, at, by, how, tokens ?? null);
  }

  /** Newest first, those from `since` (ISO 8601) on. */
  exchanges(since: string, limit: number): readonly RecordedExchange[] {
    const sql = "SELECT * FROM exchanges WHERE started_at >= ? ORDER BY id DESC LIMIT ?";
    return (this.#database.forReading()?.all(sql, since, limit) ?? []).map(toExchange);
  }

  /** By host and purpose, those from `since` (ISO 8601) on. */
  totals(since: string): readonly ExchangeTotals[] {
    const sql = `SELECT host, purpose, sum(bytes_out > 0) AS exchanges, sum(bytes_out = 0) AS unsent,
                   coalesce(sum(items), 0) AS items, sum(bytes_out) AS bytes_out, coalesce(sum(bytes_in), 0) AS bytes_in
                 FROM exchanges WHERE started_at >= ? GROUP BY host, purpose ORDER BY bytes_out DESC, host, purpose`;
    return (this.#database.forReading()?.all(sql, since) ?? []).map((row) => ({
      host: String(row.host),
      purpose: String(row.purpose),
      exchanges: Number(row.exchanges),
      unsent: Number(row.unsent),
      items: Number(row.items),
      bytesOut: Number(row.bytes_out),
      bytesIn: Number(row.bytes_in),
    }));
  }

  /** How long the server of this host took for an exchange that it answered well, on average of the newest; nothing where there was none. */
  usualMs(host: string, purpose: string): number | undefined {
    const sql = `SELECT avg(duration_ms) AS ms FROM (SELECT duration_ms FROM exchanges
                 WHERE host = ? AND purpose = ? AND status = 200 ORDER BY id DESC LIMIT 50)`;
    const ms = this.#database.forReading()?.get(sql, host, purpose)?.ms;
    return typeof ms === "number" ? ms : undefined;
  }

  /** All, newest first. */
  approvals(): readonly Approval[] {
    return (this.#database.forReading()?.all("SELECT * FROM approvals ORDER BY id DESC") ?? []).map(
      toApproval,
    );
  }

  close(): void {
    this.#database.close();
  }
}

const migrations: readonly string[] = [
  `CREATE TABLE exchanges (
     id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, host TEXT NOT NULL, purpose TEXT NOT NULL, method TEXT NOT NULL,
     bytes_out INTEGER NOT NULL, items INTEGER, via TEXT,
     outcome TEXT, status INTEGER, bytes_in INTEGER, duration_ms INTEGER, problem TEXT);
   CREATE INDEX exchanges_by_start ON exchanges (started_at);
   CREATE TABLE approvals (
     id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
     how TEXT NOT NULL, tokens INTEGER);
   CREATE INDEX approvals_by_subject ON approvals (kind, subject)`,
];

/** A ledger is no part of the index, so making that anew would not mend it. */
function open(file: string, mode: StoreMode): Database {
  try {
    return new Database(file, mode, migrations);
  } catch (error) {
    if (!WhenceError.is(error, "storeCorrupt")) throw error;
    const sentence = `The ledger ${file} is damaged, so nothing is sent: move it to another place, and a new one begins.`;
    throw new WhenceError("notAllowed", sentence, { cause: error });
  }
}

function toApproval(row: Row): Approval {
  return {
    kind: row.kind === "host" || row.kind === "team" ? row.kind : "model",
    subject: String(row.subject),
    at: String(row.at),
    by: String(row.by),
    how: String(row.how),
    ...(row.tokens === null ? {} : { tokens: Number(row.tokens) }),
  };
}

function toExchange(row: Row): RecordedExchange {
  const given = <Name extends string>(name: Name, value: unknown) =>
    (value === null ? {} : { [name]: Number(value) }) as { readonly [key in Name]?: number };
  return {
    startedAt: String(row.started_at),
    host: String(row.host),
    purpose: String(row.purpose),
    method: String(row.method),
    bytesOut: Number(row.bytes_out),
    ...given("items", row.items),
    ...(row.via === null ? {} : { via: String(row.via) }),
    outcome: (row.outcome ?? "under way") as RecordedExchange["outcome"],
    ...given("status", row.status),
    ...given("bytesIn", row.bytes_in),
    ...given("durationMs", row.duration_ms),
    ...(row.problem === null ? {} : { problem: String(row.problem) }),
  };
}
