import type { Chunk } from "../model/chunk.ts";
import type { ChunkSummary } from "../model/chunkSummary.ts";
import type { CodeFacts } from "../model/codeFacts.ts";
import type { CommitDetails } from "../model/document.ts";
import type { BoundedEmbeddingCache } from "../model/embedding.ts";
import type { StatedFacts, StoredStatement } from "../model/statedFacts.ts";
import type {
  CatalogCounts,
  CommitLineage,
  DocumentState,
  RunOutcome,
  StoredCall,
  StoredCommit,
  StoredCommitFile,
  StoredDocument,
  StoredImport,
  StoredPerson,
  StoredRun,
  StoredSkip,
  StoredSymbol,
} from "../model/storedState.ts";

/** All that one document puts into the catalog. */
export interface DocumentRecord {
  readonly document: StoredDocument;
  /** Present for code. */
  readonly facts?: CodeFacts;
  /** Present for commits. */
  readonly commit?: CommitDetails;
  /** Present where the document names items or people. */
  readonly stated?: StatedFacts;
}

/** What is indexed. Synchronous: every call is a few statements on a local file. */
export interface Catalog {
  readonly documents: DocumentsTable;
  readonly chunks: ChunkRows;
  readonly symbols: SymbolsTable;
  readonly commits: CommitsTable;
  readonly stated: StatedTable;
  readonly skipped: SkippedTable;
  readonly runs: RunsTable;
  readonly meta: MetaTable;
  readonly embeddings: BoundedEmbeddingCache;
  counts(): CatalogCounts;
  /** Sentences for people on what was wrong with the store so far and is mended. */
  notices(): readonly string[];
  close(): void;
}

/** Rows of chunks, which hold what is shown; the chunk store finds their ids. */
export interface ChunkRows {
  /** In the order of `ids`; unknown ids are left out. */
  byId(ids: readonly string[]): readonly Chunk[];
  /** The same without texts, for ranking: a tenth of the time. */
  summaries(ids: readonly string[]): readonly ChunkSummary[];
  /** By document in the order of `uris`, then in reading order. */
  ofDocuments(uris: readonly string[]): readonly Chunk[];
  /** The narrowest chunk around each line, in the order of `places`; places without one are left out. */
  at(places: readonly { readonly uri: string; readonly line: number }[]): readonly ChunkSummary[];
  count(): number;
  /**
   * Another number whenever another process has committed something. Every write to the chunk store stands between two
   * commits of the catalog, so a reader looks there for new rows only when this has changed.
   */
  version(): number;
}

/** Documents, and the intents which make writing to two stores safe (see `StoreWriter`). */
export interface DocumentsTable extends VectorMarksTable {
  /**
   * Replaces all that is known of these documents, their chunks too, in one transaction. Ends the intents of those that
   * are new; what was there before has to be swept out of the chunk store first.
   */
  save(records: readonly DocumentRecord[], chunks: readonly Chunk[]): void;
  /** Forgets documents with all that hangs on them, in one transaction; their intents stay. */
  remove(uris: readonly string[]): void;
  /**
   * State of every document, or of one sort alone; `vectorsDone` refers to this model. Documents with an open intent are
   * left out.
   */
  states(modelId: string, only?: "files" | "commits"): Map<string, DocumentState>;
  /** The same of files at or below some paths. */
  statesBelow(modelId: string, paths: readonly string[]): Map<string, DocumentState>;
  /** Those of `uris` which are in the catalog. */
  known(uris: readonly string[]): Set<string>;
  get(uri: string): StoredDocument | undefined;
  /** Same content, other time stamp: keeps the next change plan cheap. */
  touch(rows: readonly { uri: string; modifiedMs: number; sizeBytes: number }[]): void;

  /** Writes down that these documents are about to change in the chunk store. */
  intend(uris: readonly string[]): void;
  /** Documents whose writing began and did not end. */
  intended(): readonly string[];
  /** Says that these documents are the same in both stores. */
  endIntents(uris: readonly string[]): void;
  /** Makes the next change plan read these documents again; until then they are found as they are. */
  markStale(uris: readonly string[]): void;

  /** Documents at exactly this path. */
  byPath(path: string): StoredDocument | undefined;
  /** Paths that end in this one at a `/` border, for example `client.ts` or `src/client.ts`; shortest first. */
  findPaths(suffix: string, limit: number): readonly StoredDocument[];
  /** URIs of files below each folder of this name or path, at any depth. */
  urisBelow(folder: string, most: number): readonly string[];
  /** Documents that state this key. */
  byKey(key: string): readonly StoredDocument[];
  /** Newest first. */
  recent(kind: StoredDocument["kind"] | undefined, limit: number): readonly StoredDocument[];
  /** Kinds and tags that documents have, the commonest first. */
  facets(): { readonly kinds: readonly StoredDocument["kind"][]; readonly tags: readonly string[] };
  /** Documents with warnings, or that did not parse. */
  withProblems(limit: number): readonly StoredDocument[];
}

/** For which documents the vectors of which model are complete, outdated or being written. */
export interface VectorMarksTable {
  /** Documents whose vectors of this model are missing, at most `limit`; those without chunks never count. */
  withoutVectors(modelId: string, limit: number): readonly string[];
  /** How many documents `withoutVectors` would find without its limit. */
  countWithoutVectors(modelId: string): number;
  /** Those of `uris` for which the chunk store may hold vectors of this model, outdated ones too. */
  holdingVectors(modelId: string, uris: readonly string[]): Set<string>;
  /** Models of which the chunk store may hold vectors. */
  modelsWithVectors(): readonly string[];
  /** Marks that every chunk of these documents has its vector. */
  markVectors(modelId: string, uris: readonly string[]): void;
  /** Says that all vectors of a model have to be made again, though the chunk store may still hold some. */
  expireVectors(modelId: string): void;
  /** Forgets all marks and intents of a model, after the chunk store has dropped its vectors. */
  forgetVectors(modelId: string): void;
  /** Writes down that vectors of these documents are about to be added. */
  intendVectors(modelId: string, uris: readonly string[]): void;
  /** Says that vectors whose writing began and did not end have to be made again, whether they were written or not. */
  expireIntendedVectors(): void;
}

/** Definitions, imports and calls. Names compare exactly; case-insensitive where an argument says so. */
export interface SymbolsTable {
  /** By last segment: `issue` finds `Refund.issue`. */
  byName(name: string, limit: number, ignoreCase?: boolean): readonly StoredSymbol[];
  /** All definitions of a name, or none where there are more than `most`, which costs no more than a few do. */
  fewByName(name: string, most: number): readonly StoredSymbol[];
  /** Defined names that begin with the same letter and are at most one letter longer or shorter; exactly this name not. */
  namesLike(name: string): readonly string[];
  /** Definitions of those names which one definition alone has, in the order of `names`. */
  onlyByNames(names: readonly string[]): readonly StoredSymbol[];
  byQualifiedName(qualifiedName: string, limit: number): readonly StoredSymbol[];
  /** Qualified names that end in this one at a `.` border: `Refund.issue` finds `shop.Refund.issue`. */
  bySuffix(suffix: string, limit: number): readonly StoredSymbol[];
  /** In reading order. */
  ofDocument(uri: string): readonly StoredSymbol[];
  /** Definitions of a file around a line, innermost first. */
  around(path: string, line: number): readonly StoredSymbol[];
  /** Definitions whose name no other definition has, those that are called from most places first. */
  mostCalled(limit: number): readonly StoredSymbol[];
  /** Calls by name of the callee. */
  callsTo(name: string, limit: number): readonly StoredCall[];
  /** Calls written in a file, or in some of its lines, in reading order. */
  callsFrom(
    uri: string,
    lines?: { readonly startLine: number; readonly endLine: number },
  ): readonly StoredCall[];
  /** Imports of exactly this module as written, or whose module ends in it at a `/`, `.` or `:` border. */
  importsOf(module: string, limit: number): readonly StoredImport[];
  importsFrom(uri: string): readonly StoredImport[];
}

/** Commits and the paths which they changed. */
export interface CommitsTable {
  get(hash: string): StoredCommit | undefined;
  /** At least four hex digits; newest first. */
  byHashPrefix(prefix: string, limit: number): readonly StoredCommit[];
  /** Of each commit at most so many. */
  filesOf(hashes: readonly string[], most?: number): readonly StoredCommitFile[];
  /** Newest first; a path also matches commits that renamed it away. */
  touching(paths: readonly string[], limit: number): readonly (StoredCommit & { readonly path: string })[];
  /** Newest first. */
  recent(limit: number): readonly StoredCommit[];
  /** Of a span of time (ISO 8601, from `since` and before `until`), newest first. */
  between(span: { readonly since?: string; readonly until?: string }, limit: number): readonly StoredCommit[];
  /** Part of a name or address, case-insensitive, or everybody where it is empty; most commits first. */
  people(query: string, limit: number): readonly StoredPerson[];
  /** Newest first. */
  byAuthor(email: string, limit: number): readonly StoredCommit[];
  /** Hashes of all commits, for the change plan. */
  hashes(): Set<string>;
  count(): number;
  /** All commits with their parents, without order. */
  lineage(): readonly CommitLineage[];
}

/** What documents say about items and people. */
export interface StatedTable {
  /** Of every document that says something, one after the other; nothing may be written meanwhile. */
  all(): Iterable<StoredStatement>;
  get(uri: string): StoredStatement | undefined;
}

/** Files that were deliberately not indexed. */
export interface SkippedTable {
  /** Replaces the whole list. */
  replaceAll(rows: readonly StoredSkip[]): void;
  /** Replaces what is there of these paths, and of what lies below them. */
  replaceBelow(paths: readonly string[], rows: readonly StoredSkip[]): void;
  get(path: string): StoredSkip | undefined;
  /** By path. */
  list(reason: string | undefined, limit: number): readonly StoredSkip[];
  /** Those with a stamp. */
  stamped(): readonly StoredSkip[];
  countByReason(): ReadonlyMap<string, number>;
}

/** The log of indexing runs. */
export interface RunsTable {
  /** Opens a run and returns its id. */
  start(): number;
  finish(
    id: number,
    outcome: Exclude<RunOutcome, "running">,
    counts: Readonly<Record<string, number>>,
    message?: string,
  ): void;
  /** Newest first. */
  recent(limit: number): readonly StoredRun[];
  /** The newest run that got to its end. */
  lastDone(): StoredRun | undefined;
}

/** Single values. */
export interface MetaTable {
  get(key: MetaKey): string | undefined;
  /** `undefined` removes the value. */
  set(key: MetaKey, value: string | undefined): void;
}

/**
 * `historyHead`: commit up to which the history was read completely. `indexedHead`: commit that HEAD was at when the last run finished. `indexedFolder`: real path. `activeModel`: model
 * whose vectors are searched. `buildingModel`: model whose vectors are being made beside them. `shallow`: hashes of
 * the commits at which the history is cut off. `pipeline`: hash of what decides how documents become chunks. `uncommittedPaths`: JSON list of
 * the paths whose indexed text is not that of `indexedHead`. `extraFolders`: JSON list of the folders beside the workspace.
 * `linked`: with what the graph agrees, absent while documents change.
 * `unread`: what the run that is under way has still to read, as `UnreadParts`. `preparedHead`: commit up to which Git has written
 * down which paths each commit changed.
 */
export type MetaKey =
  | "historyHead"
  | "indexedHead"
  | "indexedFolder"
  | "activeModel"
  | "buildingModel"
  | "shallow"
  | "pipeline"
  | "uncommittedPaths"
  | "linked"
  | "unread"
  | "preparedHead"
  | "extraFolders";
