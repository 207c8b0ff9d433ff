import type { KeyMention } from "./keyMention.ts";
import type { SpecItem } from "./specItem.ts";

/** What one document says about items and people. Whether it means anything is decided when all documents are known. */
export interface StatedFacts {
  readonly mentions: readonly KeyMention[];
  readonly specs: readonly SpecItem[];
  readonly people: readonly PersonMention[];
  /** Of a commit: when it was made, which may be long after it was written. ISO 8601 in UTC. */
  readonly committedAt?: string;
}

/** Somebody whom a commit names beside its author. */
export interface PersonMention {
  readonly name: string;
  /** Empty where none is given. */
  readonly email: string;
  readonly role: "authored" | "reviewed";
  /** The line that says so. */
  readonly text: string;
}

/** What a document states, with what is known of the document itself. */
export interface StoredStatement {
  readonly uri: string;
  /** Absent for commits. */
  readonly path?: string;
  /** Changes whenever the document does; see `StoredDocument.contentHash`. */
  readonly mark: string;
  /** ISO 8601 in UTC: of a file, when it was last modified on disk; of a commit, its author date. */
  readonly date: string;
  readonly title: string;
  readonly facts: StatedFacts;
}
