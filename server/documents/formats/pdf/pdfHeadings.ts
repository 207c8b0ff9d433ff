import type { Heading } from "../../outline.ts";
import type { PlacedLine } from "./pdfText.ts";

/** An entry of the outline (bookmarks) that a PDF carries. */
export interface Bookmark {
  readonly title: string;
  /** From 1, outermost. */
  readonly level: number;
  /** 1-based. */
  readonly page: number;
  /** Height on the page at which it points, in points from the bottom, where it names one. */
  readonly y?: number;
}

/** Larger than the text by this factor is a heading. */
const largerThanText = 1.12;
const longestHeading = 140;
/** Bookmarks decide where at least this share of them is found on their pages. */
const bookmarksTrusted = 0.5;
const levelsMost = 5;

/** Headings of a PDF: its bookmarks where it has some, else what is set in larger type or numbered in type of its own. */
export function headingsOf(lines: readonly PlacedLine[], bookmarks: readonly Bookmark[]): readonly Heading[] {
  const marked = headingsByBookmarks(lines, bookmarks);
  return marked.length > 0 && marked.length >= bookmarks.length * bookmarksTrusted
    ? marked
    : headingsByType(lines);
}

/** The line in the largest type on the first page with text, joined with those of the same size around it. */
export function largestLine(lines: readonly PlacedLine[]): string | undefined {
  const page = lines.filter((line) => line.page === lines[0]?.page);
  const largest = Math.max(...page.map(({ size }) => size));
  if (page.length === 0 || largest < textType(lines).size * largerThanText) return undefined;
  const first = page.findIndex(({ size }) => size === largest);
  const end = page.findIndex(({ size }, at) => at > first && size !== largest);
  const text = page
    .slice(first, end < 0 ? undefined : end)
    .map((line) => line.text)
    .join(" ");
  return text.length <= 200 && /\p{L}{2}/u.test(text) ? text : undefined;
}

function headingsByBookmarks(lines: readonly PlacedLine[], bookmarks: readonly Bookmark[]): Heading[] {
  const byPage = Map.groupBy(lines, ({ page }) => page);
  const taken = new Set<number>();
  return bookmarks.flatMap((bookmark) => {
    const page = (byPage.get(bookmark.page) ?? []).filter(({ line }) => !taken.has(line));
    const wanted = plain(bookmark.title);
    const target =
      wanted === ""
        ? undefined
        : (page.find(({ text }) => sameTitle(plain(text), wanted)) ??
          page.find(({ y }) => bookmark.y !== undefined && y <= bookmark.y));
    if (target === undefined) return [];
    taken.add(target.line);
    const { title: text, level } = bookmark;
    return [{ text, level, startLine: target.line, endLine: target.line }];
  });
}

/** A line says a bookmark's title where it is the same but for numbers in front, or the beginning of a long one. */
function sameTitle(line: string, wanted: string): boolean {
  if (line === "") return false;
  return line.endsWith(wanted)
    ? line.length <= wanted.length + 16
    : wanted.startsWith(line) && line.length > 8;
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

function headingsByType(lines: readonly PlacedLine[]): Heading[] {
  const type = textType(lines);
  const found = lines.filter((line) => isHeading(line, type));
  const sizes = [...new Set(found.map(({ size }) => size))].toSorted((a, b) => b - a).slice(0, levelsMost);
  const headings: { text: string; level: number; startLine: number; endLine: number; size: number }[] = [];
  for (const { text, line, size } of found) {
    const last = headings.at(-1);
    const numbered = numberOf(text);
    // A long title stands on two lines of one size.
    if (last !== undefined && last.size === size && last.endLine === line - 1 && numbered === undefined) {
      last.text += ` ${text}`;
      last.endLine = line;
      continue;
    }
    const bySize = sizes.indexOf(size) < 0 ? levelsMost : sizes.indexOf(size) + 1;
    const level = size > type.size * largerThanText ? bySize : sizes.length + (numbered ?? 1);
    headings.push({ text, level, startLine: line, endLine: line, size });
  }
  return headings;
}

function isHeading(line: PlacedLine, type: { readonly size: number; readonly font: string }): boolean {
  const { text } = line;
  const isContents = /(?:\. ?){5}|\s{2}\d+$/.test(text);
  if (isContents || text.length > longestHeading || !/\p{L}{2}/u.test(text) || /[,;]$/.test(text))
    return false;
  if (line.size > type.size * largerThanText) return true;
  return line.size >= type.size * 0.95 && line.font !== type.font && numberOf(text) !== undefined;
}

/** Depth of a number in front: 1 for `3 Scope`, 2 for `3.1 Scope`; undefined without one. */
function numberOf(text: string): number | undefined {
  const number = /^(?:§ ?)?(\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){1,4})\.?\s+\p{Lu}/u.exec(text)?.[1];
  return number?.split(".").length;
}

/** Size and font that most characters are set in. */
function textType(lines: readonly PlacedLine[]): { readonly size: number; readonly font: string } {
  return { size: commonest(lines, "size"), font: commonest(lines, "font") };
}

function commonest<K extends "size" | "font">(lines: readonly PlacedLine[], key: K): PlacedLine[K] {
  const characters = new Map<PlacedLine[K], number>();
  for (const line of lines) characters.set(line[key], (characters.get(line[key]) ?? 0) + line.text.length);
  const [most] = [...characters].toSorted(([, a], [, b]) => b - a);
  return (most ?? lines.map((line) => [line[key], 0] as const)[0] ?? ["", 0])[0] as PlacedLine[K];
}
