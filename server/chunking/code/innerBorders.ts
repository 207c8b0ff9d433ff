/** Lines from `startLine` to `endLine`, 1-based, inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Cuts a range of lines into consecutive ranges of at most `limit` characters, at the border that reads best: after a
 * blank line, else before a line with little indentation. A range is larger only where one line alone is.
 */
export function splitAtInnerBorders(
  lines: readonly string[],
  range: LineRange,
  limit: number,
): readonly LineRange[] {
  const ranges: LineRange[] = [];
  let start = range.startLine;
  while (start <= range.endLine) {
    const last = lastLineThatFits(lines, start, range.endLine, limit);
    const end = last === range.endLine ? last : bestBorder(lines, start, last);
    ranges.push({ startLine: start, endLine: end });
    start = end + 1;
  }
  return ranges;
}

function lastLineThatFits(lines: readonly string[], start: number, end: number, limit: number): number {
  let size = lengthOf(lines, start);
  let last = start;
  while (last < end && size + 1 + lengthOf(lines, last + 1) <= limit) {
    last += 1;
    size += 1 + lengthOf(lines, last);
  }
  return last;
}

/** The best line to end at, not before the middle, so that pieces stay of useful size. */
function bestBorder(lines: readonly string[], start: number, last: number): number {
  let best = last;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let end = last; end >= Math.floor((start + last) / 2) && end >= start; end -= 1) {
    const next = lines[end] ?? "";
    const isAfterBlank = (lines[end - 1] ?? "").trim() === "" || next.trim() === "";
    const cost = indentation(next) + (isAfterBlank ? 0 : 8) + (closesOnly(next) ? 16 : 0);
    if (cost < bestCost) {
      best = end;
      bestCost = cost;
    }
  }
  return best;
}

function indentation(line: string): number {
  const width = line.search(/\S/);
  return width < 0 ? 0 : Math.min(width, 40);
}

function closesOnly(line: string): boolean {
  return /^\s*[\])}]/.test(line);
}

function lengthOf(lines: readonly string[], line: number): number {
  return (lines[line - 1] ?? "").length;
}
