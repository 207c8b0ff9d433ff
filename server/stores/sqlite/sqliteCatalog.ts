import { existsSync } from "node:fs";
import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import type { BoundedEmbeddingCache } from "../../model/embedding.ts";
import type { CatalogCounts } from "../../model/storedState.ts";
import type { Catalog } from "../catalog.ts";
import { catalogMigrations } from "./catalogMigrations.ts";
import { SqliteChunksTable } from "./chunksTable.ts";
import { SqliteCommitsTable } from "./commitsTable.ts";
import { Database, type StoreMode } from "./database.ts";
import { SqliteDocumentsTable } from "./documentsTable.ts";
import { EmbeddingsFile } from "./embeddingsFile.ts";
import { SqliteMetaTable } from "./metaTable.ts";
import { SqliteRunsTable } from "./runsTable.ts";
import { SqliteSkippedTable } from "./skippedTable.ts";
import { SqliteStatedTable } from "./statedTable.ts";
import { SqliteSymbolsTable } from "./symbolsTable.ts";

/** The catalog in two SQLite files: `catalog.sqlite`, and `embeddings.sqlite`, which outlives a rebuild. */
export class SqliteCatalog implements Catalog {
  readonly documents: SqliteDocumentsTable;
  readonly chunks: SqliteChunksTable;
  readonly symbols: SqliteSymbolsTable;
  readonly commits: SqliteCommitsTable;
  readonly stated: SqliteStatedTable;
  readonly skipped: SqliteSkippedTable;
  readonly runs: SqliteRunsTable;
  readonly meta: SqliteMetaTable;
  readonly embeddings: BoundedEmbeddingCache;
  readonly #database: Database;
  readonly #embeddings: EmbeddingsFile;

  /**
   * Opens the catalog in the folder `place`, which must exist.
   * Throws `notFound` (a reader where nothing was indexed), `storeNewer`, `storeCorrupt`, `noAccess`, `diskFull`.
   */
  constructor(place: string, mode: StoreMode) {
    const file = path.join(place, "catalog.sqlite");
    if (mode === "read" && !existsSync(file)) {
      throw new WhenceError("notFound", `There is no index at ${place} yet: run \`whence index\` first.`);
    }
    this.#database = new Database(file, mode, catalogMigrations);
    try {
      this.#embeddings = new EmbeddingsFile(place, mode);
    } catch (error) {
      this.#database.close();
      throw error;
    }
    this.documents = new SqliteDocumentsTable(this.#database);
    this.chunks = new SqliteChunksTable(this.#database);
    this.symbols = new SqliteSymbolsTable(this.#database);
    this.commits = new SqliteCommitsTable(this.#database);
    this.stated = new SqliteStatedTable(this.#database);
    this.skipped = new SqliteSkippedTable(this.#database);
    this.runs = new SqliteRunsTable(this.#database);
    this.meta = new SqliteMetaTable(this.#database);
    this.embeddings = this.#embeddings;
  }

  notices(): readonly string[] {
    const { notice } = this.#embeddings;
    return notice === undefined ? [] : [notice];
  }

  counts(): CatalogCounts {
    const count = (rest: string) => Number(this.#database.get(`SELECT count(*) AS n FROM ${rest}`)?.n);
    const per = (column: string, where = "") => {
      const sql = `SELECT ${column} AS name, count(*) AS n FROM documents ${where} GROUP BY 1`;
      const rows = this.#database.all(sql);
      return Object.fromEntries(rows.map((row) => [String(row.name), Number(row.n)]));
    };
    return {
      documents: count("documents"),
      byKind: per("kind"),
      byLanguage: per("language", "WHERE kind <> 'commit'"),
      chunks: this.chunks.count(),
      symbols: count("symbols"),
      commits: count("commits"),
      skipped: count("skipped"),
      unparsed: count("documents WHERE parsed = 0"),
    };
  }

  close(): void {
    this.#database.close();
    this.#embeddings.close();
  }
}
