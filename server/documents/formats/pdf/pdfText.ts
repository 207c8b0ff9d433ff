import type { Division } from "../../../model/division.ts";
import type { PageLine } from "./pageText.ts";
import type { Page } from "./runningHeads.ts";

/** A line of the text, with where it stood. */
export interface PlacedLine extends PageLine {
  /** 1-based. */
  readonly page: number;
  /** 1-based line of the text. */
  readonly line: number;
}

/** All pages as one text. */
export interface PdfText {
  readonly text: string;
  /** Every line that is not blank. */
  readonly placed: readonly PlacedLine[];
  readonly divisions: readonly Division[];
}

/** A gap this much wider than the usual one begins a paragraph. */
const paragraphGap = 1.35;

/** Puts pages together: a blank line between paragraphs and pages, words parted at the end of a line made whole. */
export function textOfPages(pages: readonly Page[]): PdfText {
  const lines: string[] = [];
  const placed: PlacedLine[] = [];
  const divisions: Division[] = [];
  const compounds = compoundsIn(pages);
  for (const [index, page] of pages.entries()) {
    const usual = usualGap(page.lines);
    if (lines.length > 0) lines.push("");
    divisions.push({ unit: "page", number: index + 1, startLine: lines.length + 1 });
    let above: PageLine | undefined;
    for (const line of wholeWords(page.lines, compounds)) {
      const gap = above === undefined ? 0 : above.y - line.y;
      if (gap > usual * paragraphGap || gap < 0) lines.push("");
      above = line;
      lines.push(line.text);
      placed.push({ ...line, page: index + 1, line: lines.length });
    }
  }
  return { text: lines.join("\n"), placed, divisions };
}

/** The median distance of two lines in one column. */
function usualGap(lines: readonly PageLine[]): number {
  const gaps = lines
    .map((line, at) => (lines[at - 1]?.y ?? line.y) - line.y)
    .filter((gap) => gap > 0)
    .toSorted((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

/** Words that the document writes with a hyphen within a line. */
function compoundsIn(pages: readonly Page[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { lines } of pages)
    for (const { text } of lines)
      for (const [word] of text.matchAll(/\p{L}+-\p{Ll}+/gu)) found.add(word.toLowerCase());
  return found;
}

/** Moves the rest of a parted word up to its beginning; the hyphen stays where the document writes it elsewhere too. */
function wholeWords(lines: readonly PageLine[], compounds: ReadonlySet<string>): readonly PageLine[] {
  const result = [...lines];
  for (let at = 0; at + 1 < result.length; at++) {
    const line = result[at];
    const next = result[at + 1];
    if (line === undefined || next === undefined || line.size !== next.size) continue;
    const start = /(\p{L}{2,})[-\u2010]$/u.exec(line.text)?.[1];
    const [, rest, after = ""] = /^(\p{Ll}+\S*)\s+(\S.*)$/u.exec(next.text) ?? [];
    if (start === undefined || rest === undefined) continue;
    const compound = `${start}-${/^\p{Ll}+/u.exec(rest)?.[0] ?? ""}`.toLowerCase();
    const head = compounds.has(compound) ? `${line.text.slice(0, -1)}-` : line.text.slice(0, -1);
    result[at] = { ...line, text: head + rest };
    result[at + 1] = { ...next, text: after };
  }
  return result;
}
