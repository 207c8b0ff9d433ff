import { markdownHeadingText } from "../formats/markdownHeadingText.ts";

/** Longest title that is kept, in characters. */
const longestTitle = 200;

/** Control characters, line separators and those which turn the direction of text: none of them belongs in a title. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Words without markup and control characters, on one line, at most `limit` characters. */
export function plainText(source: string, limit = 1_000): string {
  const line = source.slice(0, limit * 2).replaceAll(unprintable, " ");
  return markdownHeadingText(line).replaceAll("**", "").replaceAll(/\s+/g, " ").trim().slice(0, limit).trim();
}

/** A title as it reads; markup and control characters are gone. */
export function plainTitle(source: string): string {
  return plainText(source, longestTitle).replaceAll("`", "");
}

/** What a heading is called in an address: lower case, white space as hyphens, other signs gone. */
export function headingSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]+/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
