import { randomUUID } from "node:crypto";
import { existsSync, readlinkSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { Database, type Row } from "./sqlite/database.ts";

const HEARTBEAT_MS = 5_000;
/** Silence after which an owner counts as dead although its process cannot be seen, or its id was given away again. */
const SILENCE_MS = 60_000;

/**
 * The right to write a store, for one process at a time: a row in `writer.sqlite` that names process and host and
 * carries a heartbeat. Looking and taking over are one transaction, so two processes cannot both take over from a dead
 * one, which they could with a plain file.
 */
export class WriterLock {
  readonly #database: Database;
  readonly #place: string;
  readonly #token: string = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #lost = false;

  private constructor(place: string, database: Database) {
    this.#place = place;
    this.#database = database;
  }

  /**
   * Takes the lock, over from a dead owner too. Throws `locked`, which names the living owner. The `seat` is another lock of
   * the same kind: which editor window takes care of the index.
   */
  static acquire(place: string, of: "writer" | "seat" = "writer"): WriterLock {
    const database = openLockFile(path.join(place, `${of}.sqlite`));
    const lock = new WriterLock(place, database);
    try {
      database.transaction(() => lock.#take());
    } catch (error) {
      database.close();
      throw error;
    }
    lock.#timer = setInterval(() => lock.#beatUnheard(), HEARTBEAT_MS);
    // A heartbeat alone must not keep a finished process alive.
    lock.#timer.unref();
    return lock;
  }

  /** True while somebody who lives holds the lock. */
  static isTaken(place: string): boolean {
    const file = path.join(place, "writer.sqlite");
    if (!existsSync(file)) return false;
    const database = openLockFile(file);
    try {
      const owner = database.get("SELECT * FROM writer");
      return owner !== undefined && isAlive(owner);
    } finally {
      database.close();
    }
  }

  /** Throws `locked` where another process took over because this one was silent for too long (it was suspended). */
  assertHeld(): void {
    if (this.#lost || !this.#beat()) {
      throw new WhenceError(
        "locked",
        `Another process took over the index at ${this.#place} while this one was suspended: run the command again.`,
      );
    }
  }

  /** Gives the lock back; safe to call twice. */
  release(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#database.run("DELETE FROM writer WHERE token = ?", this.#token);
    this.#database.close();
  }

  #take(): void {
    const owner = this.#database.get("SELECT * FROM writer");
    if (owner !== undefined && isAlive(owner)) {
      throw new WhenceError(
        "locked",
        `Process ${owner.pid} on ${String(owner.host).split("/")[0]} is indexing into ${this.#place}: wait for it, or stop it.`,
      );
    }
    this.#database.run("DELETE FROM writer");
    const sql = "INSERT INTO writer (token, pid, host, beat_ms) VALUES (?, ?, ?, ?)";
    this.#database.run(sql, this.#token, process.pid, hostIdentity(), Date.now());
  }

  /** A heartbeat that fails, on a full disk for example, ends no process: the next write asks again and says why. */
  #beatUnheard(): void {
    try {
      this.#beat();
    } catch {
      // Silence, which is what others see then.
    }
  }

  /** False once another process holds the lock. */
  #beat(): boolean {
    const sql = "UPDATE writer SET beat_ms = ? WHERE token = ?";
    this.#lost ||= this.#database.run(sql, Date.now(), this.#token).changes === 0;
    return !this.#lost;
  }
}

/** A damaged file names no owner, and holds nothing else: it is made anew. */
function openLockFile(file: string): Database {
  try {
    return new Database(file, "write", migrations);
  } catch (error) {
    if (!WhenceError.is(error, "storeCorrupt")) throw error;
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    return new Database(file, "write", migrations);
  }
}

const migrations = [
  "CREATE TABLE writer (token TEXT PRIMARY KEY, pid INTEGER NOT NULL, host TEXT NOT NULL, beat_ms INTEGER NOT NULL)",
];

function isAlive(owner: Row): boolean {
  if (Date.now() - Number(owner.beat_ms) > SILENCE_MS) return false;
  if (owner.host !== hostIdentity()) return true;
  try {
    process.kill(Number(owner.pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Where process ids have a meaning: containers may share a host's name and a cache folder, but not its processes. */
function hostIdentity(): string {
  try {
    return `${hostname()}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
