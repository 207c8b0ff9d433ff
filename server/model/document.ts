import type { Division } from "./division.ts";
import type { KeyMention } from "./keyMention.ts";
import type { SpecItem } from "./specItem.ts";
import type { PersonMention } from "./statedFacts.ts";

/** What a reader filters by with `--kind`. */
export const documentKinds = ["code", "doc", "spec", "config", "text", "commit"] as const;

/** One of `documentKinds`. */
export type DocumentKind = (typeof documentKinds)[number];

/** A raw item made readable: text with `\n` line ends and secrets masked, and the structure that was found in it. */
export interface Document {
  /** Same identity as the raw item: `repo:src/a.ts`, `commit:<hash>`. */
  readonly uri: string;
  readonly kind: DocumentKind;
  /** Path relative to the indexed folder; absent for commits. */
  readonly path?: string;
  /** Language id such as `typescript`, `markdown`, `yaml`; `plaintext` where unknown. */
  readonly language: string;
  /** What a person would call it: front matter or first heading of a document, file name of code, subject of a commit. */
  readonly title: string;
  /**
   * Masked text, `\n` line ends. Line numbers everywhere count these lines from 1 and equal those of the file; where the
   * file has no lines (PDF, Word), they are those of the text that was read out of it.
   */
  readonly text: string;
  /** SHA-256 (hex) of what was read; equal hashes mean that nothing has to be done again. */
  readonly contentHash: string;
  /** ISO 8601 in UTC: author date of a commit, last modification of a file. */
  readonly date: string;
  /** Lower case: from front matter, and `test`, `example` from where a file lies. */
  readonly tags: readonly string[];
  /** The key that the document itself states (front matter `id: WH-12`). */
  readonly key?: string;
  /** Sections in reading order for documents with headings; absent for code. */
  readonly sections?: readonly Section[];
  /** Pages of a paginated document or cells of a notebook, in order of their lines. */
  readonly divisions?: readonly Division[];
  /** Code within a document (a notebook's): its language, and the text with every other line blank. */
  readonly code?: { readonly language: string; readonly text: string };
  /** Present for commits. */
  readonly commit?: CommitDetails;
  /** Specifications that it holds. */
  readonly specs?: readonly SpecItem[];
  /** What is shaped like a key in a message or in prose; of code, see `CodeFacts`. */
  readonly mentions?: readonly KeyMention[];
  /** Whom a commit names beside its author. */
  readonly people?: readonly PersonMention[];
  /** Sentences for `doctor`: masked secrets, bytes that did not decode, markup that did not parse. */
  readonly warnings: readonly string[];
}

/** A heading with the blocks directly below it, up to the next heading of any level. */
export interface Section {
  /** Outermost first; empty for text before the first heading. */
  readonly headingPath: readonly string[];
  /** First line (the heading's own), 1-based. */
  readonly startLine: number;
  /** Last line, inclusive. */
  readonly endLine: number;
  /** True for a part that is found and cited by itself (an operation, a job), so that it is not merged with others. */
  readonly standsAlone?: boolean;
  readonly blocks: readonly Block[];
}

/** A run of lines which a chunker must not cut unless it alone exceeds the limit. */
export interface Block {
  readonly kind: "paragraph" | "list" | "table" | "code" | "heading" | "other";
  readonly startLine: number;
  readonly endLine: number;
}

/** What a commit document carries besides its message. */
export interface CommitDetails {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly committedAt: string;
  readonly files: readonly {
    readonly path: string;
    readonly change: string;
    readonly previousPath?: string;
  }[];
}
