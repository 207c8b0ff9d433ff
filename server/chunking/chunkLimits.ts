/**
 * Sizes of chunks in UTF-16 units of `text`. The target is about what a reader takes in as one passage and what the
 * built-in embedder still averages usefully; the maximum keeps a whole section together which is only a little larger.
 */
export const chunkLimits = {
  /** Small neighbours are merged up to this size. */
  target: 1500,
  /** Nothing is larger than this. */
  max: 2400,
} as const;
