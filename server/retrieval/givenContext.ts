/** What a person added to a question, as finders read it. */
export interface GivenContext {
  readonly places: readonly GivenPlace[];
  readonly keys: readonly string[];
}

/** A place that the question is about. */
export interface GivenPlace {
  /** Exactly as it is indexed. */
  readonly path: string;
  /** From 1, both included; the whole file where they are absent. */
  readonly startLine?: number;
  readonly endLine?: number;
  /** Why its passages are there, for people. */
  readonly detail: string;
}
