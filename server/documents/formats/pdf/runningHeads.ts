import type { PageLine } from "./pageText.ts";

/** A page with its lines in reading order. */
export interface Page {
  readonly lines: readonly PageLine[];
  readonly height: number;
}

/** So far from the upper and lower edge of the page, as a share of its height, heads and feet are looked for. */
const margin = 0.15;
/** Fewer repeats are no running head. */
const repeatsLeast = 3;

/**
 * The pages without what repeats at their edges: heads, feet and page numbers. A line counts as such where the same text
 * stands at the same height of three pages; what is set no larger than the text also where only its numbers differ,
 * which in large type may be "Chapter 1", "Chapter 2".
 */
export function withoutRunningHeads(pages: readonly Page[]): readonly Page[] {
  const textSize = commonestSize(pages);
  const shapeOf = ({ text, y, size }: PageLine): string => {
    const isLarge = size > textSize * 1.12;
    const words = isLarge ? text : text.replace(/\d+/g, "#").replace(/^[ivxlc]+$/i, "#");
    return `${Math.round(y / 4)} ${words}`;
  };
  const seen = new Map<string, number>();
  for (const page of pages) {
    const own = new Set(page.lines.filter((line) => isAtEdge(line, page)).map(shapeOf));
    for (const shape of own) seen.set(shape, (seen.get(shape) ?? 0) + 1);
  }
  return pages.map((page) => ({
    ...page,
    lines: page.lines.filter(
      (line) => !isAtEdge(line, page) || (seen.get(shapeOf(line)) ?? 0) < repeatsLeast,
    ),
  }));
}

function isAtEdge(line: PageLine, page: Page): boolean {
  return line.y < page.height * margin || line.y > page.height * (1 - margin);
}

/** The size that most characters are set in. */
function commonestSize(pages: readonly Page[]): number {
  const characters = new Map<number, number>();
  for (const { lines } of pages)
    for (const { size, text } of lines) characters.set(size, (characters.get(size) ?? 0) + text.length);
  return [...characters].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}
