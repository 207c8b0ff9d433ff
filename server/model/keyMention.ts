/**
 * Something shaped like an issue key (`WH-12`) or number (`#34`), where somebody wrote it. Whether it is one is decided
 * when all mentions of the folder are known: see `server/linking`.
 */
export interface KeyMention {
  /** As written, upper case where it is a key: `WH-12`, `#34`, `owner/name#34`. */
  readonly key: string;
  readonly place: MentionPlace;
  readonly role: MentionRole;
  /** Line of the document (of a commit: of its message), from 1. */
  readonly line: number;
  /** The words around it, at most 200 characters on one line. */
  readonly text: string;
}

/** Where a mention stands. */
export type MentionPlace =
  | "subject"
  | "body"
  | "trailer"
  | "mergeBranch"
  | "mergePullRequest"
  | "squashSuffix"
  | "comment"
  | "docComment"
  | "todo"
  | "testName"
  | "link"
  | "prose";

/**
 * What the mention says: that the work was done for it (`implements`, `closes`), or merely something about it: `reverts`,
 * `notFixed` (a list of what is open), `quoted` (a log, a mail, another commit), `mentions` (anything else).
 */
export type MentionRole = "implements" | "closes" | "reverts" | "notFixed" | "quoted" | "mentions";
