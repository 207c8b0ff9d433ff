import type { BoundedEmbeddingCache } from "../../model/embedding.ts";
import type { Database } from "./database.ts";

/** Vectors by model and content hash. */
export class SqliteEmbeddingsTable implements BoundedEmbeddingCache {
  readonly #database: Database;
  readonly #models = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  get(modelId: string, hashes: readonly string[]): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    const model = this.#modelRow(modelId);
    if (model === undefined) return found;
    for (const hash of new Set(hashes)) {
      const sql = "SELECT vector FROM embeddings WHERE model = ? AND hash = ?";
      const blob = this.#database.get(sql, model, Buffer.from(hash, "hex"))?.vector;
      // The copy has a buffer of its own, which starts at a multiple of four as floats need.
      if (blob instanceof Uint8Array) found.set(hash, new Float32Array(Uint8Array.from(blob).buffer));
    }
    return found;
  }

  missing(modelId: string, hashes: readonly string[]): Set<string> {
    const model = this.#modelRow(modelId);
    if (model === undefined) return new Set(hashes);
    const sql = "SELECT 1 FROM embeddings WHERE model = ? AND hash = ?";
    return new Set(
      hashes.filter((hash) => this.#database.get(sql, model, Buffer.from(hash, "hex")) === undefined),
    );
  }

  dimensions(modelId: string): number | undefined {
    const sql = "SELECT length(vector) / 4 AS n FROM embeddings WHERE model = ? LIMIT 1";
    const n = this.#database.get(sql, this.#modelRow(modelId) ?? 0)?.n;
    return typeof n === "number" ? n : undefined;
  }

  put(modelId: string, rows: readonly { hash: string; vector: Float32Array }[]): void {
    if (rows.length === 0) return;
    if (this.#modelRow(modelId) === undefined) {
      this.#database.run("INSERT OR IGNORE INTO models (name) VALUES (?)", modelId);
    }
    const model = this.#modelRow(modelId) ?? 0;
    this.#database.transaction(() => {
      for (const { hash, vector } of rows) {
        const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
        const sql = "INSERT OR IGNORE INTO embeddings (model, hash, vector) VALUES (?, ?, ?)";
        this.#database.run(sql, model, Buffer.from(hash, "hex"), bytes);
      }
    });
  }

  counts(): ReadonlyMap<string, number> {
    const sql = `SELECT name, (SELECT count(*) FROM embeddings WHERE model = models.id) AS n FROM models`;
    return new Map(this.#database.all(sql).map(({ name, n }) => [String(name), Number(n)]));
  }

  dropOldest(modelId: string, most: number, keep: ReadonlySet<string>): number {
    const model = this.#modelRow(modelId);
    if (model === undefined) return 0;
    return this.#database.transaction(() => {
      this.#database.exec("CREATE TEMP TABLE IF NOT EXISTS kept (hash BLOB PRIMARY KEY) WITHOUT ROWID");
      this.#database.exec("DELETE FROM kept");
      for (const hash of keep)
        this.#database.run("INSERT OR IGNORE INTO kept VALUES (?)", Buffer.from(hash, "hex"));
      const sql = `DELETE FROM embeddings WHERE row IN (
        SELECT row FROM embeddings WHERE model = ? AND hash NOT IN (SELECT hash FROM kept) ORDER BY row LIMIT ?
      )`;
      const { changes } = this.#database.run(sql, model, most);
      this.#database.exec("DELETE FROM kept");
      return changes;
    });
  }

  #modelRow(modelId: string): number | undefined {
    const known = this.#models.get(modelId);
    if (known !== undefined) return known;
    const id = this.#database.get("SELECT id FROM models WHERE name = ?", modelId)?.id;
    if (typeof id !== "number") return undefined;
    this.#models.set(modelId, id);
    return id;
  }
}
