import type { Section } from "../../model/document.ts";
import { listItems } from "./listItems.ts";
import { plainText } from "./plainText.ts";
import { type SpecText, sectionsBetween } from "./specSource.ts";

const title =
  /^[^\p{L}]*(?:acceptance (?:criteria|scenarios?|tests?|conditions)|definition of done|exit criteria|what holds when)\b/iu;
const boldTitle = /^\s{0,3}(?:[-*+]\s+)?\*\*([^*]{3,60})\*\*\s*:?\s*$/;
const mostCriteria = 1_000;

/**
 * The acceptance criteria in some lines: under a heading or a bold line of that name, as a list, a check-list, a table,
 * `Given … When … Then …` lines, or paragraphs. What is nested in one is a part of it.
 */
export function acceptanceCriteria(text: SpecText, startLine: number, endLine: number): readonly string[] {
  for (const section of sectionsBetween(text, startLine, endLine)) {
    if (!title.test(section.heading)) continue;
    const found = criteriaIn(text.lines, section.bodyLine, Math.min(section.endLine, endLine));
    if (found.length > 0) return found;
  }
  for (let line = startLine; line <= Math.min(endLine, text.lines.length); line++) {
    const label = boldTitle.exec(text.lines[line - 1] ?? "")?.[1];
    if (label === undefined || !title.test(label)) continue;
    const found = criteriaIn(text.lines, line + 1, endOfLabel(text, line + 1, endLine));
    if (found.length > 0) return found;
  }
  return [];
}

/** The same in a document that follows no convention of specifications, by its headings alone. */
export function criteriaUnderHeadings(
  sections: readonly Section[],
  lines: readonly string[],
): readonly string[] {
  for (const { headingPath, startLine, endLine } of sections) {
    if (!title.test(headingPath.at(-1) ?? "")) continue;
    const found = criteriaIn(lines, startLine + 1, endLine);
    if (found.length > 0) return found;
  }
  return [];
}

function endOfLabel(text: SpecText, from: number, endLine: number): number {
  const heading = sectionsBetween(text, from, endLine)[0]?.startLine ?? endLine + 1;
  const last = Math.min(endLine, heading - 1);
  for (let line = from; line <= last; line++) {
    const words = text.lines[line - 1] ?? "";
    if (boldTitle.test(words) || /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(words)) return line - 1;
  }
  return last;
}

/** What stands in some lines, as one text for each item of a list, row of a table, scenario or paragraph. */
export function criteriaIn(lines: readonly string[], startLine: number, endLine: number): readonly string[] {
  const items = listItems(lines, startLine, endLine);
  const outer = items.reduce((least, item) => Math.min(least, item.indent), Number.POSITIVE_INFINITY);
  const found: string[] = [];
  if (items.length > 0) {
    for (const item of items) {
      const words = plainText(item.text);
      if (item.indent === outer) found.push(words);
      else found.push([found.pop(), words].filter((part) => part !== undefined && part !== "").join("; "));
    }
  } else found.push(...(rowsIn(lines, startLine, endLine) ?? paragraphsIn(lines, startLine, endLine)));
  return found
    .map((words) => words.slice(0, 2_000))
    .filter((words) => words !== "")
    .slice(0, mostCriteria);
}

function rowsIn(lines: readonly string[], startLine: number, endLine: number): readonly string[] | undefined {
  const rows = lines.slice(startLine - 1, endLine).filter((line) => /^\s{0,3}\|.*\|/.test(line));
  if (rows.length < 3) return undefined;
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .map((cell) => plainText(cell))
      .filter((cell) => cell !== "")
      .join(": "),
  );
}

function paragraphsIn(lines: readonly string[], startLine: number, endLine: number): readonly string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of lines.slice(startLine - 1, endLine)) {
    const words = plainText(line);
    const goesOn = isOpen ? !/^given\b/i.test(words) : /^(?:when|then|and|but)\b/i.test(words);
    if (words === "" || /^(?:-{3,}|\*{3,}|_{3,})$/.test(words)) isOpen = false;
    else if (goesOn && found.length > 0) found.push(`${found.pop()} ${words}`.slice(0, 2_000));
    else found.push(words);
    if (words !== "") isOpen = true;
  }
  return found;
}
