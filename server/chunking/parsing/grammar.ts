import type { PathNode } from "./nodePath.ts";

/** Which parser runtime reads a language. */
export type EngineName = "wasm" | "native";

/** A captured node: UTF-16 offsets into the text, end exclusive. */
export interface Capture {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** One match of a query pattern. */
export interface Match {
  /** Position of the pattern in the query. */
  readonly pattern: number;
  readonly captures: readonly Capture[];
}

/** What a grammar saw in a text, without nodes, so that no memory of a parser outlives the call. */
export interface GrammarReading {
  readonly matches: readonly Match[];
  /** Length of what the grammar could not place, as a share of the text from 0 to 1. */
  readonly errorShare: number;
  /** For each offset that was asked for, the nodes around it, the innermost first. */
  readonly paths: readonly (readonly PathNode[])[];
}

/** A loaded grammar with its compiled query. */
export interface Grammar {
  readonly engine: EngineName;
  /** `offsets`: places of which the nodes are asked for. Throws where the parser itself fails or exceeds its time. */
  read(text: string, offsets?: readonly number[]): GrammarReading;
}

/** Longest time one text may take; beyond it the text is treated as unreadable. */
export const parseTimeLimitMs = 10_000;

/** Pattern that both engines add to a language's query. */
export const errorPattern = "(ERROR) @error";

/**
 * Share of `length` covered by `@error` captures; nested ones count once.
 * `rootIsError` says that the grammar found no way through the text at all.
 */
export function errorShare(matches: readonly Match[], length: number, rootIsError: boolean): number {
  if (rootIsError) return 1;
  let covered = 0;
  let coveredTo = 0;
  for (const { captures } of matches) {
    for (const { name, start, end } of captures) {
      if (name !== "error" || end <= coveredTo) continue;
      covered += end - Math.max(start, coveredTo);
      coveredTo = end;
    }
  }
  return length === 0 ? 0 : covered / length;
}
