import { closeSync, openSync, statSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { WhenceError } from "../../base/errors.ts";
import { isUnwritable, storeError } from "../storeErrors.ts";

/** How a store is opened: readers never change a file. */
export type StoreMode = "read" | "write";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One SQLite file with prepared statements kept, transactions, and errors turned into sentences. WAL lets any number
 * of processes read while one writes; `synchronous = NORMAL` loses nothing when a process dies (a power cut may lose
 * the last transactions, never tear one).
 */
export class Database {
  readonly #file: string;
  readonly #handle: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /** Opens or creates `file` (0600) and brings it to the newest of `migrations`; see `migrate`. */
  constructor(file: string, mode: StoreMode, migrations: readonly string[]) {
    this.#file = file;
    try {
      this.#handle = mode === "write" ? openForWriting(file) : openForReading(file);
    } catch (error) {
      throw storeError(error, path.dirname(file));
    }
    try {
      if (mode === "write") this.#keepLog();
      if (mode === "write") this.exec("PRAGMA synchronous = NORMAL");
      // Folding the log into the file waits for the disk: after 16 MB rather than 4, it takes a third of the time.
      if (mode === "write") this.exec("PRAGMA wal_autocheckpoint = 4000");
      this.exec("PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY");
      this.#migrate(mode, migrations);
    } catch (error) {
      this.#handle.close();
      throw error;
    }
  }

  /** Runs statements without parameters or results. */
  exec(sql: string): void {
    this.#guard(() => this.#handle.exec(sql));
  }

  /** Runs a statement; returns how many rows it changed and the last row id. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; rowId: number } {
    const result = this.#guard(() => this.#statement(sql).run(...values));
    return { changes: Number(result.changes), rowId: Number(result.lastInsertRowid) };
  }

  /** First row, or undefined. */
  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  /** All rows. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.#statement(sql).all(...values));
  }

  /** Row after row, for results that need not be in memory at once. */
  *iterate(sql: string, ...values: SQLInputValue[]): Generator<Row> {
    const rows = this.#guard(() => this.#statement(sql).iterate(...values));
    try {
      for (
        let next = this.#guard(() => rows.next());
        next.done !== true;
        next = this.#guard(() => rows.next())
      )
        yield next.value;
    } finally {
      // Whoever stops early would leave the file locked.
      rows.return?.();
    }
  }

  /** Runs `work` in one transaction that holds the write lock from its start; nested calls join the outer one. */
  transaction<T>(work: () => T): T {
    return this.#within("BEGIN IMMEDIATE", work);
  }

  /** Runs what only reads on one state of the file, whatever others commit meanwhile; takes no lock. */
  snapshot<T>(work: () => T): T {
    return this.#within("BEGIN", work);
  }

  /** Ends the connection; the last one to close folds the write-ahead log into the file. */
  close(): void {
    this.#statements.clear();
    if (this.#handle.isOpen) this.#handle.close();
  }

  /** Of two processes that open a new file at once, SQLite refuses one without waiting; it is tried again for as long as others wait. */
  #keepLog(): void {
    const until = performance.now() + BUSY_MS;
    for (;;) {
      try {
        this.exec("PRAGMA journal_mode = WAL");
        return;
      } catch (error) {
        if (!WhenceError.is(error, "locked") || performance.now() > until) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyPauseMs);
      }
    }
  }

  #within<T>(begin: string, work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec(begin);
    this.#depth++;
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#handle.isTransaction) this.#handle.exec("ROLLBACK");
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#handle.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, path.dirname(this.#file));
    }
  }

  /** `user_version` counts the migrations which a file has seen; each runs once, in its own transaction. */
  #migrate(mode: StoreMode, migrations: readonly string[]): void {
    const place = path.dirname(this.#file);
    const version = () => Number(this.get("PRAGMA user_version")?.user_version);
    if (version() > migrations.length) {
      throw new WhenceError(
        "storeNewer",
        `The index at ${place} was written by a newer Whence: update this one, or choose another folder with --store.`,
      );
    }
    if (version() === migrations.length) return;
    if (mode === "read") {
      throw new WhenceError(
        "notFound",
        `The index at ${place} is not complete yet: run \`whence index\` first.`,
      );
    }
    for (let next = version(); next < migrations.length; next++) {
      this.transaction(() => {
        if (version() !== next) return;
        this.exec(migrations[next] ?? "");
        this.exec(`PRAGMA user_version = ${next + 1}`);
      });
    }
  }
}

const BUSY_MS = 10_000;
const busyPauseMs = 5;

function openForWriting(file: string): DatabaseSync {
  if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
  return new DatabaseSync(file, { timeout: BUSY_MS });
}

/**
 * A reader of a write-ahead log writes too, into the file `-shm` by which processes find the pages of the log. On a
 * read-only medium that file can be used where it is there and not be made where it is missing; without a log it is not
 * needed, but SQLite has to be told that nobody writes (https://www.sqlite.org/wal.html#readonly).
 */
function openForReading(file: string): DatabaseSync {
  const handle = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  try {
    handle.prepare("PRAGMA user_version").get();
    return handle;
  } catch (error) {
    handle.close();
    if (!isUnwritable(error) || (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
      throw error;
    const location = pathToFileURL(file);
    location.searchParams.set("immutable", "1");
    return new DatabaseSync(location, { readOnly: true });
  }
}
