/**
 * What a commit did to a definition: it brought it into being, it is the newest that changed it, or it changed it in
 * between. A commit may be both of the first two.
 */
export type SymbolRole = "introduced" | "lastChanged" | "touched";

/** A commit that wrote or changed a definition. Commits that merely moved or reformatted it are none. */
export interface SymbolCommit {
  readonly hash: string;
  readonly subject: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly committedAt: string;
  readonly roles: readonly SymbolRole[];
  /** How many of the lines that are there now hold something that this commit wrote. */
  readonly presentLines: number;
  /** Where the definition stood right after this commit; lines from 1, both ends included. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** A line that this commit wrote (else, one that it took away), at most 200 characters, and where it stood. */
  readonly text: string;
  readonly line: number;
}

/** Why a history goes no further back than it does. */
export interface HistoryCut {
  /** `shallow`: older commits were not cloned; `partial`: older contents were not; `limit`: the file has too many versions. */
  readonly reason: "shallow" | "partial" | "limit";
  /** Full hash of the oldest commit that was looked at. */
  readonly commit: string;
  /** The same in a sentence for people. */
  readonly sentence: string;
}

/** All commits behind the lines of one definition, or of any other range of lines. */
export interface SymbolHistory {
  /** Newest first: the one that changed it last is the first, the one that introduced it the last. */
  readonly commits: readonly SymbolCommit[];
  /** Lines that hold something which is in no commit yet; those of braces alone count as nothing. */
  readonly uncommittedLines: number;
  /** Commits that brought the definition here from another file without a say in what it holds; newest first. */
  readonly moves: readonly { readonly hash: string; readonly from: string; readonly to: string }[];
  /** Full hashes of commits that changed its layout and nothing else, or that are to be ignored; newest first. */
  readonly passedOver: readonly string[];
  /** Absent where the history is whole. */
  readonly cut?: HistoryCut;
  /** True where the file was changed since the lines were read, and they were found at another place or with other words. */
  readonly isEdited?: boolean;
  /** True for a file of an extra folder, whose history is not read. */
  readonly isOutside?: boolean;
  /** True where the lines are no longer in the file. */
  readonly isGone?: boolean;
}

/** A commit behind a definition, as far as a question needs it. */
export interface SymbolOrigin {
  readonly hash: string;
  /** True for the one that introduced it. */
  readonly isOrigin: boolean;
}
