import type { Chunk } from "../model/chunk.ts";
import type { TermMatcher } from "./termMatcher.ts";

/** Passages up to this many lines are shown whole. */
const wholeLines = 14;
/** Lines shown of a longer one. */
const windowLines = 12;
/** A section that is no longer than this is hardly more than its heading. */
const headingLengthMost = 120;

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
  const { from: first, to: last } =
    chunk.kind === "doc" || chunk.kind === "spec"
      ? bestSection(lines, matcher)
      : { from: 0, to: lines.length };
  if (last - first <= wholeLines) return trimmed(chunk, lines, first, last);
  return bestWindow(chunk, lines, first, last, matcher);
}

/** A chunk of prose may join several small sections; the one that says most stands for it, with its heading. */
function bestSection(
  lines: readonly string[],
  matcher: TermMatcher,
): { readonly from: number; readonly to: number } {
  const borders = [...new Set([0, ...headingLines(lines), lines.length])];
  // Front matter is the last that anybody wants to read.
  if (lines[0]?.trimEnd() === "---" && borders.length > 2) borders.shift();
  let best = { from: 0, to: lines.length };
  let bestWeight = Number.NEGATIVE_INFINITY;
  for (const [at, from] of borders.slice(0, -1).entries()) {
    const to = borders[at + 1] ?? lines.length;
    const text = lines.slice(from, to).join("\n");
    // Where none says anything about the question, the first that says something at all: a heading alone does not.
    const weight =
      matcher.weightIn(text) + (text.length > headingLengthMost ? 0.01 * matcher.totalWeight : 0);
    if (weight > bestWeight) {
      best = { from, to };
      bestWeight = weight;
    }
  }
  return best;
}

/** Headings of Markdown and AsciiDoc; a `#` inside a fenced block is a comment of its language. */
function headingLines(lines: readonly string[]): readonly number[] {
  let isInFence = false;
  return lines.flatMap((line, at) => {
    if (/^\s*(?:```|~~~|----)/.test(line)) isInFence = !isInFence;
    return !isInFence && /^(?:#{1,6}|={1,6})\s/.test(line) ? [at] : [];
  });
}

function bestWindow(
  chunk: Chunk,
  lines: readonly string[],
  first: number,
  last: number,
  matcher: TermMatcher,
): PassageLines {
  const weights = lines.map((line) => matcher.weightIn(line));
  let best = first;
  let bestWeight = Number.NEGATIVE_INFINITY;
  for (let from = first; from + windowLines <= last; from += 1) {
    const inside = weights.slice(from, from + windowLines);
    const weight = distinctWeight(lines.slice(from, from + windowLines), matcher) + 0.1 * sum(inside);
    const preference = preferenceFor(lines, from, first) * matcher.totalWeight;
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

/** The head of a definition says what it is, so it wins unless another part clearly says more. */
function preferenceFor(lines: readonly string[], from: number, first: number): number {
  if (from === first) return 0.15;
  const isAfterBlank = (lines[from - 1] ?? "").trim() === "";
  return isAfterBlank ? 0.02 : 0;
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
