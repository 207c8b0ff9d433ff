import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import type { BoundedEmbeddingCache, EmbeddingCache } from "../../model/embedding.ts";
import { embeddingsMigrations } from "./catalogMigrations.ts";
import { Database, type StoreMode } from "./database.ts";
import { SqliteEmbeddingsTable } from "./embeddingsTable.ts";

/**
 * The cache of embeddings in `embeddings.sqlite`. A damaged file costs work and stops nobody: a writer puts it aside and
 * starts a new one, a reader goes without.
 */
export class EmbeddingsFile implements BoundedEmbeddingCache {
  readonly #place: string;
  readonly #mode: StoreMode;
  #database: Database;
  #table: SqliteEmbeddingsTable;
  #notice: string | undefined;

  /** Throws as `Database`, but for damage. */
  constructor(place: string, mode: StoreMode) {
    this.#place = place;
    this.#mode = mode;
    this.#database = this.#open();
    this.#table = new SqliteEmbeddingsTable(this.#database);
  }

  /** A sentence for people where the file was damaged. */
  get notice(): string | undefined {
    return this.#notice;
  }

  get(modelId: string, hashes: readonly string[]): Map<string, Float32Array> {
    return this.#try((table) => table.get(modelId, hashes));
  }

  missing(modelId: string, hashes: readonly string[]): Set<string> {
    return this.#try((table) => table.missing(modelId, hashes));
  }

  dimensions(modelId: string): number | undefined {
    return this.#try((table) => table.dimensions(modelId));
  }

  put(modelId: string, rows: Parameters<EmbeddingCache["put"]>[1]): void {
    this.#try((table) => table.put(modelId, rows));
  }

  counts(): ReadonlyMap<string, number> {
    return this.#try((table) => table.counts());
  }

  dropOldest(modelId: string, most: number, keep: ReadonlySet<string>): number {
    const dropped = this.#try((table) => table.dropOldest(modelId, most, keep));
    if (dropped > 0) this.#shrink();
    return dropped;
  }

  /** What was dropped leaves pages which new vectors fill; a file that is mostly such pages gives them back. */
  #shrink(): void {
    const pages = (name: string) => Number(this.#database.get(`PRAGMA ${name}`)?.[name]);
    if (pages("freelist_count") * 2 < pages("page_count")) return;
    try {
      this.#database.exec("VACUUM");
    } catch (error) {
      // Another process reads, or the disk has no room for the copy: the next time will do.
      if (!WhenceError.is(error) || error.reason === "storeCorrupt") throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  /** Damage shows when a page is read, which may be long after the file was opened. */
  #try<T>(work: (table: SqliteEmbeddingsTable) => T): T {
    try {
      return work(this.#table);
    } catch (error) {
      if (!WhenceError.is(error, "storeCorrupt")) throw error;
      this.#database.close();
      this.#database = this.#replace();
      this.#table = new SqliteEmbeddingsTable(this.#database);
      return work(this.#table);
    }
  }

  #open(): Database {
    if (this.#mode === "read" && !existsSync(this.#file)) return emptyCache();
    try {
      const database = new Database(this.#file, this.#mode, embeddingsMigrations);
      // Whole vectors come and go; only the index over their hashes is worth keeping, 6 MB for 100,000.
      database.exec("PRAGMA cache_size = -12000");
      return database;
    } catch (error) {
      if (WhenceError.is(error, "storeCorrupt")) return this.#replace();
      // Made and not yet filled, by a writer that is at work or died.
      if (WhenceError.is(error, "notFound")) return emptyCache();
      throw error;
    }
  }

  #replace(): Database {
    if (this.#mode === "read") {
      this.#notice = `The cache of embeddings ${this.#file} is damaged; \`whence index\` starts a new one.`;
      return emptyCache();
    }
    const aside = `${this.#file}.damaged`;
    this.#notice = `The cache of embeddings was damaged and lies in ${aside} now; a new one was started.`;
    renameSync(this.#file, aside);
    for (const ending of ["-wal", "-shm"]) rmSync(`${this.#file}${ending}`, { force: true });
    return new Database(this.#file, "write", embeddingsMigrations);
  }

  get #file(): string {
    return path.join(this.#place, "embeddings.sqlite");
  }
}

function emptyCache(): Database {
  return new Database(":memory:", "write", embeddingsMigrations);
}
