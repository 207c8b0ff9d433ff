import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import type { RecordKind, SharedRecord } from "../../model/record.ts";
import type { RecordLog } from "../recordLog.ts";
import { Database, type Row, type StoreMode } from "./database.ts";
import { LateDatabase } from "./lateDatabase.ts";

/**
 * The records in `records.sqlite` in the folder of a store. Nobody can make them again, so the file is made with the first
 * record, outlives every index, is never put aside, and whoever meets damage is told. Several processes may write.
 */
export class SqliteRecordLog implements RecordLog {
  readonly #database: LateDatabase;

  /** Opens nothing yet. With `read` only what reads may be called. */
  constructor(place: string, mode: StoreMode) {
    this.#database = new LateDatabase(path.join(place, "records.sqlite"), mode, open);
  }

  append(record: SharedRecord): void {
    const database = this.#database.forWriting();
    database.transaction(() => insert(database, record, 1));
  }

  receive(records: readonly SharedRecord[]): number {
    if (records.length === 0) return 0;
    const database = this.#database.forWriting();
    return database.transaction(() => records.reduce((sum, record) => sum + insert(database, record, 0), 0));
  }

  list(kind?: RecordKind): readonly SharedRecord[] {
    const where = kind === undefined ? "" : "WHERE kind = ?";
    const sql = `SELECT * FROM records ${where} ORDER BY at, id`;
    return (this.#database.forReading()?.all(sql, ...(kind === undefined ? [] : [kind])) ?? []).map(toRecord);
  }

  pending(limit: number): readonly SharedRecord[] {
    const sql = "SELECT * FROM records WHERE pending = 1 ORDER BY number LIMIT ?";
    return (this.#database.forReading()?.all(sql, limit) ?? []).map(toRecord);
  }

  acknowledge(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const database = this.#database.forWriting();
    database.transaction(() => {
      for (const id of ids) database.run("UPDATE records SET pending = 0 WHERE id = ?", id);
    });
  }

  resend(): void {
    this.#database.forWriting().run("UPDATE records SET pending = 1");
  }

  countPending(): number {
    return Number(
      this.#database.forReading()?.get("SELECT count(*) AS n FROM records WHERE pending = 1")?.n ?? 0,
    );
  }

  close(): void {
    this.#database.close();
  }
}

const migrations: readonly string[] = [
  `-- pending: 1 for an own record that has not arrived at the team's graph.
   CREATE TABLE records (
     number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, at TEXT NOT NULL,
     by TEXT NOT NULL, repository TEXT, body TEXT NOT NULL, pending INTEGER NOT NULL);
   CREATE INDEX records_by_time ON records (at, id);
   CREATE INDEX records_pending ON records (number) WHERE pending = 1;
   -- Whoever opens the file by other means is kept from rewriting what somebody decided.
   CREATE TRIGGER records_stay BEFORE UPDATE OF id, kind, at, by, repository, body ON records
     BEGIN SELECT raise(ABORT, 'records are never changed'); END;
   CREATE TRIGGER records_are_kept BEFORE DELETE ON records
     BEGIN SELECT raise(ABORT, 'records are never deleted'); END`,
];

function open(file: string, mode: StoreMode): Database {
  try {
    return new Database(file, mode, migrations);
  } catch (error) {
    if (!WhenceError.is(error, "storeCorrupt")) throw error;
    const sentence = `The decisions in ${file} cannot be read, because the file is damaged: put a copy of it back, or move it to another place to begin anew.`;
    throw new WhenceError("storeCorrupt", sentence, { cause: error });
  }
}

function insert(database: Database, record: SharedRecord, pending: 0 | 1): number {
  const { id, kind, at, by, repository, body } = record;
  const sql = `INSERT INTO records (id, kind, at, by, repository, body, pending) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (id) DO NOTHING`;
  return database.run(sql, id, kind, at, by, repository ?? null, JSON.stringify(body), pending).changes;
}

function toRecord(row: Row): SharedRecord {
  return {
    id: String(row.id),
    kind: row.kind === "policy" ? "policy" : "decision",
    at: String(row.at),
    by: String(row.by),
    ...(row.repository === null ? {} : { repository: String(row.repository) }),
    body: JSON.parse(String(row.body)),
  };
}
