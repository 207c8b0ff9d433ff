import type { Chunk } from "../model/chunk.ts";
import type { ScoredChunk, SearchFilter } from "../model/query.ts";

/** What full-text search looks for; make `terms` with `queryTerms` of `server/model/searchTerms.ts`. */
export interface TextQuery {
  /** Any of these, best matches first; lower case, as `searchTerms` splits. At most 64 are used. */
  readonly terms: readonly string[];
  /** Terms which all must occur, in the text of a hit or in its head; then at most 8 of `terms` count besides. */
  readonly required?: readonly string[];
  /** Weight of a hit in title, symbol, key and path against one in the text; 0 leaves the head out. */
  readonly headBoost?: number;
}

/** A row that a search of texts found. Whether the catalog has its chunk is not looked up. */
export interface TextHit {
  readonly id: string;
  /** Of its document. */
  readonly uri: string;
  /** BM25 in the text alone, without the head. */
  readonly score: number;
}

/** One search of texts, read twice. */
export interface DeepTextResult {
  /** As `searchText` finds them. */
  readonly best: readonly ScoredChunk[];
  /** Further down the list of those with the best texts, whatever their heads say. */
  readonly hits: readonly TextHit[];
}

/** A chunk with the vector that stands for it. */
export interface VectorRow {
  readonly chunk: Chunk;
  /** L2-normalised, as many numbers as the model has dimensions. */
  readonly vector: Float32Array;
}

/** Rows in the chunk store; `vectors` has one entry per model id. */
export interface ChunkCounts {
  readonly chunks: number;
  readonly vectors: ReadonlyMap<string, number>;
}

/** Names of the rows of one table: of chunks, or of the vectors of a model. */
export interface StoredRows {
  readonly modelId?: string;
  /** Numbers per vector. */
  readonly dimensions?: number;
  /** A row that is there twice comes twice. */
  readonly rows: readonly { readonly id: string; readonly uri: string }[];
}

/** How much of a table an index covers; rows beyond are found by scanning, which is slower. */
export interface ChunkIndexStats {
  readonly table: string;
  readonly index: string;
  readonly type: string;
  readonly indexedRows: number;
  readonly unindexedRows: number;
}

/**
 * Chunks with full text, and one set of vectors per model.
 *
 * Every writing method is one commit per table. The catalog says what is indexed and holds the rows that are shown, so
 * what is written here becomes visible when the catalog has it too: write through `StoreWriter`, which knows the
 * protocol.
 */
export interface ChunkStore {
  /** Adds chunks of documents which have none; faster than `putDocuments`, but repeating it doubles rows. */
  addDocuments(chunks: readonly Chunk[]): Promise<void>;
  /** Adds chunks, in the place of those with the same ids; other chunks of their documents stay. Idempotent. */
  putDocuments(chunks: readonly Chunk[]): Promise<void>;
  /** Removes of these documents the chunks and, for every model, the vectors whose ids are not kept. Idempotent. */
  sweepDocuments(uris: readonly string[], keptIds: ReadonlySet<string>): Promise<void>;

  /** Adds vectors of documents which have none for this model; repeating it doubles rows. */
  addVectors(modelId: string, rows: readonly VectorRow[]): Promise<void>;
  /** Replaces all vectors which this model has for the documents named. Idempotent. */
  replaceVectors(modelId: string, uris: readonly string[], rows: readonly VectorRow[]): Promise<void>;
  /** Drops every vector of a model which is no longer used. */
  dropVectors(modelId: string): Promise<void>;

  /** Best first; the score is BM25, comparable within one answer only. Never throws on odd terms. */
  searchText(query: TextQuery, filter: SearchFilter, limit: number): Promise<readonly ScoredChunk[]>;
  /**
   * The same with up to `depth` hits in the text beside the best `limit` chunks: for who looks for one document among
   * them, as a search for each would cost as much as the first.
   */
  searchTextDeeply(
    query: TextQuery,
    filter: SearchFilter,
    limit: number,
    depth: number,
  ): Promise<DeepTextResult>;
  /** Best first; the score is the cosine. Empty where the model has no vectors yet. */
  searchVector(
    modelId: string,
    vector: Float32Array,
    filter: SearchFilter,
    limit: number,
  ): Promise<readonly ScoredChunk[]>;

  counts(): Promise<ChunkCounts>;
  /** All rows as they lie there, committed in the catalog or not. For audits. */
  storedRows(): Promise<readonly StoredRows[]>;
  /** Vectors of documents as they lie there, by id of the chunk; empty where the model has none. For audits. */
  vectorsOf(modelId: string, uris: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  indexStats(): Promise<readonly ChunkIndexStats[]>;
  /**
   * Brings indexes up to date, merges small files and removes old versions, table by table where enough has changed
   * to pay (500 rows or one in a hundred). Run it when the texts are in and at the end of an indexing run.
   */
  optimize(): Promise<void>;
  close(): Promise<void>;
}
