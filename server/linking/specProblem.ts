/** Something about specifications which a person should put right. Shown by `doctor`. */
export interface SpecProblem {
  /** Of the document in which it stands. */
  readonly uri: string;
  /** From 1. */
  readonly line: number;
  readonly sentence: string;
}
