import type { Block, Section } from "../model/document.ts";

/** A heading as a format states it; lines are 1-based and inclusive, a smaller level is further out. */
export interface Heading {
  readonly text: string;
  readonly level: number;
  readonly startLine: number;
  /** The last line of the heading with its underline. */
  readonly endLine: number;
  /** True for a part that is found and cited by itself, such as an operation or a job. */
  readonly standsAlone?: boolean;
}

/** What a reader of one format finds. Lines that no block covers are paragraphs, so readers need not name these. */
export interface Outline {
  /** Stated by the document itself, outside of any heading (HTML's `<title>`). */
  readonly title?: string;
  readonly headings: readonly Heading[];
  /** In any order; where two overlap they count as one. */
  readonly blocks: readonly Block[];
  readonly warnings: readonly string[];
  /** What is searched in place of the file's text, line by line the same (HTML without its markup). */
  readonly text?: string;
}

/** Sections in reading order that hold every line which is not blank in exactly one block. */
export function sectionsOf(outline: Outline, lines: readonly string[]): Section[] {
  const headings = orderedHeadings(outline.headings, lines.length);
  const blocks = orderedBlocks(outline.blocks, lines.length);
  const sections: Section[] = [];
  const open: Heading[] = [];
  let nextBlock = 0;
  for (let index = -1; index < headings.length; index++) {
    const heading = headings[index];
    const startLine = heading?.startLine ?? 1;
    const endLine = (headings[index + 1]?.startLine ?? lines.length + 1) - 1;
    while (heading !== undefined && (open.at(-1)?.level ?? -1) >= heading.level) open.pop();
    if (heading !== undefined) open.push(heading);
    const inside: Block[] =
      heading === undefined ? [] : [{ kind: "heading", startLine, endLine: heading.endLine }];
    for (; (blocks[nextBlock]?.startLine ?? Number.POSITIVE_INFINITY) <= endLine; nextBlock++) {
      const block = blocks[nextBlock];
      if (block !== undefined) inside.push({ ...block, endLine: Math.min(block.endLine, endLine) });
    }
    const complete = withParagraphs(inside, startLine, endLine, lines);
    const last = complete.at(-1);
    if (last === undefined) continue;
    sections.push({
      headingPath: open.map((each) => each.text),
      startLine: heading === undefined ? (complete[0]?.startLine ?? 1) : startLine,
      endLine: last.endLine,
      ...(heading?.standsAlone === true ? { standsAlone: true } : {}),
      blocks: complete,
    });
  }
  return sections;
}

/** Text of a heading for heading paths: white space folded, at most 160 characters. */
function headingText(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 160).trim();
}

function orderedHeadings(headings: readonly Heading[], lineCount: number): Heading[] {
  const result: Heading[] = [];
  for (const heading of [...headings].sort((a, b) => a.startLine - b.startLine)) {
    const clipped = {
      ...heading,
      endLine: Math.min(heading.endLine, lineCount),
      text: headingText(heading.text),
    };
    if (clipped.text !== "" && clipped.startLine > (result.at(-1)?.endLine ?? 0)) result.push(clipped);
  }
  return result;
}

function orderedBlocks(blocks: readonly Block[], lineCount: number): Block[] {
  const result: Block[] = [];
  for (const block of [...blocks].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)) {
    const endLine = Math.min(block.endLine, lineCount);
    const last = result.at(-1);
    if (last === undefined || block.startLine > last.endLine) result.push({ ...block, endLine });
    else if (endLine > last.endLine) result[result.length - 1] = { ...last, endLine };
  }
  return result;
}

/** The blocks without those that lie in a heading, clipped where they begin in one, and paragraphs for the rest. */
function withParagraphs(
  blocks: readonly Block[],
  startLine: number,
  endLine: number,
  lines: readonly string[],
): Block[] {
  const result: Block[] = [];
  let line = startLine;
  const fill = (upTo: number) => {
    for (; line <= upTo; line++) {
      if (isBlank(lines[line - 1])) continue;
      const from = line;
      while (line < upTo && !isBlank(lines[line])) line++;
      result.push({ kind: "paragraph", startLine: from, endLine: line });
    }
  };
  for (const block of blocks) {
    if (block.endLine < line) continue;
    fill(block.startLine - 1);
    result.push({ ...block, startLine: Math.max(block.startLine, line) });
    line = Math.max(line, block.endLine + 1);
  }
  fill(endLine);
  return result;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}
