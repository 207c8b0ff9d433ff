/** What an indexing run is doing, for a progress bar. */
export interface IndexProgress {
  readonly phase: IndexPhase;
  readonly done: number;
  /** Absent where the end cannot be seen. */
  readonly total?: number;
}

/**
 * In this order: `listing` finds files, `reading` makes chunks, `history` reads commits, `linking` makes links of what they state,
 * `embedding` makes vectors, `optimizing` brings the stores' own indexes up to date. An audit is `comparing`, and repairs by a run.
 */
export type IndexPhase =
  | "listing"
  | "reading"
  | "history"
  | "linking"
  | "embedding"
  | "optimizing"
  | "comparing";

/** What a finished run did and what the index now holds. */
export interface IndexReport {
  /** Indexed files, after the run. */
  readonly files: number;
  readonly commits: number;
  readonly chunks: number;
  readonly symbols: number;
  /** Links between specifications, commits and code that hold, after the run. */
  readonly links: number;
  readonly skipped: number;
  /** Files that this run read because they were new or looked changed. */
  readonly filesRead: number;
  /** Documents (files and commits) whose content was new. */
  readonly documentsChanged: number;
  readonly documentsRemoved: number;
  /** Chunks for which a vector was computed, and those whose vector was known from the cache. */
  readonly chunksEmbedded: number;
  readonly chunksFromCache: number;
  /** Why vectors are missing although everything else is done: words are searched, and the vectors in use stay in use. */
  readonly vectorProblem?: string;
  readonly seconds: number;
  /** The part of `seconds` in which links were made of what documents state. */
  readonly linkSeconds: number;
  /** True where the history is cut off, so that older commits are missing. */
  readonly shallow: boolean;
  /** Sentences for people on what could not be read. */
  readonly warnings: readonly string[];
  readonly store: string;
}
