import type { Block } from "../../model/document.ts";
import type { Heading, Outline } from "../outline.ts";

/**
 * Sections, directives, literal blocks, tables and lists of reStructuredText
 * (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html). Nothing is executed: an `include` stays a line.
 * Levels of headings follow from the order in which their adornments first appear, as the specification says.
 */
export function readRestructuredText(lines: readonly string[], firstLine = 1): Outline {
  const headings: Heading[] = [];
  const blocks: Block[] = [];
  const adornments: string[] = [];
  let at = firstLine - 1;
  while (at < lines.length) {
    const heading = headingAt(lines, at);
    if (heading !== undefined) {
      const known = adornments.indexOf(heading.adornment);
      const level = known >= 0 ? known : adornments.push(heading.adornment) - 1;
      headings.push({
        text: plainTitle(heading.text),
        level,
        startLine: at + 1,
        endLine: at + heading.lineCount,
      });
      at += heading.lineCount;
      continue;
    }
    const block = blockAt(lines, at);
    if (block !== undefined) blocks.push(block);
    at = block?.endLine ?? at + 1;
  }
  return { headings, blocks, warnings: [] };
}

interface FoundHeading {
  readonly text: string;
  readonly adornment: string;
  readonly lineCount: number;
}

const adornment = /^([!-/:-@[-`{-~])\1*\s*$/;

function headingAt(lines: readonly string[], at: number): FoundHeading | undefined {
  const line = lines[at] ?? "";
  const below = lines[at + 1] ?? "";
  const over = adornment.exec(line)?.[1];
  if (over !== undefined) {
    const underline = (lines[at + 2] ?? "").trimEnd();
    const matching = underline === line.trimEnd() && below.trim() !== "" && !adornment.test(below);
    if (!matching || underline.length < Math.min(below.trim().length, 4)) return undefined;
    return { text: below, adornment: `${over}${over}`, lineCount: 3 };
  }
  const under = adornment.exec(below)?.[1];
  if (under === undefined || !/^\S/.test(line) || /^\.\.\s/.test(line)) return undefined;
  const length = below.trimEnd().length;
  if (length < Math.min(line.trim().length, 4) || (length === 2 && below.startsWith("::"))) return undefined;
  return isLooseText(lines, at) ? { text: line, adornment: under, lineCount: 2 } : undefined;
}

/** A title stands alone: the line above is blank, or ends something that needs no blank line (a target, a comment). */
function isLooseText(lines: readonly string[], at: number): boolean {
  const above = lines[at - 1] ?? "";
  return above.trim() === "" || /^\.\.\s/.test(above) || adornment.test(above);
}

const directive = /^\.\.\s+(?:\|[^|]+\|\s+)?([\w:.+-]+)::/;
const codeDirectives =
  /^(?:code|code-block|sourcecode|literalinclude|parsed-literal|prompt|ipython|doctest|testcode|testoutput|highlight|math|graphviz|mermaid|uml|productionlist)$/;
const tableDirectives = /^(?:table|list-table|csv-table|flat-table)$/;
const listItem = /^(\s*)(?:[-*+•]|(?:\d+|[A-Za-z]|#|[ivxlcm]+)[.)]|\((?:\d+|[A-Za-z]|#)\))\s+\S/;
const gridBorder = /^\s*\+[-=]{2,}[-=+]*\+\s*$/;
const simpleBorder = /^\s*={2,}(?:\s+={2,})+\s*$/;

function blockAt(lines: readonly string[], at: number): Block | undefined {
  const line = lines[at] ?? "";
  if (line.trim() === "") return undefined;
  if (gridBorder.test(line)) return block("table", at, endOfGrid(lines, at));
  if (simpleBorder.test(line)) return block("table", at, endOfSimpleTable(lines, at));
  if (/^\.\.(?:\s|$)/.test(line)) return block(directiveKind(line), at, endOfIndented(lines, at, 0));
  if (/^>>>\s/.test(line)) return block("code", at, endOfRun(lines, at));
  if (listItem.test(line)) return block("list", at, endOfList(lines, at));
  return literalBlock(lines, at);
}

function directiveKind(line: string): Block["kind"] {
  const name = directive.exec(line)?.[1]?.toLowerCase() ?? "";
  if (codeDirectives.test(name)) return "code";
  return tableDirectives.test(name) ? "table" : "other";
}

/** A paragraph that ends in `::` and the indented (or quoted) lines below it. */
function literalBlock(lines: readonly string[], at: number): Block | undefined {
  const end = endOfRun(lines, at);
  if (!(lines[end - 1] ?? "").trimEnd().endsWith("::"))
    return block("paragraph", at, paragraphEnd(lines, at, end));
  const literal = endOfIndented(lines, end - 1, indentOf(lines[at] ?? ""));
  return block(literal > end ? "code" : "paragraph", at, literal);
}

/** Before a title without a blank line above it, so that it is seen; else the end of the run. */
function paragraphEnd(lines: readonly string[], at: number, end: number): number {
  return end - at > 2 && adornment.test(lines[end - 1] ?? "") ? end - 2 : end;
}

function block(kind: Block["kind"], at: number, end: number): Block {
  return { kind, startLine: at + 1, endLine: end };
}

function endOfRun(lines: readonly string[], at: number): number {
  let index = at + 1;
  while (index < lines.length && (lines[index] ?? "").trim() !== "") index++;
  return index;
}

/** The index after the last line that is indented deeper than `indent`; blank lines between such lines belong to them. */
function endOfIndented(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1;
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= indent) break;
    end = index + 1;
  }
  return end;
}

function endOfGrid(lines: readonly string[], at: number): number {
  let index = at + 1;
  while (index < lines.length && /^\s*[+|]/.test(lines[index] ?? "")) index++;
  return index;
}

/** Ends with the border that a blank line (or the end) follows, after the one below the head. */
function endOfSimpleTable(lines: readonly string[], at: number): number {
  let borders = 1;
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (simpleBorder.test(line)) borders++;
    const followedByBlank = (lines[index + 1] ?? "").trim() === "";
    if (borders >= 2 && simpleBorder.test(line) && followedByBlank) return index + 1;
  }
  return endOfRun(lines, at);
}

function endOfList(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? "");
  let end = at + 1;
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const another = indentOf(line) === indent && listItem.test(line);
    if (!another && indentOf(line) <= indent) break;
    end = index + 1;
  }
  return end;
}

function indentOf(line: string): number {
  return Math.max(0, line.search(/\S/));
}

/** ``The :class:`~a.Client` ``open`` *call* `` -> `The Client open call`. */
function plainTitle(source: string): string {
  return source
    .slice(0, 1000)
    .replace(/:[\w:+-]+:`~?(?:[^`<]*?\.)?([^`<.]+)(?:\s*<[^`]*>)?`/g, "$1")
    .replace(/`([^`<]+?)(?:\s*<[^`>]*>)?`__?/g, "$1")
    .replace(/(\*{1,2}|`{1,2})(?=\S)([^*`]+)\1/g, "$2")
    .replace(/\\(.)/g, "$1")
    .trim();
}
