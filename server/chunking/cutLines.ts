/** A run of lines, or a part of one line where `text` is given. 1-based, inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly text?: string;
}

/**
 * Cuts a run of lines into runs of at most `limit` characters: at a blank line where one stands in the second half of
 * what fits, else before the line that is indented least, so that a cut seldom falls into something that belongs together.
 * A line which alone exceeds the limit is cut by characters, at white space where there is some; all its parts carry its
 * number. Blank lines at the borders belong to no run.
 */
export function cutLines(
  lines: readonly string[],
  startLine: number,
  endLine: number,
  limit: number,
): LineRange[] {
  const result: LineRange[] = [];
  let from = startLine;
  while (from <= endLine) {
    if (isBlank(lines[from - 1])) {
      from++;
      continue;
    }
    const line = lines[from - 1] ?? "";
    if (line.length > limit) {
      for (const text of cutLine(line, limit)) result.push({ startLine: from, endLine: from, text });
      from++;
      continue;
    }
    const fitting = lastFitting(lines, from, endLine, limit);
    const to = fitting === endLine ? endLine : bestBorder(lines, from, fitting);
    result.push({ startLine: from, endLine: lastWithText(lines, from, to) });
    from = to + 1;
  }
  return result;
}

function lastFitting(lines: readonly string[], from: number, endLine: number, limit: number): number {
  let size = lines[from - 1]?.length ?? 0;
  let line = from;
  while (line < endLine) {
    size += (lines[line]?.length ?? 0) + 1;
    if (size > limit) break;
    line++;
  }
  return line;
}

/** The line after which to cut, between the middle of what fits and its end. */
function bestBorder(lines: readonly string[], from: number, fitting: number): number {
  const middle = from + Math.floor((fitting - from) / 2);
  let best = fitting;
  let leastIndent = Number.POSITIVE_INFINITY;
  for (let line = fitting; line >= middle; line--) {
    if (isBlank(lines[line - 1])) return line;
    const indent = indentOf(lines[line]);
    if (indent < leastIndent) {
      leastIndent = indent;
      best = line;
    }
  }
  return best;
}

function lastWithText(lines: readonly string[], from: number, to: number): number {
  let line = to;
  while (line > from && isBlank(lines[line - 1])) line--;
  return line;
}

function cutLine(line: string, limit: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < line.length) {
    const end = at + limit >= line.length ? line.length : borderInLine(line, at, at + limit);
    const text = line.slice(at, end);
    if (!isBlank(text)) parts.push(text);
    at = end;
  }
  return parts;
}

function borderInLine(line: string, from: number, to: number): number {
  const space = line.slice(from, to).lastIndexOf(" ");
  if (space > (to - from) * 0.7) return from + space + 1;
  const code = line.charCodeAt(to - 1);
  return code >= 0xd800 && code <= 0xdbff ? to - 1 : to;
}

function indentOf(line: string | undefined): number {
  const indent = line?.search(/\S/) ?? -1;
  return Math.max(indent, 0);
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}
