import type { WhenceProcess } from "./whenceProcess.ts";

/** One row of the table: a figure and the reach that it is held against. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: "s" | "ms" | "MB" | "kB" | "per s" | "chunks" | "%";
  /** `atMost`: smaller is better; `atLeast`: larger is better. */
  readonly reach: { readonly atMost: number } | { readonly atLeast: number };
  /** How it was measured, where the name does not say it. */
  readonly note?: string;
}

/** What a measurement finds ready. Measurements run one after the other and share the place. */
export interface BenchPlace {
  /** The repository that is indexed: a copy which a measurement may change, if it puts everything back. */
  readonly folder: string;
  /** Store of that repository; filled by the first measurement. */
  readonly store: string;
  /** An empty folder for whatever else is needed; removed at the end. */
  readonly scratch: string;
  /** The real command line as child processes. */
  readonly whence: WhenceProcess;
  /** Says on stderr what is going on. */
  say(line: string): void;
}

/** One thing that is measured. */
export interface Measurement {
  /** As `--only` names it. */
  readonly name: string;
  /** True where it neither uses nor leaves the store of the repository. */
  readonly needsNoStore?: boolean;
  measure(place: BenchPlace): Promise<readonly Figure[]>;
}

/** True where the figure reaches what it should. */
export function isMet({ measured, reach }: Figure): boolean {
  return "atMost" in reach ? measured <= reach.atMost : measured >= reach.atLeast;
}
