import { posix } from "node:path";

/**
 * Says that code, style or data was written for machines: most of it stands on lines longer than people write. Gives
 * the length of the longest line for people; undefined for other files. Prose may have one line per paragraph.
 */
export function minifiedText(path: string, text: string): string | undefined {
  const extension = posix.extname(path).toLowerCase();
  if (!MACHINE_WRITTEN.has(extension) || text.length < MIN_CHARACTERS) return undefined;
  let onLongLines = 0;
  let longest = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const length = (end < 0 ? text.length : end) - start;
    if (length > LONG_LINE_CHARACTERS) onLongLines += length;
    longest = Math.max(longest, length);
    start += length + 1;
  }
  return onLongLines > text.length / 2
    ? `its longest line has ${longest.toLocaleString("en-US")} characters`
    : undefined;
}

const MIN_CHARACTERS = 2_000;
const LONG_LINE_CHARACTERS = 1_000;
const MACHINE_WRITTEN = new Set(
  ".js .mjs .cjs .jsx .ts .tsx .css .scss .less .json .geojson .jsonl .ndjson .xml .html .htm .php .sql .yaml .yml".split(
    " ",
  ),
);
