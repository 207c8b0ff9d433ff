import type { Chunk } from "../../model/chunk.ts";
import { type ChunkSummary, summaryOf } from "../../model/chunkSummary.ts";
import type { ChunkRows } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

const summaryColumns = `
  chunks.id AS id, summary.start_line AS startLine, summary.end_line AS endLine,
  text_length AS textLength, summary.symbol AS symbol, summary.title AS title, terms,
  uri, kind, path, documents.date AS date, documents.tags AS tags
  FROM chunks JOIN chunk_summaries AS summary USING (row) JOIN documents ON documents.id = summary.document`;

/** Chunks as they are shown, one JSON value each, and as they are ranked, in columns. */
export class SqliteChunksTable implements ChunkRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  byId(ids: readonly string[]): readonly Chunk[] {
    return this.#each("SELECT value FROM chunks WHERE id = ?", ids);
  }

  summaries(ids: readonly string[]): readonly ChunkSummary[] {
    const sql = `SELECT ${summaryColumns} WHERE chunks.id IN (SELECT value FROM json_each(?))`;
    const rows = this.#database.all(sql, JSON.stringify(ids));
    const byId = new Map(rows.map((row) => [row.id, toSummary(row)]));
    return [...new Set(ids)].flatMap((id) => byId.get(id) ?? this.#summarize(id));
  }

  ofDocuments(uris: readonly string[]): readonly Chunk[] {
    const sql =
      "SELECT value FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = ?) ORDER BY chunks.row";
    return this.#each(sql, uris);
  }

  at(places: readonly { readonly uri: string; readonly line: number }[]): readonly ChunkSummary[] {
    const sql = `SELECT id FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = ?1)
                 AND start_line <= ?2 AND end_line >= ?2 ORDER BY end_line - start_line, start_line DESC LIMIT 1`;
    return this.summaries(places.flatMap(({ uri, line }) => this.#database.all(sql, uri, line).map(idOf)));
  }

  count(): number {
    return Number(this.#database.get("SELECT count(*) AS n FROM chunks")?.n);
  }

  /** A chunk of an index that was made before there were summaries. */
  #summarize(id: string): ChunkSummary[] {
    return this.byId([id]).map(summaryOf);
  }

  #each(sql: string, keys: readonly string[]): Chunk[] {
    return [...new Set(keys)].flatMap((key) => this.#database.all(sql, key).map(toChunk));
  }
}

function toChunk(row: Row): Chunk {
  return JSON.parse(String(row.value));
}

function idOf(row: Row): string {
  return String(row.id);
}

function toSummary(row: Row): ChunkSummary {
  const bytes = row.terms as Uint8Array;
  return {
    id: String(row.id),
    uri: String(row.uri),
    kind: row.kind as ChunkSummary["kind"],
    ...(row.path === null ? {} : { path: String(row.path) }),
    title: String(row.title),
    startLine: Number(row.startLine),
    endLine: Number(row.endLine),
    ...(row.symbol === null ? {} : { symbol: String(row.symbol) }),
    date: String(row.date),
    tags: row.tags === "[]" ? [] : JSON.parse(String(row.tags)),
    textLength: Number(row.textLength),
    terms: new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4),
  };
}
