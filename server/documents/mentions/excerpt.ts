/** Longest text of a mention, in UTF-16 units. */
const longestExcerpt = 200;

/** The words around a place of a line, on one line, at most 200 characters; cut off text shows as an ellipsis. */
export function excerpt(line: string, start: number, end: number): string {
  const from = line.length <= longestExcerpt ? 0 : Math.max(0, Math.min(start - 60, line.length - 196));
  const piece = line.slice(from, Math.max(end, from + 196));
  const folded = piece
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, 196);
  return `${from > 0 ? "… " : ""}${folded}${from + piece.length < line.length ? " …" : ""}`;
}
