import type { Block } from "../../model/document.ts";
import type { Heading, Outline } from "../outline.ts";
import { markdownHeadingText } from "./markdownHeadingText.ts";

/**
 * Headings, lists, tables, code and other blocks of CommonMark (spec.commonmark.org/0.31.2, "Leaf blocks" and "Container
 * blocks") with GitHub's tables, at the outermost level. A scan over lines: a full parser builds a tree of every word, is
 * about fifty times slower and takes minutes over crafted nesting, while sections need no more than this.
 * MDX is read as Markdown in which `import`, `export` and JSX are blocks of kind `other` and indented text is no code.
 */
export function readMarkdown(lines: readonly string[], flavour: "markdown" | "mdx", firstLine = 1): Outline {
  const found: Found = { headings: [], blocks: [] };
  let at = firstLine - 1;
  let paragraphFrom: number | undefined;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      paragraphFrom = undefined;
      at++;
      continue;
    }
    const next =
      setext(lines, at, paragraphFrom, found) ??
      blockAt(lines, at, paragraphFrom !== undefined, flavour, found);
    paragraphFrom = next === undefined ? (paragraphFrom ?? at) : undefined;
    at = next ?? at + 1;
  }
  return { ...found, warnings: [] };
}

interface Found {
  readonly headings: Heading[];
  readonly blocks: Block[];
}

const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const fence = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;
const thematicBreak = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const listItem = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)\S|[ \t]*$)/;
const interruptingItem = /^ {0,3}(?:[-*+]|1[.)])[ \t]+\S/;
const quote = /^ {0,3}>/;
const tableRule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const indentedCode = /^(?: {4}| {0,3}\t)/;
const htmlBlockTag =
  /^ {0,3}<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s/>]|$)/i;
const loneTag = /^ {0,3}<\/?[A-Za-z][\w.-]*(?:\s[^<>]*)?\/?>[ \t]*$/;
const htmlUntil: readonly (readonly [RegExp, RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [/^ {0,3}<![A-Za-z]/, />/],
];

/** A paragraph that an underline of `=` or `-` makes a heading; the line after it. */
function setext(
  lines: readonly string[],
  at: number,
  paragraphFrom: number | undefined,
  { headings }: Found,
): number | undefined {
  const underline = paragraphFrom === undefined ? null : /^ {0,3}(=+|-+)[ \t]*$/.exec(lines[at] ?? "");
  if (underline === null || paragraphFrom === undefined) return undefined;
  if (/^ {0,3}\[[^\]]+\]:\s/.test(lines[at - 1] ?? "")) return undefined;
  headings.push({
    text: markdownHeadingText(lines.slice(paragraphFrom, at).join(" ")),
    level: underline[1]?.startsWith("=") === true ? 1 : 2,
    startLine: paragraphFrom + 1,
    endLine: at + 1,
  });
  return at + 1;
}

/** Notes the block that begins at a line and gives the index of the line after it; undefined for a paragraph. */
function blockAt(
  lines: readonly string[],
  at: number,
  inParagraph: boolean,
  flavour: "markdown" | "mdx",
  { headings, blocks }: Found,
): number | undefined {
  const line = lines[at] ?? "";
  const atx = atxHeading.exec(line);
  if (atx !== null) {
    const text = markdownHeadingText(line.trim().replace(/^#+/, ""));
    headings.push({ text, level: atx[1]?.length ?? 1, startLine: at + 1, endLine: at + 1 });
    return at + 1;
  }
  const [kind, end] = extentAt(lines, at, inParagraph, flavour) ?? [];
  if (kind === undefined || end === undefined) return undefined;
  let last = end;
  while (last > at + 1 && (lines[last - 1] ?? "").trim() === "") last--;
  blocks.push({ kind, startLine: at + 1, endLine: last });
  return end;
}

type Extent = readonly [kind: Block["kind"], end: number];

function extentAt(
  lines: readonly string[],
  at: number,
  inParagraph: boolean,
  flavour: "markdown" | "mdx",
): Extent | undefined {
  const line = lines[at] ?? "";
  const opening = fence.exec(line)?.[1];
  if (opening !== undefined) return ["code", endOfFence(lines, at, opening)];
  if (thematicBreak.test(line)) return ["other", at + 1];
  if (inParagraph ? interruptingItem.test(line) : listItem.test(line)) return ["list", endOfList(lines, at)];
  if (quote.test(line)) return ["other", endOfRun(lines, at)];
  const html = endOfHtml(lines, at, inParagraph);
  if (html !== undefined) return ["other", html];
  if (flavour === "mdx" && /^(?:import|export)\s|^\s*<[A-Z/>]/.test(line))
    return ["other", blankAfter(lines, at)];
  if (!inParagraph && flavour === "markdown" && indentedCode.test(line))
    return ["code", endOfIndented(lines, at)];
  if (line.includes("|") && isTableRule(lines[at + 1] ?? "")) return ["table", endOfRun(lines, at + 1)];
  return undefined;
}

function isTableRule(line: string): boolean {
  return line.includes("|") && line.length <= 10_000 && tableRule.test(line);
}

function endOfFence(lines: readonly string[], at: number, opening: string): number {
  const mark = opening.charAt(0);
  for (let index = at + 1; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    if (line.length >= opening.length && line.startsWith(opening) && line === mark.repeat(line.length))
      return index + 1;
  }
  return lines.length;
}

/** Up to a blank line or the beginning of a block that may interrupt a paragraph. */
function endOfRun(lines: readonly string[], at: number): number {
  let index = at + 1;
  while (index < lines.length && !endsRun(lines[index] ?? "", lines[at] ?? "")) index++;
  return index;
}

function endsRun(line: string, first: string): boolean {
  if (line.trim() === "" || atxHeading.test(line) || fence.test(line) || thematicBreak.test(line))
    return true;
  return !quote.test(first) && quote.test(line);
}

/** A list goes on over blank lines as long as what follows is indented or another item. */
function endOfList(lines: readonly string[], at: number): number {
  let content = contentColumn(lines[at] ?? "");
  let index = at + 1;
  let afterBlank = false;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") {
      afterBlank = true;
      continue;
    }
    const indent = indentOf(line);
    if (indent < content) {
      if (thematicBreak.test(line)) return index;
      if (listItem.test(line)) content = contentColumn(line);
      else if (afterBlank || atxHeading.test(line) || fence.test(line) || quote.test(line)) return index;
    }
    afterBlank = false;
  }
  return index;
}

function contentColumn(line: string): number {
  const [, indent = "", marker = "", gap = " "] = listItem.exec(line) ?? [];
  return indent.length + marker.length + (gap.length > 4 || gap.includes("\t") ? 1 : gap.length);
}

function indentOf(line: string): number {
  let column = 0;
  for (const character of line.slice(0, 400)) {
    if (character === " ") column++;
    else if (character === "\t") column += 4 - (column % 4);
    else break;
  }
  return column;
}

function endOfIndented(lines: readonly string[], at: number): number {
  let end = at + 1;
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (indentedCode.test(line)) end = index + 1;
    else if (line.trim() !== "") break;
  }
  return end;
}

function endOfHtml(lines: readonly string[], at: number, inParagraph: boolean): number | undefined {
  const line = lines[at] ?? "";
  if (!line.trimStart().startsWith("<")) return undefined;
  for (const [begin, until] of htmlUntil) {
    if (!begin.test(line)) continue;
    const end = lines.findIndex(
      (each, index) => index >= at && until.test(index === at ? each.replace(begin, "") : each),
    );
    return end < 0 ? lines.length : end + 1;
  }
  if (!htmlBlockTag.test(line) && (inParagraph || line.length > 2000 || !loneTag.test(line)))
    return undefined;
  return blankAfter(lines, at);
}

function blankAfter(lines: readonly string[], at: number): number {
  let index = at + 1;
  while (index < lines.length && (lines[index] ?? "").trim() !== "") index++;
  return index;
}
