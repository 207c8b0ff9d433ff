import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { WhenceError } from "../../../base/errors.ts";
import { Database, type StoreMode } from "../database.ts";
import { graphMigrations } from "./graphMigrations.ts";

/** How long somebody waits who wants to write, and who opens or reads while another one opens, closes or mends the file. */
const patienceMs = 60_000;
const busyMs = 10_000;
/** So much of the file is read as memory, the most that SQLite allows: a walk touches many pages, and copies none then. */
const mappedBytes = 2_147_418_112;

/**
 * `graph.sqlite` in the folder of a store. Damage costs work and stops nobody, because whatever is in it can be found out
 * again: a writer puts the file aside and starts a new one, a reader sees an empty graph. So does a reader who comes
 * before there is a file.
 */
export class GraphFile {
  readonly #place: string;
  readonly #file: string;
  readonly #mode: StoreMode;
  #database: Database | undefined;
  /** Which file is open, as the file system numbers it. */
  #number: number | undefined;
  #notice: string | undefined;

  /** Throws as `Database`, but for damage. */
  constructor(place: string, mode: StoreMode) {
    this.#place = place;
    this.#file = path.join(place, "graph.sqlite");
    this.#mode = mode;
    this.#database = this.#open();
  }

  /** A sentence for people where the file was damaged. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** False for a reader. */
  get isWritable(): boolean {
    return this.#mode === "write";
  }

  /** Runs `work` on one state of the graph, whatever other processes write meanwhile. */
  read<T>(work: (database: Database) => T): T {
    return this.#try((database) => database.snapshot(() => work(database)));
  }

  /**
   * Runs `work` as one transaction, as soon as no other process writes. Throws `noAccess` for a reader, and `locked` after a
   * minute. It asks often, because SQLite by itself looks only ten times in a second: whoever writes without pause would
   * hardly ever let another one in.
   */
  async write<T>(work: (database: Database) => T): Promise<T> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        return this.writeNow(work);
      } catch (error) {
        if (!WhenceError.is(error, "locked") || performance.now() > deadline) throw error;
      }
      await delay(1 + Math.random() * 4);
    }
  }

  /** As `write`, but throws `locked` where another process writes at this moment. */
  writeNow<T>(work: (database: Database) => T): T {
    if (!this.isWritable) {
      const sentence = `The graph at ${this.#place} can only be read: choose another folder with --store to write it.`;
      throw new WhenceError("noAccess", sentence);
    }
    return this.#try((database) => {
      database.exec("PRAGMA busy_timeout = 3");
      try {
        return database.transaction(() => work(database));
      } finally {
        database.exec(`PRAGMA busy_timeout = ${busyMs}`);
      }
    });
  }

  /** Ends the connection. */
  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  /** Damage shows when a page is read, which may be long after the file was opened. */
  #try<T>(work: (database: Database) => T): T {
    this.#database ??= this.#open();
    if (this.#database === undefined) return onEmpty(work);
    try {
      return work(this.#database);
    } catch (error) {
      if (!WhenceError.is(error, "storeCorrupt")) throw error;
      this.close();
      this.#database = this.#replace();
      return this.#database === undefined ? onEmpty(work) : work(this.#database);
    }
  }

  /** Undefined for a reader as long as there is nothing to read. */
  #open(): Database | undefined {
    if (this.#mode === "read" && !existsSync(this.#file)) return undefined;
    this.#number = this.#currentNumber();
    try {
      const database = new Database(this.#file, this.#mode, graphMigrations);
      this.#number ??= this.#currentNumber();
      database.exec(`PRAGMA mmap_size = ${mappedBytes}`);
      return database;
    } catch (error) {
      if (WhenceError.is(error, "storeCorrupt")) return this.#replace();
      // Made and not yet filled, by a writer that is at work or died.
      if (this.#mode === "read" && WhenceError.is(error, "notFound")) return undefined;
      throw error;
    }
  }

  #replace(): Database | undefined {
    if (this.#mode === "read") {
      this.#notice = `The graph ${this.#file} is damaged; \`whence index\` starts a new one.`;
      return undefined;
    }
    // Another process may have met the damage first; the new file is none of what this one saw.
    if (this.#number === this.#currentNumber()) {
      const aside = `${this.#file}.damaged`;
      this.#notice = `The graph was damaged and lies in ${aside} now; a new one was started.`;
      renameSync(this.#file, aside);
      for (const ending of ["-wal", "-shm"]) rmSync(`${this.#file}${ending}`, { force: true });
    }
    const database = new Database(this.#file, "write", graphMigrations);
    this.#number = this.#currentNumber();
    return database;
  }

  #currentNumber(): number | undefined {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino;
  }
}

function onEmpty<T>(work: (database: Database) => T): T {
  const empty = new Database(":memory:", "write", graphMigrations);
  try {
    return work(empty);
  } finally {
    empty.close();
  }
}
