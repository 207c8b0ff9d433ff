import type { ExtractedText } from "./formats/extraction.ts";
import { maskingWarnings } from "./maskingWarnings.ts";
import { maskSecrets } from "./maskSecrets.ts";
import type { Heading } from "./outline.ts";

/** What was read out of a document, with the secrets in its text, headings and title masked and a warning on them. */
export function maskExtraction(extraction: ExtractedText): ExtractedText {
  const { text, maskings } = maskSecrets(extraction.text, { unquotedValues: true });
  const { title, headings, warnings } = extraction;
  return {
    ...extraction,
    text,
    ...(title === undefined ? {} : { title: maskLines([title]).join("") }),
    headings: maskHeadings(headings),
    warnings: [...warnings, ...maskingWarnings(maskings)],
  };
}

/** Headings whose texts do not come from a masked text. */
export function maskHeadings(headings: readonly Heading[]): readonly Heading[] {
  const texts = maskLines(headings.map((heading) => heading.text));
  return headings.map((heading, at) => ({ ...heading, text: texts[at] ?? "" }));
}

/** Masking keeps lines apart, so many short texts go through it at once. */
function maskLines(lines: readonly string[]): readonly string[] {
  const joined = lines.map((line) => line.replaceAll(/\s+/g, " ")).join("\n");
  return maskSecrets(joined, { unquotedValues: true }).text.split("\n");
}
