import { readFileSync } from "node:fs";

/**
 * What an indexing process can be doing when it dies. `reading` is reading files and commits and cutting them;
 * `swapBeside` is writing vectors of a new model beside the ones in use, `swapActivate` its taking their place.
 */
export const phases = [
  "reading",
  "embedding",
  "lanceWrite",
  "sqliteCommit",
  "optimise",
  "swapBeside",
  "swapActivate",
] as const;

/** One of `phases`. */
export type Phase = (typeof phases)[number];

/** Two numbers per phase: how often it was entered, and how many of its steps are under way. */
export type PhaseNumbers = Int32Array;

/** Place of a phase's two numbers. */
export function placesOf(phase: Phase): { readonly entered: number; readonly active: number } {
  const place = phases.indexOf(phase) * 2;
  return { entered: place, active: place + 1 };
}

/** How much room the numbers of all phases take. */
export const phaseBytes = phases.length * 2 * Int32Array.BYTES_PER_ELEMENT;

/** Phases of which a step was under way when the marks were last written, by the file which the process left. */
export function phasesUnderWay(marksFile: string): readonly Phase[] {
  const bytes = readFileSync(marksFile);
  const numbers = new Int32Array(Uint8Array.from(bytes).buffer);
  return phases.filter((phase) => (numbers[placesOf(phase).active] ?? 0) > 0);
}

/** When to die: a while after a step of `phase` began the `entry`-th time; at its next step where that one is over. */
export interface KillPlan {
  readonly phase: Phase;
  readonly entry: number;
  readonly delayMs: number;
}

/** What the parent asks of an indexing process. */
export interface ChildOrder {
  readonly folder: string;
  readonly store: string;
  /** Two models give the same vectors under different names. */
  readonly model: "first" | "second";
  /** True where the store holds vectors of the other model. */
  readonly isSwap: boolean;
  readonly marksFile: string;
  /** Gets a line for each vector that was computed although the cache held it. */
  readonly twiceFile: string;
  readonly kill?: KillPlan;
}
