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
 * stands at the same height of three pages, whatever numbers are in it.
 */
export function withoutRunningHeads(pages: readonly Page[]): readonly Page[] {
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

function shapeOf({ text, y }: PageLine): string {
  const words = text.replace(/\d+/g, "#").replace(/^[ivxlc]+$/i, "#");
  return `${Math.round(y / 4)} ${words}`;
}
