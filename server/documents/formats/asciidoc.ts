import type { Block } from "../../model/document.ts";
import type { Heading, Outline } from "../outline.ts";

/**
 * Sections and blocks of AsciiDoc (docs.asciidoctor.org/asciidoc/latest). Read here and not by Asciidoctor, which expands
 * includes and conditions and so loses the line numbers of the file: here `include::` stays a line and nothing is opened.
 */
export function readAsciidoc(lines: readonly string[], firstLine = 1): Outline {
  const headings: Heading[] = [];
  const blocks: Block[] = [];
  let at = firstLine - 1;
  while (at < lines.length) {
    const heading = headingAt(lines, at);
    if (heading !== undefined) {
      headings.push(heading);
      at = heading.endLine;
      continue;
    }
    const block = blockAt(lines, at);
    if (block !== undefined) blocks.push(block);
    at = block?.endLine ?? at + 1;
  }
  return { headings, blocks, warnings: [] };
}

const underlines = "=-~^+";

function headingAt(lines: readonly string[], at: number): Heading | undefined {
  const line = lines[at] ?? "";
  const [, marks, text] = /^(={1,6}|#{1,6})\s+(\S.*)$/.exec(line) ?? [];
  if (marks !== undefined && text !== undefined) {
    return { text: plainTitle(text), level: marks.length, startLine: at + 1, endLine: at + 1 };
  }
  const below = (lines[at + 1] ?? "").trimEnd();
  const [, mark] = /^([=~^+-])\1+$/.exec(below) ?? [];
  const title = line.trimEnd();
  if (mark === undefined || below.length < 3 || !/^[\p{L}\d"'`]/u.test(title)) return undefined;
  if (Math.abs(title.length - below.length) > 2 || (lines[at - 1] ?? "").trim() !== "") return undefined;
  return { text: plainTitle(title), level: underlines.indexOf(mark) + 1, startLine: at + 1, endLine: at + 2 };
}

const delimiter = /^(?:(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|\/{4,}|--)|(`{3,})\S*|([|,:!]={3,}))\s*$/;
const listItem = /^\s*(?:-|\*{1,5}|\.{1,5}|\d+\.|[A-Za-z]\.|<\d+>|<\.>)\s+\S/;
const describedItem = /^\s*\S.*?(?:::{1,3}|;;)(?:\s|$)/;
/** Attributes, anchors and titles of the block that follows. */
const blockLead = /^(?:\[[^\]]*\](?:\s*$|\])|\.[^\s.].*$)/;

function blockAt(lines: readonly string[], at: number): Block | undefined {
  if ((lines[at] ?? "").trim() === "") return undefined;
  let begin = at;
  while (begin < at + 8 && blockLead.test(lines[begin] ?? "") && (lines[begin + 1] ?? "").trim() !== "")
    begin++;
  const line = lines[begin] ?? "";
  const lead = lines.slice(at, begin).join(" ");
  const opening = delimiter.exec(line);
  if (begin > at && headingAt(lines, begin) !== undefined)
    return { kind: "other", startLine: at + 1, endLine: begin };
  if (opening !== null) {
    const mark = opening[1] ?? opening[2] ?? opening[3] ?? "";
    return {
      kind: delimitedKind(mark, lead),
      startLine: at + 1,
      endLine: endOfDelimited(lines, begin, mark),
    };
  }
  if (/^(?:include|ifdef|ifndef|ifeval|endif|image|toc|video|audio)::|^\/\/|^:[\w!-]+:/.test(line)) {
    return { kind: "other", startLine: at + 1, endLine: begin + 1 };
  }
  const list = listItem.test(line) || (line.length < 1000 && describedItem.test(line));
  if (list) return { kind: "list", startLine: at + 1, endLine: endOfList(lines, begin) };
  const source = /^\s/.test(line) || /^\[(?:source|listing|literal)/.test(lead);
  return { kind: source ? "code" : "paragraph", startLine: at + 1, endLine: endOfRun(lines, begin) };
}

function delimitedKind(mark: string, lead: string): Block["kind"] {
  if (/^[|,:!]=/.test(mark)) return "table";
  if (/^[-.`]/.test(mark)) return mark === "--" && !/\[(?:source|listing)/.test(lead) ? "other" : "code";
  return "other";
}

/** Up to the same delimiter again; without one, up to the next blank line, so that an open block swallows no sections. */
function endOfDelimited(lines: readonly string[], at: number, mark: string): number {
  for (let index = at + 1; index < lines.length; index++) {
    if ((lines[index] ?? "").trimEnd() === mark) return index + 1;
  }
  return endOfRun(lines, at);
}

function endOfRun(lines: readonly string[], at: number): number {
  let index = at + 1;
  while (index < lines.length && (lines[index] ?? "").trim() !== "" && !delimiter.test(lines[index] ?? ""))
    index++;
  return index;
}

/** Items, what is attached to them by `+`, and single blank lines between items. */
function endOfList(lines: readonly string[], at: number): number {
  let index = at + 1;
  let end = index;
  while (index < lines.length) {
    const line = lines[index] ?? "";
    const afterBlank = (lines[index - 1] ?? "").trim() === "";
    if (line.trim() === "") index++;
    else if (headingAt(lines, index) !== undefined) break;
    else if (line.trimEnd() === "+") end = index = attachedEnd(lines, index + 1);
    else if (afterBlank && !listItem.test(line) && !/^\s/.test(line) && !describedItem.test(line)) break;
    else if (delimiter.test(line) && !afterBlank) end = index = attachedEnd(lines, index);
    else if (delimiter.test(line) || blockLead.test(line)) break;
    else end = ++index;
  }
  return end;
}

/** The end of what `+` attaches: a delimited block or a paragraph; an item that follows is the caller's next line. */
function attachedEnd(lines: readonly string[], at: number): number {
  let begin = at;
  while (begin < lines.length && blockLead.test(lines[begin] ?? "")) begin++;
  const opening = delimiter.exec(lines[begin] ?? "");
  if (opening !== null) return endOfDelimited(lines, begin, opening[1] ?? opening[2] ?? opening[3] ?? "");
  return listItem.test(lines[begin] ?? "") || (lines[begin] ?? "").trim() === ""
    ? begin
    : endOfRun(lines, begin);
}

function plainTitle(source: string): string {
  return source
    .slice(0, 1000)
    .replace(/\s+=+$/, "")
    .replace(/\[\[[^\]]*\]\]|\[#[^\]]*\]/g, "")
    .replace(/(?:https?|link|xref):\S*?\[([^\]]*)\]/g, "$1")
    .replace(/<<[^,>]*(?:,\s*([^>]*))?>>/g, "$1")
    .replace(/(\*{1,2}|_{1,2}|`{1,2}|\+{1,2})(?=\S)([^*_`+]+)\1(?!\w)/g, "$2")
    .trim();
}
