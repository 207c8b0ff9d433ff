/** One thing as a source read it, before anyone interpreted it. `uri` is its identity in every later stage. */
export type RawItem = RawFile | RawCommit;

/** A file of the workspace, decoded to a string where it is text. */
export interface RawFile {
  readonly source: "workspace";
  /** `repo:` followed by the path, for example `repo:src/client.ts`. */
  readonly uri: string;
  /** Path relative to the indexed folder, `/`-separated on every platform. */
  readonly path: string;
  /** Decoded text without a byte order mark; line ends as they stand in the file. Empty where `bytes` are given. */
  readonly text: string;
  /** The file itself, for documents that are no text (`isBinaryDocument`): a reader of their format makes the text. */
  readonly bytes?: Uint8Array;
  /** A sentence on why the bytes are not to be read: they were more than their reader can manage. */
  readonly unreadable?: string;
  /** SHA-256 (hex) of the file's bytes. */
  readonly contentHash: string;
  /** Last modification, milliseconds since the epoch. */
  readonly modifiedMs: number;
  readonly encoding: TextEncodingName;
  /** False where the bytes were not valid in `encoding` and replacement characters stand in for some. */
  readonly decodedCleanly: boolean;
}

/** Encodings that text files are read in. */
export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "latin1";

/** A commit reachable from HEAD. */
export interface RawCommit {
  readonly source: "git";
  /** `commit:` followed by the full hash. */
  readonly uri: string;
  readonly hash: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Author date, ISO 8601 in UTC. */
  readonly authoredAt: string;
  /** Committer date, ISO 8601 in UTC: when it came to be in this history. */
  readonly committedAt: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly CommitFile[];
  /** How many more files the commit changed than `files` holds, where the list was capped. */
  readonly filesOmitted?: number;
}

/** One path that a commit changed against its first parent. */
export interface CommitFile {
  readonly path: string;
  readonly change: "added" | "modified" | "deleted" | "renamed" | "copied" | "typeChanged";
  /** Where the content was before, for renames and copies. */
  readonly previousPath?: string;
}
