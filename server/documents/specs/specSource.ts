import type { FrontMatter } from "../frontMatter.ts";
import type { Heading } from "../outline.ts";

/** What is known of a document when its specifications are read. */
export interface SpecSource {
  /** Path in the indexed folder, `/`-separated. */
  readonly path: string;
  /** The whole text, secrets masked; front matter included. */
  readonly lines: readonly string[];
  readonly frontMatter: FrontMatter;
  /** In any order, lines from 1. */
  readonly headings: readonly Heading[];
}

/** A document made ready for the readers of the conventions. */
export interface SpecText {
  readonly path: string;
  readonly frontMatter: FrontMatter;
  /** The text line by line, with code, comments and front matter blank: what people wrote for people. */
  readonly lines: readonly string[];
  /** The lines of the front matter as they stand, with its fences. */
  readonly headLines: readonly string[];
  /** In reading order. */
  readonly sections: readonly SpecSection[];
}

/** A heading with everything below it. Lines count from 1, both ends included. */
export interface SpecSection {
  readonly heading: string;
  /** 1 is outermost. */
  readonly level: number;
  /** The heading's own line. */
  readonly startLine: number;
  /** First line after the heading. */
  readonly bodyLine: number;
  /** Last line before the next heading of any level. */
  readonly ownEndLine: number;
  /** Last line before the next heading of the same or an outer level. */
  readonly endLine: number;
}

/** The view of a document in which specifications are looked for. Takes time linear in its length. */
export function specTextOf(source: SpecSource): SpecText {
  const { path, frontMatter, lines } = source;
  return {
    path,
    frontMatter,
    lines: proseLines(lines, frontMatter.lineCount),
    headLines: lines.slice(0, frontMatter.lineCount),
    sections: sectionsOf(source.headings, lines.length),
  };
}

/** The sections whose headings stand between two lines, both included. */
export function sectionsBetween(text: SpecText, startLine: number, endLine: number): readonly SpecSection[] {
  const { sections } = text;
  return sections.slice(firstFrom(sections, startLine), firstFrom(sections, endLine + 1));
}

/** Index of the first section that begins on a line or after it. */
function firstFrom(sections: readonly SpecSection[], line: number): number {
  let low = 0;
  for (let high = sections.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sections[middle]?.startLine ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sectionsOf(headings: readonly Heading[], lineCount: number): readonly SpecSection[] {
  const ordered = [...headings].sort((a, b) => a.startLine - b.startLine);
  const ends = new Array<number>(ordered.length).fill(lineCount);
  const open: number[] = [];
  for (const [at, heading] of ordered.entries()) {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if ((ordered[last]?.level ?? 0) < heading.level) break;
      ends[last] = heading.startLine - 1;
      open.pop();
    }
    open.push(at);
  }
  return ordered.map((heading, at) => ({
    heading: heading.text,
    level: heading.level,
    startLine: heading.startLine,
    bodyLine: heading.endLine + 1,
    ownEndLine: (ordered[at + 1]?.startLine ?? lineCount + 1) - 1,
    endLine: ends[at] ?? lineCount,
  }));
}

/** Longer lines hold data, not a specification; they are left out, so that no pattern runs over them. */
const maxLineLength = 5_000;

function proseLines(lines: readonly string[], from: number): readonly string[] {
  const prose = new Array<string>(lines.length).fill("");
  let fence: string | undefined;
  let inComment = false;
  const lastCommentEnd = lines.findLastIndex((line) => line.includes("-->"));
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.length > maxLineLength) continue;
    if (fence !== undefined) {
      if (closes(line.trim(), fence)) fence = undefined;
      continue;
    }
    if (inComment) {
      const end = line.indexOf("-->");
      inComment = end < 0;
      if (end >= 0) prose[at] = line.slice(end + 3);
      continue;
    }
    fence = /^[ \t]*(`{3,}(?!.*`)|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) continue;
    const kept = line.includes("<!--") ? line.replaceAll(/<!--.*?-->/g, "") : line;
    const begin = kept.indexOf("<!--");
    inComment = begin >= 0 && at < lastCommentEnd;
    prose[at] = inComment ? kept.slice(0, begin) : kept;
  }
  return prose;
}

function closes(line: string, fence: string): boolean {
  return line.length >= fence.length && line === fence.charAt(0).repeat(line.length);
}
