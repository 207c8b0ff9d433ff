/** Lines of a text, from 1, both included. */
export interface Lines {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Where some lines of an older text stand in a newer one: at the same place, or at the one nearest to it. Nothing where the
 * newer text does not have them as they were, or where nothing can be told apart, as of blank lines that moved.
 */
export function unchangedLines(
  wanted: readonly string[],
  at: number,
  newer: readonly string[],
): Lines | undefined {
  if (wanted.length === 0) return undefined;
  const isAt = (start: number) => wanted.every((line, offset) => newer[start - 1 + offset] === line);
  const linesFrom = (startLine: number) => ({ startLine, endLine: startLine + wanted.length - 1 });
  if (isAt(at)) return linesFrom(at);
  if (wanted.every((line) => !/\w{2}/.test(line))) return undefined;
  const last = newer.length - wanted.length + 1;
  let nearest: number | undefined;
  for (let start = 1; start <= last; start += 1) {
    if (nearest !== undefined && Math.abs(start - at) >= Math.abs(nearest - at)) continue;
    if (isAt(start)) nearest = start;
  }
  return nearest === undefined ? undefined : linesFrom(nearest);
}
