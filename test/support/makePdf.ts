/** Text at a place of a page, in points from its lower left corner; `bold` is another font. */
export interface PaintedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
  /** Written in UTF-16 with a font that is not embedded, as East Asian documents may. */
  readonly japanese?: boolean;
}

/** What a PDF holds beside its pages. */
export interface PdfExtras {
  readonly title?: string;
  /** Entries of the outline: a title and the page (from 1) that it points at. */
  readonly bookmarks?: readonly { readonly title: string; readonly page: number }[];
  readonly locked?: boolean;
  /** A script that runs when the document is opened, and a link; a reader must do nothing with them. */
  readonly hostile?: boolean;
}

/** A PDF (ISO 32000) of pages of 595 by 842 points with the given texts, written by hand. */
export function makePdf(pages: readonly (readonly PaintedText[])[], extras: PdfExtras = {}): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const firstPage = 6;
  const pageIds = pages.map((_, at) => firstPage + at * 2);
  const bookmarks = extras.bookmarks ?? [];
  const outlineId = firstPage + pages.length * 2;
  const outline = bookmarks.length === 0 ? "" : `/Outlines ${outlineId} 0 R`;
  const action = extras.hostile
    ? "/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"
    : "";
  add(`<< /Type /Catalog /Pages 2 0 R ${outline} ${action} >>`);
  add(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(" ")}] /MediaBox [0 0 595 842] >>`,
  );
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>");
  add(`<< /Producer (test) ${extras.title === undefined ? "" : `/Title (${escaped(extras.title)})`} >>`);
  for (const [at, page] of pages.entries()) {
    const content = page.map(paint).join("\n");
    const link = extras.hostile
      ? "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>]"
      : "";
    const resources = `/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 << ${japaneseFont} >> >> >>`;
    add(`<< /Type /Page /Parent 2 0 R ${resources} /Contents ${firstPage + at * 2 + 1} 0 R ${link} >>`);
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  if (bookmarks.length > 0) {
    add(
      `<< /Type /Outlines /First ${outlineId + 1} 0 R /Last ${outlineId + bookmarks.length} 0 R /Count ${bookmarks.length} >>`,
    );
    for (const [at, { title, page }] of bookmarks.entries()) {
      const next = at + 1 < bookmarks.length ? `/Next ${outlineId + 2 + at} 0 R` : "";
      add(
        `<< /Title (${escaped(title)}) /Parent ${outlineId} 0 R /Dest [${pageIds[page - 1]} 0 R /Fit] ${next} >>`,
      );
    }
  }
  return assemble(objects, extras.locked === true);
}

/** Lines of text one below the other, the first at height `y`. */
export function paintedLines(lines: readonly string[], x = 72, y = 700, size = 11): PaintedText[] {
  return lines.map((text, at) => ({ text, x, y: y - at * size * 1.2, size }));
}

function assemble(objects: readonly string[], isLocked: boolean): Buffer {
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  // No password fits: the check values belong to none.
  const lock = isLocked
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >> /ID [<00> <00>]`
    : "";
  const size = objects.length + 1;
  return Buffer.from(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R ${lock} >>\nstartxref\n${file.length}\n%%EOF\n`,
    "latin1",
  );
}

const japaneseFont =
  "/Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H /DescendantFonts [<< /Type /Font " +
  "/Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>]";

function paint({ text, x, y, size = 11, bold = false, japanese = false }: PaintedText): string {
  const font = japanese ? "F3" : bold ? "F2" : "F1";
  const shown = japanese
    ? `<${Buffer.from(text, "utf16le").swap16().toString("hex")}>`
    : `(${escaped(text)})`;
  return `BT /${font} ${size} Tf ${x} ${y} Td ${shown} Tj ET`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\()]/g, "\\$&");
}
