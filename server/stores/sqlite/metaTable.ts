import type { MetaKey, MetaTable } from "../catalog.ts";
import type { Database } from "./database.ts";

/** Single values of the catalog. */
export class SqliteMetaTable implements MetaTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(key: MetaKey): string | undefined {
    const value = this.#database.get("SELECT value FROM meta WHERE key = ?", key)?.value;
    return typeof value === "string" ? value : undefined;
  }

  set(key: MetaKey, value: string | undefined): void {
    if (value === undefined) this.#database.run("DELETE FROM meta WHERE key = ?", key);
    else this.#database.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, value);
  }
}
