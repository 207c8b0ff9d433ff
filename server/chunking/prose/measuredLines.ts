/** Lines of a document which tell the size of any run of them at once. */
export interface MeasuredLines {
  readonly lines: readonly string[];
  /** Characters before each line, breaks included; one entry more than there are lines. */
  readonly offsets: readonly number[];
}

/** Counts once what `linesFit` asks for often. */
export function measureLines(lines: readonly string[]): MeasuredLines {
  const offsets = [0];
  let offset = 0;
  for (const line of lines) {
    offset += line.length + 1;
    offsets.push(offset);
  }
  return { lines, offsets };
}

/** Whether the lines with the breaks between them are at most `limit` characters; 1-based, inclusive. */
export function linesFit(
  { offsets }: MeasuredLines,
  startLine: number,
  endLine: number,
  limit: number,
): boolean {
  return (offsets[endLine] ?? 0) - (offsets[startLine - 1] ?? 0) - 1 <= limit;
}
