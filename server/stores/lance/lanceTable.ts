import { statSync } from "node:fs";
import path from "node:path";
import type { Connection, Query, Table, VectorQuery } from "@lancedb/lancedb";
import type { Table as ArrowTable } from "apache-arrow";
import type { ChunkIndexStats } from "../chunkStore.ts";
import { storeError } from "../storeErrors.ts";
import { anyOf } from "./filterSql.ts";
import type { LanceLibrary } from "./lanceLibrary.ts";
import { RowNames } from "./rowNames.ts";
import { isTableThere } from "./tableFolder.ts";

/**
 * Versions made longer ago than this go when a table is optimised. A reader in another process may be in the middle of
 * one: its query fails, and `query` runs it again on the newest version.
 */
const KEPT_VERSION_MS = 2_000;
/**
 * Upkeep pays from so many rows outside the indexes, or from this share of all. Scanning 500 rows of text takes 5 ms
 * with each search, while bringing the text index of 100,000 rows up to date takes 2 to 5 s, however few are new.
 */
const UNINDEXED_ROWS = 500;
const UNINDEXED_SHARE = 0.01;
/** Each write adds a fragment, and each fragment costs a search some file accesses. */
const FRAGMENTS = 24;
const COUNT_AGE_MS = 30_000;
/** A process which searches a table as often as this will do so again, so reading the names of all rows pays. */
const SEARCHES_BEFORE_NAMES = 8;

/** A row with the score of the search which found it. */
export interface Hit {
  readonly id: string;
  /** Of its document, in the table of texts alone. */
  readonly uri?: string;
  readonly score: number;
}

/** An index of a table: its column and how it is built. */
export interface IndexPlan {
  readonly column: string;
  readonly kind: "btree" | "bitmap" | "labelList" | "fullText";
}

/** Indexes on the columns which filters name. */
export const scalarIndexes: readonly IndexPlan[] = [
  { column: "uri", kind: "btree" },
  { column: "path", kind: "btree" },
  { column: "date", kind: "btree" },
  { column: "kind", kind: "bitmap" },
  { column: "language", kind: "bitmap" },
  { column: "tags", kind: "labelList" },
];

/** One LanceDB table with the writes which are safe to be killed in, and its upkeep. */
export class LanceTable {
  readonly name: string;
  readonly #library: LanceLibrary;
  readonly #connection: Connection;
  readonly #place: string;
  #table: Promise<Table> | undefined;
  #count = 0;
  #countedAtMs = 0;
  #created = false;
  readonly #version: () => number;
  readonly #nameColumns: readonly ("id" | "uri")[];
  #seenVersion = 0;
  #identity = "";
  #searches = 0;
  #rows: RowNames | undefined;
  #readingRows = false;

  /**
   * `version` changes whenever another process may have written to the table; `nameColumns` is what a search says of
   * the rows that it finds.
   */
  constructor(
    library: LanceLibrary,
    connection: Connection,
    place: string,
    name: string,
    version: () => number,
    nameColumns: readonly ("id" | "uri")[],
  ) {
    this.#library = library;
    this.#connection = connection;
    this.#place = place;
    this.name = name;
    this.#version = version;
    this.#nameColumns = nameColumns;
  }

  /** True where the table is there, made by whichever process. */
  async exists(): Promise<boolean> {
    return this.#table !== undefined || isTableThere(this.#place, this.name);
  }

  /** Rows at most half a minute ago: enough to choose how much of an index to read, and free. */
  async rowCount(): Promise<number> {
    if (Date.now() - this.#countedAtMs > COUNT_AGE_MS) {
      this.#count = await this.query((table) => table.countRows());
      this.#countedAtMs = Date.now();
    }
    return this.#count;
  }

  /** Makes the table with its indexes, empty, where it is missing: a text index must be there to be searched. */
  async create(schema: ArrowTable["schema"], indexes: readonly IndexPlan[]): Promise<void> {
    if (this.#created) return;
    await this.#guard(async () => {
      const isThere = await this.exists();
      if (!isThere) await this.#removeFolder();
      const table = isThere ? await this.open() : await this.#connection.createEmptyTable(this.name, schema);
      const present = new Set((await table.listIndices()).map((index) => index.columns[0]));
      for (const plan of indexes) {
        if (!present.has(plan.column)) await table.createIndex(plan.column, { config: this.#config(plan) });
      }
      this.#table = Promise.resolve(table);
      this.#created = true;
    });
  }

  /** Adds rows in one commit. */
  async add(rows: ArrowTable): Promise<void> {
    if (rows.numRows === 0) return;
    await this.#guard(async () => (await this.open()).add(rows));
  }

  /** In one commit, removes all rows of these documents and puts `rows` in their place. */
  async replace(uris: readonly string[], rows: ArrowTable): Promise<void> {
    await this.#guard(async () => {
      const table = await this.open();
      if (rows.numRows === 0) {
        await table.delete(anyOf("uri", uris));
        return;
      }
      await table
        .mergeInsert("id")
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .whenNotMatchedBySourceDelete({ where: anyOf("uri", uris) })
        .execute(rows);
    });
  }

  /** Puts rows in the place of those with the same ids, or beside all others, in one commit. */
  async put(rows: ArrowTable): Promise<void> {
    await this.#guard(async () => {
      const table = await this.open();
      await table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
    });
  }

  /** Removes the rows of these documents whose ids are not kept; no commit where there are none. */
  async sweep(uris: readonly string[], keptIds: ReadonlySet<string>): Promise<void> {
    await this.#guard(async () => {
      const table = await this.open();
      const rows = await table.query().select(["id"]).where(anyOf("uri", uris)).toArray();
      const ids = rows.map((row) => String(row.id)).filter((id) => !keptIds.has(id));
      if (ids.length > 0) await table.delete(anyOf("id", ids));
    });
  }

  /** Runs a query; a table that another process replaced meanwhile is opened anew, once. */
  async query<T>(work: (table: Table) => Promise<T>): Promise<T> {
    return this.#guard(async () => {
      try {
        return await work(await this.open());
      } catch {
        this.forget();
        return work(await this.open());
      }
    });
  }

  /** Rows that a search finds, in its order; `column` is `_score` or `_distance`. */
  async search(find: (table: Table) => Query | VectorQuery, column: string): Promise<readonly Hit[]> {
    return this.query(async (table) => {
      const rows = this.#knownRows(table);
      // The column has to be named, or LanceDB warns on stderr with each query.
      if (rows === undefined) {
        const found = await find(table)
          .select([...this.#nameColumns, column])
          .toArray();
        return found.map((row) => {
          const uri = row.uri === undefined ? {} : { uri: String(row.uri) };
          return { id: String(row.id), ...uri, score: Number(row[column]) };
        });
      }
      const found = await find(table).select([column]).withRowId().toArrow();
      const scores = found.getChild(column)?.toArray() ?? [];
      const known = await rows.at(found.getChild("_rowid")?.toArray() ?? new BigUint64Array(), table);
      return known.flatMap((row, at) => (row === undefined ? [] : [{ ...row, score: Number(scores[at]) }]));
    });
  }

  /** Brings indexes up to date, merges small files and removes old versions, where enough has changed to pay. */
  async optimize(): Promise<void> {
    await this.#guard(async () => {
      const table = await this.open();
      const { numRows, fragmentStats } = await table.stats();
      const indexes = await table.listIndices();
      const unindexed = Math.max(0, ...indexes.map((index) => index.numUnindexedRows ?? 0));
      const worthwhile = Math.max(UNINDEXED_ROWS, numRows * UNINDEXED_SHARE);
      if (unindexed < worthwhile && fragmentStats.numFragments < FRAGMENTS) return;
      await table.optimize({ cleanupOlderThan: new Date(Date.now() - KEPT_VERSION_MS) });
    });
  }

  /** Removes the table with all of its rows; harmless where it is missing. */
  async drop(): Promise<void> {
    this.forget();
    await this.#guard(() => this.#removeFolder());
  }

  /** Also what a kill left of a table that was being made or dropped. */
  async #removeFolder(): Promise<void> {
    const names = await this.#connection.tableNames({ limit: 1000 });
    if (names.includes(this.name)) await this.#connection.dropTable(this.name);
  }

  /** How much of the table each index covers. */
  async indexStats(): Promise<ChunkIndexStats[]> {
    const indexes = await this.query((table) => table.listIndices());
    return Promise.all(
      indexes.map(async ({ name, indexType }) => {
        const stats = await this.query((table) => table.indexStats(name));
        return {
          table: this.name,
          index: name,
          type: indexType,
          indexedRows: stats?.numIndexedRows ?? 0,
          unindexedRows: stats?.numUnindexedRows ?? 0,
        };
      }),
    );
  }

  /** The table at its newest version, opened on first use. */
  open(): Promise<Table> {
    const version = this.#version();
    if (this.#table === undefined || version !== this.#seenVersion) {
      this.#seenVersion = version;
      this.#table = this.#table === undefined ? this.#openNew() : this.#refreshed(this.#table);
    }
    return this.#table;
  }

  async #openNew(): Promise<Table> {
    const table = await this.#connection.openTable(this.name);
    this.#identity = this.#identityOnDisk();
    return table;
  }

  async #refreshed(opened: Promise<Table>): Promise<Table> {
    const table = await opened;
    // Made anew by another process: its rows have the addresses of others.
    if (this.#identity !== this.#identityOnDisk()) {
      this.#rows = undefined;
      return this.#openNew();
    }
    await table.checkoutLatest();
    return table;
  }

  #identityOnDisk(): string {
    const folder = path.join(this.#place, "lance", `${this.name}.lance`);
    const found = statSync(folder, { throwIfNoEntry: false });
    return `${found?.ino} ${found?.birthtimeMs}`;
  }

  /** Undefined while a search has to ask for names itself. */
  #knownRows(table: Table): RowNames | undefined {
    this.#searches += 1;
    const isWanted = this.#rows === undefined || this.#rows.isOutdated;
    if (isWanted && !this.#readingRows && this.#searches > SEARCHES_BEFORE_NAMES) {
      this.#readingRows = true;
      void this.#readRows(table);
    }
    return this.#rows;
  }

  async #readRows(table: Table): Promise<void> {
    const identity = this.#identity;
    const rows = await RowNames.read(table, this.#nameColumns).catch(() => undefined);
    if (identity === this.#identity) this.#rows = rows;
    this.#readingRows = false;
  }

  /** Lets go of the handle; the next use opens the table again. */
  forget(): void {
    this.#table = undefined;
    this.#created = false;
    this.#rows = undefined;
  }

  #config(plan: IndexPlan) {
    const { Index } = this.#library.lance;
    if (plan.kind === "btree") return Index.btree();
    if (plan.kind === "bitmap") return Index.bitmap();
    if (plan.kind === "labelList") return Index.labelList();
    // Terms are split, folded and stemmed before they are written, so the index only separates them at blanks.
    return Index.fts({
      baseTokenizer: "whitespace",
      lowercase: false,
      asciiFolding: false,
      removeStopWords: false,
      stem: false,
      withPosition: false,
      maxTokenLength: 80,
    });
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, this.#place);
    }
  }
}
