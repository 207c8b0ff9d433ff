import { WhenceError } from "../../../base/errors.ts";
import type { SymbolHistoryCache } from "../../symbolHistoryCache.ts";
import type { Database } from "../database.ts";
import type { GraphFile } from "./graphFile.ts";

const usualLimit = 20_000;
/** How many values are stored between two looks at how many there are. */
const evictionInterval = 200;

/**
 * The cache in the table `symbol_history`. Whoever only reads stores nothing, nor does who comes while another
 * process writes. When values were used is noted with the next one that is stored, so that nothing here waits for others.
 */
export class SymbolHistoryTable implements SymbolHistoryCache {
  readonly #file: GraphFile;
  readonly #limit: number;
  readonly #used = new Set<string>();
  #stored = 0;

  constructor(file: GraphFile, limit = usualLimit) {
    this.#file = file;
    this.#limit = limit;
  }

  get(key: string): string | undefined {
    const row = this.#file.read((database) =>
      database.get("SELECT value FROM symbol_history WHERE key = ?", key),
    );
    if (row === undefined) return undefined;
    this.#used.add(key);
    return String(row.value);
  }

  set(key: string, value: string): void {
    if (!this.#file.isWritable) return;
    try {
      this.#file.writeNow((database) => this.#store(database, key, value));
    } catch (error) {
      if (!WhenceError.is(error, "locked")) throw error;
    }
  }

  #store(database: Database, key: string, value: string): void {
    // Counted rather than by a clock, which stands still within a millisecond and may go back.
    const last = database.get("SELECT max(used_at) AS last FROM symbol_history")?.last;
    const now = Number(last ?? 0) + 1;
    for (const used of this.#used)
      database.run("UPDATE symbol_history SET used_at = ? WHERE key = ?", now, used);
    this.#used.clear();
    const sql = "INSERT OR REPLACE INTO symbol_history (key, value, used_at) VALUES (?, ?, ?)";
    database.run(sql, key, value, now);
    if (this.#stored++ % evictionInterval !== 0) return;
    const evict = `DELETE FROM symbol_history WHERE key IN
      (SELECT key FROM symbol_history ORDER BY used_at DESC LIMIT -1 OFFSET ?)`;
    database.run(evict, this.#limit);
  }
}
