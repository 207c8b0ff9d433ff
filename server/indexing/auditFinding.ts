import type { IndexProgress } from "./indexProgress.ts";

/**
 * What can be wrong with one document of an index.
 * `missing` lies in the folder or its history and is not indexed; `gone` is indexed and lies there no more; `stale` was
 * indexed from another content; `different` has chunks or symbols that its content does not give; `chunkMissing`,
 * `chunkExtra` and `chunkTwice` speak of the rows that are searched by words, `vectorMissing`, `vectorExtra`,
 * `vectorTwice` and `vectorWrong` of those searched by vectors; `dimensions` of a whole model.
 */
export type AuditKind =
  | "missing"
  | "gone"
  | "stale"
  | "different"
  | "chunkMissing"
  | "chunkExtra"
  | "chunkTwice"
  | "vectorMissing"
  | "vectorExtra"
  | "vectorTwice"
  | "vectorWrong"
  | "dimensions";

/** One thing that is wrong. */
export interface AuditFinding {
  readonly kind: AuditKind;
  /** The document; `model:<id>` for a finding about all vectors of a model, `history` for one about all commits. */
  readonly uri: string;
  /** For people. */
  readonly sentence: string;
}

/** What an audit looks at. */
export interface AuditOptions {
  /** Documents to look at; all where absent. */
  readonly sampleSize?: number | undefined;
  /** Decides which ones. */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
}

/** What an audit found. */
export interface AuditResult {
  readonly seed: number;
  /** Documents that were looked at, and those there are: indexed, in the folder, or left over in the chunk store. */
  readonly checked: number;
  readonly population: number;
  readonly findings: readonly AuditFinding[];
}
