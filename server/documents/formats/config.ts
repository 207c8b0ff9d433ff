import type { Heading, Outline } from "../outline.ts";

/**
 * Configuration: the outermost keys, tables or elements as headings, so that a passage says which one it belongs to.
 * Told by the beginning of lines, not by a parser: comments stay where they are and a broken file is read as well.
 */
export function readConfig(lines: readonly string[], language: string): Outline {
  const pattern = keyPattern(lines, language);
  if (pattern === undefined) return { headings: [], blocks: [], warnings: [] };
  const headings: Heading[] = [];
  for (const [index, line] of lines.entries()) {
    const text = line.length > 2000 ? undefined : pattern.exec(line)?.[1];
    if (text !== undefined) headings.push({ text, level: 1, startLine: index + 1, endLine: index + 1 });
  }
  return { headings, blocks: [], warnings: [] };
}

function keyPattern(lines: readonly string[], language: string): RegExp | undefined {
  if (language === "yaml") return /^["']?([A-Za-z0-9_$./-][\w$./ -]{0,80}?)["']?\s*:(?:\s|$)/;
  if (language === "toml" || language === "ini")
    return /^\s*\[{1,2}\s*([^[\]]{1,120}?)\s*\]{1,2}\s*(?:[#;].*)?$/;
  if (language === "terraform") return /^([a-z][\w-]*(?:\s+"[^"]*")*)\s*\{/;
  if (language === "makefile") return /^([\w./$(){}%-][\w./$(){} %-]{0,80}?)\s*:(?!=)/;
  if (language === "json") return indented(lines, '"([^"]{1,120})"\\s*:');
  if (language === "xml") return indented(lines, "<([A-Za-z][\\w:.-]*)");
  return undefined;
}

/** Keys at the smallest indentation that is not zero: the members of the outermost object or element. */
function indented(lines: readonly string[], key: string): RegExp | undefined {
  let smallest: string | undefined;
  for (const line of lines) {
    const indent = /^([ \t]{1,16})["<]/.exec(line)?.[1];
    if (indent !== undefined && indent.length < (smallest?.length ?? Number.POSITIVE_INFINITY))
      smallest = indent;
  }
  return smallest === undefined ? undefined : new RegExp(`^${smallest}${key}`);
}
