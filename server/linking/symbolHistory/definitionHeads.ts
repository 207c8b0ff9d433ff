import type { LineRange } from "./lineRange.ts";
import { punctuation } from "./tokenTable.ts";
import type { VersionText } from "./versionText.ts";

/** Tokens that say what is defined: up to the body or the value, at most those of four lines. */
export function headOf(version: VersionText, line: number): readonly number[] {
  const { openBrace, semicolon, equals, openRound, closeRound, colon } = punctuation;
  const head: number[] = [];
  let depth = 0;
  for (let at = line; at < line + 4; at++) {
    for (const token of version.lexedLine(at)?.tokens ?? []) {
      if (token === openBrace || token === semicolon || (token === equals && depth === 0)) return head;
      if (version.table.isComment(token)) continue;
      if (token === openRound) depth++;
      else if (token === closeRound) depth--;
      head.push(token);
    }
    if (head.at(-1) === colon && depth === 0) return head;
  }
  return head;
}

/** Lines on which something begins that is headed nearly like it, those with the likeliest heads. */
export function likeHeads(
  older: VersionText,
  head: readonly number[],
  newer: VersionText,
  range: LineRange,
): readonly { readonly line: number; readonly likeness: number }[] {
  const words = new Set(head.filter((token) => /[\p{L}_$]/u.test(newer.table.textOf(token))));
  const growth = older.lines.length - newer.lines.length;
  const found: { readonly line: number; readonly likeness: number; readonly distance: number }[] = [];
  for (let line = 1; line <= older.lines.length; line++) {
    const tokens = older.lexedLine(line)?.tokens ?? [];
    if (!tokens.some((token) => words.has(token))) continue;
    const likeness = dice(head, headOf(older, line));
    if (likeness < 0.5) continue;
    const distance = Math.min(Math.abs(line - range.startLine), Math.abs(line - range.startLine - growth));
    found.push({ line, likeness, distance });
  }
  found.sort((a, b) => b.likeness - a.likeness || a.distance - b.distance);
  return found.slice(0, maxHeads);
}

const maxHeads = 12;

/** Share of equal tokens in two lists, whatever their order. */
function dice(a: readonly number[], b: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const token of a) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of b) {
    const left = counts.get(token) ?? 0;
    if (left > 0) common++;
    counts.set(token, left - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}
