import type { Chunk } from "../../model/chunk.ts";
import type { DocumentState, StoredDocument } from "../../model/storedState.ts";
import type { DocumentRecord, DocumentsTable } from "../catalog.ts";
import type { Database } from "./database.ts";
import { toDocument } from "./documentRow.ts";
import { saveDocument } from "./saveDocument.ts";
import { VectorMarks } from "./vectorMarks.ts";

/** Documents, their intents and the marks of their vectors. */
export class SqliteDocumentsTable extends VectorMarks implements DocumentsTable {
  readonly #database: Database;

  constructor(database: Database) {
    super(database);
    this.#database = database;
  }

  save(records: readonly DocumentRecord[], chunks: readonly Chunk[]): void {
    const byUri = Map.groupBy(chunks, (chunk) => chunk.uri);
    this.#database.transaction(() => {
      for (const record of records) {
        const { isNew } = saveDocument(this.#database, record, byUri.get(record.document.uri) ?? []);
        if (isNew) this.#database.run("DELETE FROM intents WHERE uri = ?", record.document.uri);
      }
    });
  }

  remove(uris: readonly string[]): void {
    this.#database.transaction(() => {
      for (const uri of uris) this.#database.run("DELETE FROM documents WHERE uri = ?", uri);
    });
  }

  states(modelId: string, only?: "files" | "commits"): Map<string, DocumentState> {
    const sort = { files: "AND path IS NOT NULL", commits: "AND path IS NULL" };
    return this.#states(modelId, only === undefined ? "" : sort[only]);
  }

  statesBelow(modelId: string, paths: readonly string[]): Map<string, DocumentState> {
    const states = new Map<string, DocumentState>();
    for (const path of paths) {
      // The sign after the slash ends what begins with it.
      for (const [condition, ...values] of [
        ["AND path = ?", path],
        ["AND path >= ? AND path < ?", `${path}/`, `${path}0`],
      ] as const)
        for (const [uri, state] of this.#states(modelId, condition, values)) states.set(uri, state);
    }
    return states;
  }

  #states(modelId: string, condition: string, values: readonly string[] = []): Map<string, DocumentState> {
    const rows = this.#database.all(
      `SELECT uri, content_hash, modified_ms, size_bytes, chunk_count, v.state AS state FROM documents
       LEFT JOIN vectors v ON v.document = documents.id AND v.model = (SELECT id FROM models WHERE name = ?)
       WHERE uri NOT IN (SELECT uri FROM intents) ${condition}`,
      modelId,
      ...values,
    );
    const states = new Map<string, DocumentState>();
    for (const row of rows) {
      states.set(String(row.uri), {
        contentHash: String(row.content_hash),
        modifiedMs: Number(row.modified_ms),
        sizeBytes: Number(row.size_bytes),
        vectorsDone: row.chunk_count === 0 || row.state === 2,
      });
    }
    return states;
  }

  known(uris: readonly string[]): Set<string> {
    const sql = "SELECT uri FROM documents WHERE uri IN (SELECT value FROM json_each(?))";
    return new Set(this.#database.all(sql, JSON.stringify(uris)).map((row) => String(row.uri)));
  }

  get(uri: string): StoredDocument | undefined {
    return this.#documents("WHERE uri = ?", uri)[0];
  }

  touch(rows: readonly { uri: string; modifiedMs: number; sizeBytes: number }[]): void {
    this.#database.transaction(() => {
      const sql = "UPDATE documents SET modified_ms = ?, size_bytes = ? WHERE uri = ?";
      for (const row of rows) this.#database.run(sql, row.modifiedMs, row.sizeBytes, row.uri);
    });
  }

  intend(uris: readonly string[]): void {
    const sql = "INSERT OR IGNORE INTO intents (uri) SELECT value FROM json_each(?)";
    this.#database.run(sql, JSON.stringify(uris));
  }

  intended(): readonly string[] {
    return this.#database.all("SELECT uri FROM intents").map((row) => String(row.uri));
  }

  endIntents(uris: readonly string[]): void {
    this.#database.transaction(() => {
      for (const uri of uris) this.#database.run("DELETE FROM intents WHERE uri = ?", uri);
    });
  }

  markStale(uris: readonly string[]): void {
    this.#database.transaction(() => {
      for (const uri of uris) this.#database.run("UPDATE documents SET content_hash = '' WHERE uri = ?", uri);
    });
  }

  byPath(path: string): StoredDocument | undefined {
    return this.#documents("WHERE path = ? LIMIT 1", path)[0];
  }

  findPaths(suffix: string, limit: number): readonly StoredDocument[] {
    const wanted = suffix.replaceAll("\\", "/").replace(/^(?:\.{0,2}\/)+/, "");
    const baseName = wanted.slice(wanted.lastIndexOf("/") + 1);
    if (baseName === "") return [];
    const ending = `/${wanted.toLowerCase()}`;
    const exact = (document: StoredDocument) => (`/${document.path}`.endsWith(`/${wanted}`) ? 0 : 1);
    return this.#documents("WHERE base_name = ?", baseName)
      .filter((document) => `/${document.path ?? ""}`.toLowerCase().endsWith(ending))
      .sort((a, b) => exact(a) - exact(b) || (a.path ?? "").length - (b.path ?? "").length)
      .slice(0, limit);
  }

  byKey(key: string): readonly StoredDocument[] {
    return this.#documents("WHERE key = ? ORDER BY uri", key);
  }

  urisBelow(folder: string, most: number): readonly string[] {
    const sql = "SELECT uri FROM documents WHERE path IS NOT NULL AND instr('/' || path, ?) > 0 LIMIT ?";
    return this.#database.all(sql, `/${folder}/`, most).map((row) => String(row["uri"]));
  }

  recent(kind: StoredDocument["kind"] | undefined, limit: number): readonly StoredDocument[] {
    if (kind === undefined) return this.#documents("ORDER BY date DESC, uri LIMIT ?", limit);
    return this.#documents("WHERE kind = ? ORDER BY date DESC, uri LIMIT ?", kind, limit);
  }

  facets() {
    const names = (sql: string) => this.#database.all(sql).map((row) => String(row.name));
    const kinds = names("SELECT kind AS name FROM documents GROUP BY kind ORDER BY count(*) DESC, kind");
    const tags = names(
      "SELECT value AS name FROM documents, json_each(tags) GROUP BY value ORDER BY count(*) DESC, value",
    );
    return { kinds: kinds as StoredDocument["kind"][], tags };
  }

  withProblems(limit: number): readonly StoredDocument[] {
    return this.#documents("WHERE parsed = 0 OR warnings <> '[]' ORDER BY uri LIMIT ?", limit);
  }

  #documents(rest: string, ...values: (string | number)[]): StoredDocument[] {
    return this.#database.all(`SELECT * FROM documents ${rest}`, ...values).map(toDocument);
  }
}
