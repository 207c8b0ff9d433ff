import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Extraction } from "../extraction.ts";
import { readBookmarks } from "./bookmarks.ts";
import { linesOfPage, type TextRun } from "./pageText.ts";
import { headingsOf, largestLine } from "./pdfHeadings.ts";
import { characterMapsFolder, loadPdfLibrary } from "./pdfLibrary.ts";
import { type PdfText, textOfPages } from "./pdfText.ts";
import { type Page, withoutRunningHeads } from "./runningHeads.ts";

/** Longer documents are read up to here. */
const pagesMost = 5_000;

/**
 * Text of a PDF page by page (ISO 32000), in reading order, without running heads; headings from its bookmarks or its
 * type. Nothing in it is run, opened or fetched. Gives a sentence where it is broken, locked or without text.
 */
export async function readPdf(bytes: Uint8Array): Promise<Extraction> {
  const { getDocument, VerbosityLevel } = await loadPdfLibrary();
  const task = getDocument({
    // The library takes the bytes away from their owner.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: characterMapsFolder(),
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
  });
  try {
    return await extract(await task.promise);
  } catch (error) {
    return { unreadable: sentenceFor(error) };
  } finally {
    await task.destroy().catch(() => undefined);
  }
}

async function extract(pdf: PDFDocumentProxy): Promise<Extraction> {
  const pages: Page[] = [];
  const broken: number[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, pagesMost); number++) {
    const page = await readPage(pdf, number);
    if (page === undefined) broken.push(number);
    pages.push(page ?? { lines: [], height: 0 });
  }
  const text = textOfPages(withoutRunningHeads(pages));
  if (text.placed.length === 0) return { unreadable: withoutText(pdf.numPages, broken.length) };
  const title = (await statedTitle(pdf)) ?? largestLine(text.placed);
  return {
    text: text.text,
    ...(title === undefined ? {} : { title }),
    headings: headingsOf(text.placed, await readBookmarks(pdf)),
    blocks: [],
    divisions: text.divisions,
    warnings: warningsOn(text, pdf.numPages, broken),
  };
}

/** A page that cannot be read is no reason to go without the others. */
async function readPage(pdf: PDFDocumentProxy, number: number): Promise<Page | undefined> {
  try {
    const page = await pdf.getPage(number);
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    const { items } = await page.getTextContent();
    const runs = items.flatMap((item): TextRun[] => {
      if (!("str" in item) || item.str.trim() === "") return [];
      const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = item.transform as number[];
      const size = Math.hypot(c, d) || Math.hypot(a, b) || item.height || 1;
      const isRightToLeft = item.dir === "rtl";
      const place = { x: x - left, y: y - bottom, width: item.width };
      return [{ text: item.str, ...place, size, font: item.fontName, isRightToLeft }];
    });
    page.cleanup();
    return { lines: linesOfPage(runs, right - left), height: top - bottom };
  } catch {
    return undefined;
  }
}

/** The title in the document's own description, unless a program put the name of a file there. */
async function statedTitle(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const stated = "Title" in info && typeof info.Title === "string" ? info.Title : "";
  const title = stated
    .replace(/^Microsoft (?:Word|PowerPoint) - /, "")
    .replace(/[\u0000-\u001f]/g, "")
    .trim();
  const isName =
    /\.(?:docx?|pptx?|xlsx?|odt|tex|dvi|indd|pdf|html?|rtf|txt|md|qxd|fm)$/i.test(title) ||
    /^untitled/i.test(title);
  return isName || !/\p{L}{2}/u.test(title) ? undefined : title;
}

function sentenceFor(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException")
    return "The PDF is protected by a password and was not read: save a copy without one.";
  return "The PDF is broken and was not read: make it again, or open it and save a copy.";
}

function withoutText(pages: number, broken: number): string {
  if (broken === pages) return sentenceFor(undefined);
  const what = pages === 1 ? "Its one page holds" : `Its ${pages} pages hold`;
  return `${what} pictures and no text, so nothing was read: Whence does not recognise characters in scans.`;
}

function warningsOn({ placed }: PdfText, pages: number, broken: readonly number[]): readonly string[] {
  const warnings: string[] = [];
  const read = new Set(placed.map(({ page }) => page));
  const silent = Math.min(pages, pagesMost) - read.size - broken.length;
  if (broken.length > 0)
    warnings.push(`Of ${pages} pages ${broken.length} are broken and were not read (page ${broken[0]}).`);
  if (silent * 2 > pages)
    warnings.push(`Of ${pages} pages ${silent} hold no text: Whence does not recognise characters in scans.`);
  if (pages > pagesMost) warnings.push(`Only the first ${pagesMost} of ${pages} pages were read.`);
  return warnings;
}
