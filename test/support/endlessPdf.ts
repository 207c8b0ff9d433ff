/** A PDF of two kilobytes whose page paints a form that paints ten others, nine levels deep: a billion texts to read. */
export function makeEndlessPdf(): Buffer {
  const levels = 9;
  const font = "/Font << /F 4 0 R >>";
  const forms = Array.from({ length: levels }, (_, level) => {
    const isLast = level === levels - 1;
    const content = `BT /F 12 Tf 100 ${700 - 20 * level} Td (again) Tj ET ${isLast ? "" : "/X Do ".repeat(10)}`;
    const inner = isLast ? "" : `/XObject << /X ${7 + level} 0 R >>`;
    const form = `/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << ${font} ${inner} >>`;
    return stream(content, form);
  });
  return pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources << ${font} /XObject << /X 6 0 R >> >> >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    stream("/X Do", ""),
    ...forms,
  ]);
}

function stream(content: string, dictionary: string): string {
  return `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** Objects with their table of places; the first is the catalog. */
function pdfOf(objects: readonly string[]): Buffer {
  let text = "%PDF-1.7\n";
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  return Buffer.from(
    `${text}${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}
