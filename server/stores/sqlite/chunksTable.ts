import type { Chunk } from "../../model/chunk.ts";
import { type ChunkSummary, summaryOf } from "../../model/chunkSummary.ts";
import type { ChunkRows } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

const summaryColumns = `
  chunks.id AS id, summary.start_line AS startLine, summary.end_line AS endLine,
  text_length AS textLength, summary.symbol AS symbol, summary.title AS title, terms,
  uri, kind, path, documents.date AS date, documents.tags AS tags
  FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN chunks ON chunks.id = wanted
  CROSS JOIN chunk_summaries AS summary ON summary.row = chunks.row
  CROSS JOIN documents ON documents.id = summary.document`;

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
    const rows = this.#database.all(`SELECT ${summaryColumns}`, JSON.stringify(ids));
    const byId = new Map(rows.map((row) => [row.id, toSummary(row)]));
    return [...new Set(ids)].flatMap((id) => byId.get(id) ?? this.#summarize(id));
  }

  ofDocuments(uris: readonly string[]): readonly Chunk[] {
    const sql =
      "SELECT value FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = ?) ORDER BY chunks.row";
    return this.#each(sql, uris);
  }

  at(places: readonly { readonly uri: string; readonly line: number }[]): readonly ChunkSummary[] {
    const sql = `SELECT (
      SELECT id FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = place.value ->> 'uri')
      AND start_line <= place.value ->> 'line' AND end_line >= place.value ->> 'line'
      ORDER BY end_line - start_line, start_line DESC LIMIT 1
    ) AS id FROM json_each(?) AS place`;
    const rows = this.#database.all(sql, JSON.stringify(places));
    return this.summaries(rows.flatMap(({ id }) => (typeof id === "string" ? [id] : [])));
  }

  count(): number {
    return Number(this.#database.get("SELECT count(*) AS n FROM chunks")?.n);
  }

  version(): number {
    return Number(this.#database.get("PRAGMA data_version")?.data_version);
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
