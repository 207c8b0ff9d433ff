import { existsSync } from "node:fs";
import type { Database, StoreMode } from "./database.ts";

/** How a database is opened; throws where it cannot be. */
type Opening = (file: string, mode: StoreMode) => Database;

/** A file that is opened when it is first used, and made when something is first written. */
export class LateDatabase {
  readonly #file: string;
  readonly #mode: StoreMode;
  readonly #open: Opening;
  #database: Database | undefined;

  /** Opens nothing yet. */
  constructor(file: string, mode: StoreMode, open: Opening) {
    this.#file = file;
    this.#mode = mode;
    this.#open = open;
  }

  /** For what only reads: looking makes no file, so there may be none. */
  forReading(): Database | undefined {
    return this.#database === undefined && !existsSync(this.#file) ? undefined : this.forWriting();
  }

  /** For what writes. */
  forWriting(): Database {
    this.#database ??= this.#open(this.#file, this.#mode);
    return this.#database;
  }

  /** Ends the connection; who asks again opens another one. */
  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}
