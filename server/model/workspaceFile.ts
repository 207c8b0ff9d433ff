/** A file of the workspace that may be indexed: its name gave no reason against it and its content was not read yet. */
export interface WorkspaceEntry {
  /** Relative to the indexed folder, `/`-separated. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Last modification, milliseconds since the epoch. */
  readonly modifiedMs: number;
  /**
   * A `!` rule of a `.whenceignore` (or `-linguist-generated` in `.gitattributes`) asks for this file, so that marks of
   * generated or minified content do not count.
   */
  readonly broughtBack?: true;
}

/** A path that is not indexed, and why. Folders end with `/` and stand for everything below them. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
  /** Completes the sentence "`path` is not indexed: …"; names the rule, marker or limit which decided. */
  readonly detail: string;
}

/**
 * Why a path is not indexed. `secret` files are never opened; `notRegular` are pipes, sockets and devices;
 * `notCheckedOut` are tracked files that a sparse checkout or an absent submodule left out; `otherWorktree` is a second
 * working tree of the same repository; `repositoryData` is Git's own storage.
 */
export type SkipReason =
  | "ignoredByGit"
  | "ignoredByWhence"
  | "secret"
  | "binary"
  | "minified"
  | "generated"
  | "vendored"
  | "lockFile"
  | "oversized"
  | "unreadable"
  | "vanished"
  | "symlink"
  | "notRegular"
  | "notCheckedOut"
  | "otherWorktree"
  | "repositoryData"
  | "nameNotUnicode"
  | "outside";
