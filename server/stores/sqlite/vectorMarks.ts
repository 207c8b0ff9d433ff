import type { VectorMarksTable } from "../catalog.ts";
import type { Database } from "./database.ts";

/** States of `vectors.state`. */
const EXPIRED = 0;
const INTENDED = 1;
const DONE = 2;

/** For which documents the vectors of which model are complete, outdated or being written. */
export class VectorMarks implements VectorMarksTable {
  readonly #rows: Database;

  constructor(database: Database) {
    this.#rows = database;
  }

  withoutVectors(modelId: string, limit: number): readonly string[] {
    const sql = `SELECT uri FROM documents ${missingVectors} ORDER BY documents.id LIMIT ?`;
    return this.#rows.all(sql, modelId, limit).map((row) => String(row.uri));
  }

  countWithoutVectors(modelId: string): number {
    return Number(this.#rows.get(`SELECT count(*) AS n FROM documents ${missingVectors}`, modelId)?.n);
  }

  holdingVectors(modelId: string, uris: readonly string[]): Set<string> {
    const sql = `SELECT 1 FROM vectors WHERE model = (SELECT id FROM models WHERE name = ?)
                 AND document = (SELECT id FROM documents WHERE uri = ?)`;
    return new Set(uris.filter((uri) => this.#rows.get(sql, modelId, uri) !== undefined));
  }

  modelsWithVectors(): readonly string[] {
    return this.#rows.all("SELECT name FROM models ORDER BY id").map((row) => String(row.name));
  }

  markVectors(modelId: string, uris: readonly string[]): void {
    this.#mark(modelId, uris, DONE);
  }

  intendVectors(modelId: string, uris: readonly string[]): void {
    this.#mark(modelId, uris, INTENDED);
  }

  expireIntendedVectors(): void {
    this.#rows.run(`UPDATE vectors SET state = ${EXPIRED} WHERE state = ${INTENDED}`);
  }

  expireVectors(modelId: string): void {
    const sql = `UPDATE vectors SET state = ${EXPIRED} WHERE model = (SELECT id FROM models WHERE name = ?)`;
    this.#rows.run(sql, modelId);
  }

  forgetVectors(modelId: string): void {
    this.#rows.run("DELETE FROM models WHERE name = ?", modelId);
  }

  #mark(modelId: string, uris: readonly string[], state: number): void {
    this.#rows.transaction(() => {
      this.#rows.run("INSERT OR IGNORE INTO models (name) VALUES (?)", modelId);
      const model = Number(this.#rows.get("SELECT id FROM models WHERE name = ?", modelId)?.id);
      const sql = `INSERT OR REPLACE INTO vectors (document, model, state)
                   SELECT id, ?, ${state} FROM documents WHERE uri = ?`;
      for (const uri of uris) this.#rows.run(sql, model, uri);
    });
  }
}

const missingVectors = `
  LEFT JOIN vectors v ON v.document = documents.id AND v.model = (SELECT id FROM models WHERE name = ?)
  WHERE chunk_count > 0 AND (v.state IS NULL OR v.state <> ${DONE})`;
