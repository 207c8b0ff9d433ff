/** How many lines two texts have in common. */
export interface CommonLines {
  /** From their first line on. */
  readonly before: number;
  /** Up to their last line; none of those in `before`. */
  readonly after: number;
}

/** Lines that two texts share at their beginning and at their end: all but what a small change has touched. */
export function commonLines(a: readonly string[], b: readonly string[]): CommonLines {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a[before] === b[before]) before++;
  let after = 0;
  while (after < most - before && a[a.length - 1 - after] === b[b.length - 1 - after]) after++;
  return { before, after };
}
