import type { Chunk } from "../../model/chunk.ts";
import type { ChunkRows } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

/** Chunks as they are shown, one JSON value each. */
export class SqliteChunksTable implements ChunkRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  byId(ids: readonly string[]): readonly Chunk[] {
    return this.#each("SELECT value FROM chunks WHERE id = ?", ids);
  }

  ofDocuments(uris: readonly string[]): readonly Chunk[] {
    const sql =
      "SELECT value FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = ?) ORDER BY chunks.row";
    return this.#each(sql, uris);
  }

  bySymbol(qualifiedNames: readonly string[]): readonly Chunk[] {
    return this.#each("SELECT value FROM chunks WHERE symbol = ? ORDER BY chunks.row", qualifiedNames);
  }

  byPath(paths: readonly string[]): readonly Chunk[] {
    const sql =
      "SELECT value FROM chunks WHERE document IN (SELECT id FROM documents WHERE path = ?) ORDER BY chunks.row";
    return this.#each(sql, paths);
  }

  at(places: readonly { readonly uri: string; readonly line: number }[]): readonly Chunk[] {
    const sql = `SELECT value FROM chunks WHERE document = (SELECT id FROM documents WHERE uri = ?1)
                 AND start_line <= ?2 AND end_line >= ?2 ORDER BY end_line - start_line, start_line DESC LIMIT 1`;
    return places.flatMap(({ uri, line }) => this.#database.all(sql, uri, line).map(toChunk));
  }

  count(): number {
    return Number(this.#database.get("SELECT count(*) AS n FROM chunks")?.n);
  }

  #each(sql: string, keys: readonly string[]): Chunk[] {
    return [...new Set(keys)].flatMap((key) => this.#database.all(sql, key).map(toChunk));
  }
}

function toChunk(row: Row): Chunk {
  return JSON.parse(String(row.value));
}
