import type { Heading, Outline } from "../outline.ts";

/**
 * Plain text: paragraphs, and lines underlined by `=`, `-` or `~` over about their own length as headings. Lines in
 * capitals are no headings: licences and logs are full of them.
 */
export function readPlainText(lines: readonly string[], firstLine = 1): Outline {
  const headings: Heading[] = [];
  for (let line = firstLine + 1; line <= lines.length; line++) {
    const mark = /^([=~-])\1{2,}\s*$/.exec(lines[line - 1] ?? "")?.[1];
    if (mark === undefined || !isUnderlined(lines, line)) continue;
    headings.push({
      text: lines[line - 2] ?? "",
      level: "=-~".indexOf(mark) + 1,
      startLine: line - 1,
      endLine: line,
    });
  }
  return { headings, blocks: [], warnings: [] };
}

function isUnderlined(lines: readonly string[], underline: number): boolean {
  const title = (lines[underline - 2] ?? "").trimEnd();
  const length = (lines[underline - 1] ?? "").trimEnd().length;
  const above = (lines[underline - 3] ?? "").trim();
  return (
    above === "" &&
    /^[^\s|]+(?:\s[^|]*)?$/.test(title) &&
    /[\p{L}\d]/u.test(title) &&
    title.length <= 120 &&
    Math.abs(title.length - length) <= 3
  );
}
