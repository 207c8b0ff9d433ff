import type { PlaceInFile } from "./place.ts";

/** One hit of a search, as the command line prints it and the editor shows it; for a commit without a place in a file. */
export interface SearchResult extends Partial<PlaceInFile> {
  /** From 1. */
  readonly rank: number;
  /** Higher is better; comparable within one answer. */
  readonly score: number;
  /** `code`, `doc`, `spec`, `config`, `text` or `commit`. */
  readonly kind: string;
  readonly title: string;
  /** `repo:` and a path, or `commit:` and a hash. */
  readonly uri: string;
  /** The key which the document states, such as `WH-12`. */
  readonly key?: string;
  readonly text: string;
  /** Every search that found it, the most telling first. */
  readonly reasons: readonly SearchReason[];
}

/** Why a result is there. */
export interface SearchReason {
  /** `text`, `vector`, `quote`, `symbol`, `path`, `key`, `commit`, `history`, `neighbour` or `graph`. */
  readonly found: string;
  /** As that search measures it. */
  readonly score: number;
  /** What it added to the result's score before reranking. */
  readonly share: number;
  readonly detail?: string;
}
