/** Offsets of a text as lines and columns, counted alike for both engines. */
export interface LineIndex {
  /** 1-based line of a UTF-16 offset. */
  lineAt(offset: number): number;
  /** 0-based UTF-16 column of an offset. */
  columnAt(offset: number): number;
  /** UTF-16 offset at which a 1-based line begins. */
  startOf(line: number): number;
}

/** Indexes a text whose lines end with `\n`. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return {
    lineAt,
    columnAt: (offset) => offset - (starts[lineAt(offset) - 1] ?? 0),
    startOf: (line) => starts[line - 1] ?? 0,
  };
}
