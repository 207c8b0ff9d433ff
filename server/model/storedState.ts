import type { CallFact, ImportFact, SymbolFact } from "./codeFacts.ts";
import type { DocumentKind } from "./document.ts";
import type { CommitFile } from "./rawItem.ts";

/** One row of the catalog per indexed document: what `doctor`, the change plan and lookups by path need. */
export interface StoredDocument {
  readonly uri: string;
  readonly kind: DocumentKind;
  readonly path?: string;
  readonly language: string;
  readonly title: string;
  readonly key?: string;
  /** SHA-256 (hex) of what was read. */
  readonly contentHash: string;
  /** ISO 8601 in UTC. */
  readonly date: string;
  /** Bytes on disk; 0 for commits. */
  readonly sizeBytes: number;
  /** Last modification, milliseconds since the epoch; 0 for commits. */
  readonly modifiedMs: number;
  readonly tags: readonly string[];
  readonly chunkCount: number;
  /** False where a file of code was cut into line windows; `problem` says why. */
  readonly parsed: boolean;
  readonly problem?: string;
  /** Sentences for `doctor`. */
  readonly warnings: readonly string[];
}

/** What the change plan compares with the disk. */
export interface DocumentState {
  readonly contentHash: string;
  readonly modifiedMs: number;
  readonly sizeBytes: number;
  /** True once every chunk of the document has its vector of the model asked for. */
  readonly vectorsDone: boolean;
}

/** A definition together with the file that holds it. */
export interface StoredSymbol extends SymbolFact {
  readonly uri: string;
  readonly path: string;
  readonly language: string;
}

/** An import together with the file that holds it. */
export interface StoredImport extends ImportFact {
  readonly uri: string;
  readonly path: string;
}

/** A call together with the file that holds it. */
export interface StoredCall extends CallFact {
  readonly uri: string;
  readonly path: string;
}

/** A commit without its body, which is in the commit's chunks. */
export interface StoredCommit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Author date, ISO 8601 in UTC. */
  readonly date: string;
  readonly subject: string;
}

/** A commit's place in the history. */
export type CommitLineage = Pick<StoredCommit, "hash" | "parents" | "date">;

/** A path that a commit changed. */
export interface StoredCommitFile extends CommitFile {
  readonly hash: string;
}

/** Somebody who wrote commits, one row per name and address. */
export interface StoredPerson {
  readonly name: string;
  readonly email: string;
  readonly commitCount: number;
  /** Date of the newest commit, ISO 8601 in UTC. */
  readonly lastDate: string;
}

/** A file that was deliberately not indexed. */
export interface StoredSkip {
  readonly path: string;
  /** A short word such as `binary`, `ignored`, `tooLarge`. */
  readonly reason: string;
  /** A sentence for people. */
  readonly detail?: string;
  /** Of a file whose content was the reason: changes with its content. */
  readonly stamp?: string;
}

/** How an indexing run ended; `running` is also what a killed run leaves behind. */
export type RunOutcome = "running" | "done" | "cancelled" | "failed";

/** One line of the run log. */
export interface StoredRun {
  readonly id: number;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly outcome: RunOutcome;
  /** Named figures such as `files`, `chunks`, `seconds`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly message?: string;
}

/** How much the catalog holds. */
export interface CatalogCounts {
  readonly documents: number;
  /** Documents per kind; kinds without documents are absent. */
  readonly byKind: Readonly<Partial<Record<DocumentKind, number>>>;
  /** Documents per language, without commits, which are in none. */
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly chunks: number;
  readonly symbols: number;
  readonly commits: number;
  readonly skipped: number;
  /** Documents of code that were cut into line windows. */
  readonly unparsed: number;
}
