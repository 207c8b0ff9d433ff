/** Which items have code, which code has an item, and where the two went apart. */
export interface Coverage {
  /** Items that a specification or tracker describes, with those below them; in the order of kind and key. */
  readonly items: readonly ItemCoverage[];
  /** Stories that were begun: how many there are, and how many have code. */
  readonly stories: Share;
  /** Definitions that stand for something by themselves, without tests: how many there are, and how many belong to an item. */
  readonly code: Share;
  readonly folders: readonly FolderCoverage[];
  /** Definitions that belong to no item, by path and line. */
  readonly orphans: readonly CodePlace[];
  readonly drift: readonly Drift[];
  /** Sentences on what the figures cannot know. */
  readonly notices: readonly string[];
}

/** A part of a whole. */
export interface Share {
  readonly total: number;
  readonly linked: number;
  /** 0 to 100, rounded down to a tenth; 100 of nothing. */
  readonly percent: number;
}

/** What was made for one item. */
export interface ItemCoverage {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly status?: string;
  readonly path?: string;
  /** Key of the item above it; absent at the top. */
  readonly parent?: string;
  /** How far it is from the top. */
  readonly level: number;
  /** True where its status says that nobody has begun it. */
  readonly isPlanned: boolean;
  /** Commits made for it. */
  readonly commits: number;
  /** The same commits, newest first, as far as the index knows them. */
  readonly changes: readonly CommitPlace[];
  /** Definitions that these commits introduced or changed, as they are now. */
  readonly symbols: readonly CodePlace[];
  /** Definitions and files that are probably for it and of which nobody said so; present where they were asked for. */
  readonly inferred?: number;
  /** Stories and tasks at the bottom below it which were begun, and how many have code; absent for those at the bottom. */
  readonly below?: Share;
}

/** A definition. */
export interface CodePlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Qualified name. */
  readonly name: string;
}

/** A commit. */
export interface CommitPlace {
  /** In full. */
  readonly hash: string;
  readonly title: string;
  /** ISO 8601 in UTC. */
  readonly date: string;
}

/** How much of the code below a folder belongs to an item. */
export interface FolderCoverage extends Share {
  /** `.` for the top. */
  readonly folder: string;
}

/** Something that changed without its counterpart. */
export interface Drift {
  /** `codeAfterSpec`, `specAfterCode`, or `symbolGone`: a definition that was linked is no longer there. */
  readonly kind: "codeAfterSpec" | "specAfterCode" | "symbolGone";
  readonly key: string;
  /** Where a person should look. */
  readonly path: string;
  readonly line: number;
  readonly sentence: string;
}
