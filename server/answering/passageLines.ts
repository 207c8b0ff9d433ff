import type { Chunk } from "../model/chunk.ts";
import type { TermMatcher } from "./termMatcher.ts";

/** Passages up to this many lines are shown whole. */
const wholeLines = 14;
/** Lines shown of a longer one. */
const windowLines = 12;

/** Lines of a chunk that are shown as a passage. */
export interface PassageLines {
  /** 1-based lines of the file; both 0 for a commit. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** The run of lines in a chunk which says most about the terms; a short chunk is shown whole. */
export function passageLines(chunk: Chunk, matcher: TermMatcher): PassageLines {
  const lines = chunk.text.split("\n");
  if (lines.length <= wholeLines) return trimmed(chunk, lines, 0, lines.length);
  const weights = lines.map((line) => matcher.weightIn(line));
  let best = 0;
  let bestWeight = Number.NEGATIVE_INFINITY;
  for (let from = 0; from + windowLines <= lines.length; from += 1) {
    const inside = weights.slice(from, from + windowLines);
    const weight = distinctWeight(lines.slice(from, from + windowLines), matcher) + 0.1 * sum(inside);
    // The head of a definition says what it is, so it wins unless another part clearly says more.
    const preference =
      from === 0 ? 0.15 * matcher.totalWeight : startsAtBorder(lines, from) ? 0.02 * matcher.totalWeight : 0;
    if (weight + preference > bestWeight) {
      best = from;
      bestWeight = weight + preference;
    }
  }
  return trimmed(chunk, lines, best, best + windowLines);
}

function distinctWeight(lines: readonly string[], matcher: TermMatcher): number {
  return matcher.weightIn(lines.join("\n"));
}

function startsAtBorder(lines: readonly string[], at: number): boolean {
  return (lines[at - 1] ?? "").trim() === "";
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function trimmed(chunk: Chunk, lines: readonly string[], from: number, to: number): PassageLines {
  let start = from;
  let end = to;
  while (start < end - 1 && (lines[start] ?? "").trim() === "") start += 1;
  while (end > start + 1 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  const text = lines.slice(start, end).join("\n");
  if (chunk.path === undefined) return { startLine: 0, endLine: 0, text };
  // A part of one over-long line has fewer lines than its chunk says.
  const endLine = Math.min(chunk.startLine + end - 1, chunk.endLine);
  return { startLine: chunk.startLine + start, endLine, text };
}
