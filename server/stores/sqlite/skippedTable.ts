import type { StoredSkip } from "../../model/storedState.ts";
import type { SkippedTable } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

/** Files that were deliberately not indexed. */
export class SqliteSkippedTable implements SkippedTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  replaceAll(rows: readonly StoredSkip[]): void {
    this.#database.transaction(() => {
      this.#database.run("DELETE FROM skipped");
      this.#add(rows);
    });
  }

  replaceBelow(paths: readonly string[], rows: readonly StoredSkip[]): void {
    this.#database.transaction(() => {
      // The sign after the slash ends what begins with it.
      const sql = "DELETE FROM skipped WHERE path = ? OR (path >= ? AND path < ?)";
      for (const path of paths) this.#database.run(sql, path, `${path}/`, `${path}0`);
      this.#add(rows);
    });
  }

  #add(rows: readonly StoredSkip[]): void {
    const sql = "INSERT OR REPLACE INTO skipped (path, reason, detail, stamp) VALUES (?, ?, ?, ?)";
    for (const { path, reason, detail, stamp } of rows)
      this.#database.run(sql, path, reason, detail ?? null, stamp ?? null);
  }

  get(path: string): StoredSkip | undefined {
    const row = this.#database.get("SELECT * FROM skipped WHERE path = ?", path);
    return row === undefined ? undefined : toSkip(row);
  }

  list(reason: string | undefined, limit: number): readonly StoredSkip[] {
    const where = reason === undefined ? "" : "WHERE reason = ?";
    const values = reason === undefined ? [limit] : [reason, limit];
    return this.#database.all(`SELECT * FROM skipped ${where} ORDER BY path LIMIT ?`, ...values).map(toSkip);
  }

  stamped(): readonly StoredSkip[] {
    return this.#database.all("SELECT * FROM skipped WHERE stamp IS NOT NULL").map(toSkip);
  }

  countByReason(): ReadonlyMap<string, number> {
    const rows = this.#database.all("SELECT reason, count(*) AS files FROM skipped GROUP BY reason");
    return new Map(rows.map((row) => [String(row.reason), Number(row.files)]));
  }
}

function toSkip(row: Row): StoredSkip {
  return {
    path: String(row.path),
    reason: String(row.reason),
    ...(row.detail === null ? {} : { detail: String(row.detail) }),
    ...(row.stamp === null ? {} : { stamp: String(row.stamp) }),
  };
}
