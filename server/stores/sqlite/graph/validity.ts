import { instantMs } from "../../graph/instant.ts";

/** Conditions on rows of `edges` as SQL, and what their question marks stand for. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const open: Conditions = { sql: "valid_to IS NULL", values: [] };

/**
 * The edges that are valid at a time, or all of them: one or two conditions of which each edge meets at most one. They are
 * apart because open and closed edges have indexes of their own, which a condition on both could not use.
 */
export function validityConditions(asOf: string | undefined, withClosed = false): readonly Conditions[] {
  if (withClosed) return [open, { sql: "valid_to IS NOT NULL", values: [] }];
  if (asOf === undefined) return [open];
  const at = instantMs(asOf);
  return [
    { sql: "valid_to IS NULL AND valid_from <= ?", values: [at] },
    { sql: "valid_to IS NOT NULL AND valid_to > ? AND valid_from <= ?", values: [at, at] },
  ];
}
