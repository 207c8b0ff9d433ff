import type { ExtractedText } from "./formats/extraction.ts";
import { maskingWarnings } from "./maskingWarnings.ts";
import { maskSecrets } from "./maskSecrets.ts";

/** What was read out of a document, with the secrets in its text, headings and title masked and a warning on them. */
export function maskExtraction(extraction: ExtractedText): ExtractedText {
  const { text, maskings } = maskSecrets(extraction.text, { unquotedValues: true });
  const { title, headings, warnings } = extraction;
  const [maskedTitle, ...maskedHeadings] = maskLines([
    title ?? "",
    ...headings.map((heading) => heading.text),
  ]);
  return {
    ...extraction,
    text,
    ...(title === undefined ? {} : { title: maskedTitle ?? "" }),
    headings: headings.map((heading, at) => ({ ...heading, text: maskedHeadings[at] ?? "" })),
    warnings: [...warnings, ...maskingWarnings(maskings)],
  };
}

/** Masking keeps lines apart, so many short texts go through it at once. */
function maskLines(lines: readonly string[]): readonly string[] {
  const joined = lines.map((line) => line.replaceAll(/\s+/g, " ")).join("\n");
  return maskSecrets(joined, { unquotedValues: true }).text.split("\n");
}
