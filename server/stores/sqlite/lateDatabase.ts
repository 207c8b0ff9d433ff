import { existsSync } from "node:fs";
import { WhenceError } from "../../base/errors.ts";
import type { Database, StoreMode } from "./database.ts";

/** How a database is opened; throws where it cannot be. */
type Opening = (file: string, mode: StoreMode) => Database;

/** A file that is opened when it is first used, and made when something is first written. */
export class LateDatabase {
  readonly #file: string;
  readonly #mode: StoreMode;
  readonly #open: Opening;
  #database: Database | undefined;
  /** On a medium that cannot be written, for what only reads. */
  #reader: Database | undefined;

  /** Opens nothing yet. */
  constructor(file: string, mode: StoreMode, open: Opening) {
    this.#file = file;
    this.#mode = mode;
    this.#open = open;
  }

  /** For what only reads: looking makes no file, so there may be none. */
  forReading(): Database | undefined {
    if (this.#database !== undefined) return this.#database;
    if (!existsSync(this.#file)) return undefined;
    if (this.#reader !== undefined) return this.#reader;
    try {
      return this.forWriting();
    } catch (error) {
      if (!WhenceError.is(error, "noAccess") && !WhenceError.is(error, "diskFull")) throw error;
      this.#reader = this.#openReader(error);
      return this.#reader;
    }
  }

  /** Throws why it cannot be written where it cannot be read either. */
  #openReader(why: WhenceError): Database {
    try {
      return this.#open(this.#file, "read");
    } catch {
      throw why;
    }
  }

  /** For what writes. */
  forWriting(): Database {
    this.#database ??= this.#open(this.#file, this.#mode);
    return this.#database;
  }

  /** Ends the connection; who asks again opens another one. */
  close(): void {
    this.#database?.close();
    this.#reader?.close();
    [this.#database, this.#reader] = [undefined, undefined];
  }
}
