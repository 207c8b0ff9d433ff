import type { Technique } from "../../server/model/pipelineConfig.ts";

/** What a set is run with. */
export interface EvaluationContext {
  /** The checkout that is evaluated. */
  readonly root: string;
  /** Folder of public sets, as `--data` names it. */
  readonly data: string;
  /** Folder of fetched mirrors, as `--repos` names it. */
  readonly repos: string;
  /** Folder for clones and indexes, kept between runs. */
  readonly cache: string;
  /** Leave-one-out: each entry is one more system, Whence without these techniques. Empty: the usual comparison. */
  readonly ablation: readonly (readonly Technique[])[];
  /** A line on the way, for whoever watches. */
  log(line: string): void;
}

/** Figures of one system on one set, by name; 0 to 1 unless the name says otherwise. */
export interface SystemFigures {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** What a set found out. */
export interface SetReport {
  readonly set: string;
  readonly cases: number;
  readonly systems: readonly SystemFigures[];
  /** Sentences that belong to the figures: how cases were chosen, what was fitted. */
  readonly notes?: readonly string[];
}
