/**
 * How the index of one folder is. The one value behind status bar, welcome texts and log, so that these never contradict
 * each other. Sentences are for people.
 */
export type Health =
  | { readonly state: "starting" }
  | {
      readonly state: "indexing";
      /** In words: "Reading files". */
      readonly doing: string;
      readonly done: number;
      /** Absent where the end cannot be seen. */
      readonly total?: number;
      /** How long it will still take, where that can be told. */
      readonly remainingSeconds?: number;
      /** True once questions, hovers and traces find something. */
      readonly isUsable: boolean;
    }
  | { readonly state: "ready"; readonly counts: IndexCounts /** ISO 8601 in UTC. */; readonly asOf: string }
  | { readonly state: "paused"; readonly counts?: IndexCounts }
  | {
      /** Answers, but not all that it could. */
      readonly state: "degraded";
      readonly why: string;
      readonly remedy: string;
      readonly counts?: IndexCounts;
    }
  | { readonly state: "stopped"; readonly why: string; readonly remedy: string };

/** How much an index holds. */
export interface IndexCounts {
  readonly files: number;
  readonly commits: number;
  readonly symbols: number;
  readonly links: number;
}

/** Health of one workspace folder. */
export interface FolderHealth {
  /** URI of the folder as the editor gave it. */
  readonly folder: string;
  readonly name: string;
  readonly health: Health;
  /** What is worth a word and no alarm: a sentence. */
  readonly note?: string;
}
