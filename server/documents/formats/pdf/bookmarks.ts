import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Bookmark } from "./pdfHeadings.ts";

type OutlineEntries = Awaited<ReturnType<PDFDocumentProxy["getOutline"]>>;

/** More entries or deeper ones are not read; no reader looks through so many. */
const entriesMost = 5_000;
const levelsMost = 6;

/** The outline of a PDF in reading order, as far as its entries point at pages of it; none where it is broken. */
export async function readBookmarks(pdf: PDFDocumentProxy): Promise<readonly Bookmark[]> {
  const found: Bookmark[] = [];
  try {
    await collect(pdf, await pdf.getOutline(), 1, found);
  } catch {
    return [];
  }
  return found;
}

async function collect(
  pdf: PDFDocumentProxy,
  entries: OutlineEntries | null,
  level: number,
  found: Bookmark[],
): Promise<void> {
  for (const entry of entries ?? []) {
    if (found.length >= entriesMost) return;
    const place = await placeOf(pdf, entry.dest);
    if (place !== undefined) found.push({ title: entry.title, level, ...place });
    if (level < levelsMost) await collect(pdf, entry.items, level + 1, found);
  }
}

async function placeOf(
  pdf: PDFDocumentProxy,
  destination: string | unknown[] | null,
): Promise<{ readonly page: number; readonly y?: number } | undefined> {
  const [target, form, , top] =
    (typeof destination === "string" ? await pdf.getDestination(destination) : destination) ?? [];
  const page =
    typeof target === "number"
      ? target
      : typeof target === "object" && target !== null
        ? await pdf
            .getPageIndex(target as Parameters<PDFDocumentProxy["getPageIndex"]>[0])
            .catch(() => undefined)
        : undefined;
  if (page === undefined) return undefined;
  const isAtHeight =
    typeof form === "object" &&
    form !== null &&
    "name" in form &&
    form.name === "XYZ" &&
    typeof top === "number";
  return { page: page + 1, ...(isAtHeight ? { y: top } : {}) };
}
