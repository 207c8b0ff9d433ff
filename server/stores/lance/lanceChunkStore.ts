import path from "node:path";
import type { Connection } from "@lancedb/lancedb";
import { sha256 } from "../../base/hashes.ts";
import type { Chunk } from "../../model/chunk.ts";
import type { ScoredChunk, SearchFilter } from "../../model/query.ts";
import type { ChunkRows } from "../catalog.ts";
import type {
  ChunkCounts,
  ChunkIndexStats,
  ChunkStore,
  DeepTextResult,
  StoredRows,
  TextQuery,
  VectorRow,
} from "../chunkStore.ts";
import { storeError } from "../storeErrors.ts";
import { optimizeAnn } from "./annIndex.ts";
import { textSchema, textTable, vectorSchema, vectorTable } from "./arrowColumns.ts";
import { filterSql } from "./filterSql.ts";
import { type LanceLibrary, loadLance } from "./lanceLibrary.ts";
import { type Hit, LanceTable, scalarIndexes } from "./lanceTable.ts";
import { scanRows, scanVectors } from "./rowScan.ts";
import { isTableThere } from "./tableFolder.ts";
import { searchText, searchTextDeeply } from "./textSearch.ts";
import { searchVector } from "./vectorSearch.ts";

/**
 * Caches of LanceDB, whose own defaults (6 GB and 1 GB) do not suit a laptop. A reader needs what it searches to fit: with
 * 64 MB, 126,000 vectors and the lists of terms drive each other out, and a query takes half as much CPU time again.
 * They fill as searches need them. A writer searches nothing.
 */
const INDEX_CACHE_BYTES = { read: 256n * 1024n * 1024n, write: 64n * 1024n * 1024n } as const;
const METADATA_CACHE_BYTES = 16n * 1024n * 1024n;

const textIndexes = [
  { column: "id", kind: "btree" },
  ...scalarIndexes,
  { column: "search_head", kind: "fullText" },
  { column: "search_text", kind: "fullText" },
] as const;
const vectorIndexes = [{ column: "id", kind: "btree" }, ...scalarIndexes] as const;
const vectorPrefix = "vectors_";

interface Opened {
  readonly library: LanceLibrary;
  readonly connection: Connection;
}

/**
 * Chunks in LanceDB: a table `chunks` with terms for full text, and a table of vectors per model. Both find ids; the
 * rows which are shown come from the catalog, ten times faster (50 by id: 0.7 ms against 6 ms) and only if they are
 * committed there, so a hit that belongs to a half-written document is never shown.
 */
export class LanceChunkStore implements ChunkStore {
  readonly #place: string;
  readonly #rows: ChunkRows;
  readonly #indexCacheBytes: bigint;
  readonly #tables = new Map<string, LanceTable>();
  #opened: Promise<Opened> | undefined;

  /** Nothing is loaded or opened before the first search or write. `place` is the folder of the store. */
  constructor(place: string, rows: ChunkRows, mode: "read" | "write") {
    this.#place = place;
    this.#rows = rows;
    this.#indexCacheBytes = INDEX_CACHE_BYTES[mode];
  }

  async addDocuments(chunks: readonly Chunk[]): Promise<void> {
    if (chunks.length === 0) return;
    const { arrow } = (await this.#open()).library;
    await (await this.#writableTextTable()).add(textTable(arrow, chunks));
  }

  async putDocuments(chunks: readonly Chunk[]): Promise<void> {
    if (chunks.length === 0) return;
    const { arrow } = (await this.#open()).library;
    await (await this.#writableTextTable()).put(textTable(arrow, chunks));
  }

  async sweepDocuments(uris: readonly string[], keptIds: ReadonlySet<string>): Promise<void> {
    if (uris.length === 0) return;
    for (const name of await this.#tableNames()) await (await this.#table(name)).sweep(uris, keptIds);
  }

  async addVectors(modelId: string, rows: readonly VectorRow[]): Promise<void> {
    const useful = rows.filter(hasDirection);
    const dimensions = useful[0]?.vector.length;
    if (dimensions === undefined) return;
    const { arrow } = (await this.#open()).library;
    const table = await this.#writableVectorTable(modelId, dimensions);
    await table.add(vectorTable(arrow, useful, dimensions, modelId));
  }

  async replaceVectors(modelId: string, uris: readonly string[], rows: readonly VectorRow[]): Promise<void> {
    const { arrow } = (await this.#open()).library;
    const useful = rows.filter(hasDirection);
    const dimensions = useful[0]?.vector.length;
    const name = vectorTableName(modelId);
    if (dimensions !== undefined) {
      const table = await this.#writableVectorTable(modelId, dimensions);
      await table.replace(uris, vectorTable(arrow, useful, dimensions, modelId));
    } else if ((await this.#tableNames()).includes(name)) {
      await (await this.#table(name)).replace(uris, textTable(arrow, []));
    }
  }

  async dropVectors(modelId: string): Promise<void> {
    await (await this.#table(vectorTableName(modelId))).drop();
    this.#tables.delete(vectorTableName(modelId));
  }

  async searchText(query: TextQuery, filter: SearchFilter, limit: number): Promise<readonly ScoredChunk[]> {
    const where = filterSql(filter);
    const { library } = await this.#open();
    const table = await this.#table("chunks");
    if (!(await table.exists())) return [];
    return this.#resolve(limit, (depth) => searchText(library, table, query, where, depth));
  }

  async searchTextDeeply(
    query: TextQuery,
    filter: SearchFilter,
    limit: number,
    depth: number,
  ): Promise<DeepTextResult> {
    const where = filterSql(filter);
    const { library } = await this.#open();
    const table = await this.#table("chunks");
    if (!(await table.exists())) return { best: [], hits: [] };
    const { best, hits } = await searchTextDeeply(library, table, query, where, { limit, depth });
    const first = this.#join(best.slice(0, limit));
    // Hits of half-written documents make room for those behind them.
    const rest = first.length < limit ? this.#join(best.slice(limit, 2 * limit)) : [];
    const named = hits.map(({ id, uri = "", score }) => ({ id, uri, score }));
    return { best: [...first, ...rest].slice(0, limit), hits: named };
  }

  async searchVector(
    modelId: string,
    vector: Float32Array,
    filter: SearchFilter,
    limit: number,
  ): Promise<readonly ScoredChunk[]> {
    const where = filterSql(filter);
    const table = await this.#table(vectorTableName(modelId));
    if (!(await table.exists())) return [];
    return this.#resolve(limit, (depth) => searchVector(table, vector, where, depth));
  }

  async counts(): Promise<ChunkCounts> {
    let chunks = 0;
    const vectors = new Map<string, number>();
    for (const name of await this.#tableNames()) {
      await (await this.#table(name)).query(async (handle) => {
        const rows = await handle.countRows();
        if (name === "chunks") chunks = rows;
        else vectors.set((await handle.schema()).metadata.get("modelId") ?? name, rows);
      });
    }
    return { chunks, vectors };
  }

  async storedRows(): Promise<readonly StoredRows[]> {
    const tables: StoredRows[] = [];
    for (const name of await this.#tableNames()) tables.push(await scanRows(await this.#table(name)));
    return tables;
  }

  async vectorsOf(modelId: string, uris: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const table = await this.#table(vectorTableName(modelId));
    return (await table.exists()) ? scanVectors(table, uris) : new Map();
  }

  async indexStats(): Promise<readonly ChunkIndexStats[]> {
    const stats: ChunkIndexStats[] = [];
    for (const name of await this.#tableNames())
      stats.push(...(await (await this.#table(name)).indexStats()));
    return stats;
  }

  async optimize(): Promise<void> {
    const { library } = await this.#open();
    for (const name of await this.#tableNames()) {
      const table = await this.#table(name);
      const isDone = name !== "chunks" && (await optimizeAnn(library, table));
      if (!isDone) await table.optimize();
    }
  }

  async close(): Promise<void> {
    // Who could not open it has heard why.
    const opened = await this.#opened?.catch(() => undefined);
    this.#opened = undefined;
    this.#tables.clear();
    try {
      opened?.connection.close();
    } catch {
      // A search that is still under way, because another one failed, holds it; it goes with the process.
    }
  }

  /** Rows of the hits, best first. Looks deeper once where hits had no committed row. */
  async #resolve(
    limit: number,
    search: (depth: number) => Promise<readonly Hit[]>,
  ): Promise<readonly ScoredChunk[]> {
    const depth = Math.max(0, Math.floor(limit));
    if (depth === 0) return [];
    let hits = await search(depth);
    let found = this.#join(hits);
    if (found.length < hits.length && hits.length >= depth) {
      hits = await search(depth * 2);
      found = this.#join(hits);
    }
    return found.slice(0, depth);
  }

  #join(hits: readonly Hit[]): ScoredChunk[] {
    const scores = new Map(hits.map((hit) => [hit.id, hit.score]));
    return this.#rows
      .summaries(hits.map((hit) => hit.id))
      .map((chunk) => ({ chunk, score: scores.get(chunk.id) ?? 0 }));
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#connect();
    return this.#opened;
  }

  async #connect(): Promise<Opened> {
    const library = await loadLance();
    const session = new library.lance.Session(this.#indexCacheBytes, METADATA_CACHE_BYTES);
    try {
      // The session has to be an option: as a parameter of its own `connect` drops it without a word.
      const options = { session };
      const connection = await library.lance.connect(path.join(this.#place, "lance"), options);
      return { library, connection };
    } catch (error) {
      throw storeError(error, this.#place);
    }
  }

  async #tableNames(): Promise<string[]> {
    const { connection } = await this.#open();
    const names = await connection.tableNames({ limit: 1000 });
    const ours = names.filter((name) => name === "chunks" || name.startsWith(vectorPrefix));
    return ours.filter((name) => isTableThere(this.#place, name));
  }

  async #table(name: string): Promise<LanceTable> {
    const { library, connection } = await this.#open();
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const version = () => this.#rows.version();
    const nameColumns = name === "chunks" ? (["id", "uri"] as const) : (["id"] as const);
    const table = new LanceTable(library, connection, this.#place, name, version, nameColumns);
    this.#tables.set(name, table);
    return table;
  }

  async #writableTextTable(): Promise<LanceTable> {
    const { library } = await this.#open();
    const table = await this.#table("chunks");
    await table.create(textSchema(library.arrow), textIndexes);
    return table;
  }

  async #writableVectorTable(modelId: string, dimensions: number): Promise<LanceTable> {
    const { library } = await this.#open();
    const table = await this.#table(vectorTableName(modelId));
    await table.create(vectorSchema(library.arrow, dimensions, modelId), vectorIndexes);
    return table;
  }
}

/** False for the zero vector of a text without known words, which is near to nothing and is left out. */
function hasDirection(row: VectorRow): boolean {
  return row.vector.some((value) => value !== 0);
}

/** Model ids hold slashes and more which a table's name may not. */
function vectorTableName(modelId: string): string {
  return `${vectorPrefix}${sha256(modelId).slice(0, 12)}`;
}
