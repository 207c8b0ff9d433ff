import { plainText } from "./plainText.ts";
import type { SpecField } from "./specFields.ts";
import { type SpecText, sectionsBetween } from "./specSource.ts";

/** The status that stands under a heading of that name: its first line which says something. */
export function statusSection(text: SpecText, startLine: number, endLine: number): readonly SpecField[] {
  const section = sectionsBetween(text, startLine, endLine).find(({ heading }) =>
    /^[^\p{L}]*(?:current )?status$/iu.test(heading),
  );
  if (section === undefined) return [];
  for (let line = section.bodyLine; line <= Math.min(section.ownEndLine, text.lines.length); line++) {
    const words = plainText(
      (text.lines[line - 1] ?? "").replace(/^\s*(?:[-*+]\s+|>\s*)?(?:\[[ xX]\]\s+)?/, ""),
    );
    if (/\p{L}/u.test(words))
      return [
        {
          name: "status",
          values: [words.replace(/^status\s*:\s*/i, "")],
          lines: [line],
          found: "section Status",
        },
      ];
  }
  return [];
}
