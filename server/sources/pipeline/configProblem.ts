/** A mistake in the file, and where it stands. */
export interface ConfigProblem {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** What is wrong and what is allowed instead, as a sentence. */
  readonly sentence: string;
}
