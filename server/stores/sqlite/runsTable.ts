import type { RunOutcome, StoredRun } from "../../model/storedState.ts";
import type { RunsTable } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

/** Runs that are kept; older ones are forgotten when a new one starts. */
const KEPT_RUNS = 200;

/** The log of indexing runs. */
export class SqliteRunsTable implements RunsTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  start(): number {
    const startedAt = new Date().toISOString();
    const sql = "INSERT INTO runs (started_at, outcome, counts) VALUES (?, 'running', '{}')";
    const id = this.#database.run(sql, startedAt).rowId;
    const newestDone = "SELECT max(id) FROM runs WHERE outcome = 'done'";
    this.#database.run(`DELETE FROM runs WHERE id <= ? AND id IS NOT (${newestDone})`, id - KEPT_RUNS);
    return id;
  }

  finish(
    id: number,
    outcome: Exclude<RunOutcome, "running">,
    counts: Readonly<Record<string, number>>,
    message?: string,
  ): void {
    const sql = "UPDATE runs SET finished_at = ?, outcome = ?, counts = ?, message = ? WHERE id = ?";
    this.#database.run(sql, new Date().toISOString(), outcome, JSON.stringify(counts), message ?? null, id);
  }

  recent(limit: number): readonly StoredRun[] {
    return this.#database.all("SELECT * FROM runs ORDER BY id DESC LIMIT ?", limit).map(toRun);
  }

  lastDone(): StoredRun | undefined {
    const row = this.#database.get("SELECT * FROM runs WHERE outcome = 'done' ORDER BY id DESC LIMIT 1");
    return row === undefined ? undefined : toRun(row);
  }
}

function toRun(row: Row): StoredRun {
  return {
    id: Number(row.id),
    startedAt: String(row.started_at),
    ...(row.finished_at === null ? {} : { finishedAt: String(row.finished_at) }),
    outcome: row.outcome as RunOutcome,
    counts: JSON.parse(String(row.counts)),
    ...(row.message === null ? {} : { message: String(row.message) }),
  };
}
