import type { CommentStyle } from "../languages/languageDefinition.ts";

/** Documentation above a definition. */
export interface DocComment {
  /** Plain text without markers; empty where the comment only holds directives for tools. */
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
}

/**
 * Reads the comment directly above the definition at `offset`: one block comment or a run of line comments without a
 * blank line between. Works on the text, because asking a parser for every comment costs more than the rest of a file.
 */
export function docCommentAbove(text: string, offset: number, style: CommentStyle): DocComment | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset).trimEnd();
  if (style.block !== undefined && before.endsWith(style.block[1])) {
    return blockEndingAt(text, lineStart + before.length, style.block, style);
  }
  if (before.trim() !== "" || lineStart === 0) return undefined;
  const above = lineAbove(text, lineStart);
  if (style.block !== undefined && above.text.trimEnd().endsWith(style.block[1])) {
    return blockEndingAt(text, above.start + above.text.trimEnd().length, style.block, style);
  }
  return lineComments(text, lineStart, style);
}

/**
 * Comment or string of documentation as plain text: markers, common indentation, ruler lines and directives for tools
 * removed.
 */
export function plainDoc(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .filter((line) => !directive.test(line) && (line === "" || /[\p{L}\p{N}]/u.test(line)))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const directive =
  /^(?:eslint-|biome-|prettier-|tslint:|jshint |istanbul |c8 |v8 |@ts-|@vite|#?__|go:|nolint|noqa|pylint:|type: ?ignore|mypy:|pragma:|fmt:|isort:|ruff:|rubocop:|shellcheck |frozen_string_literal|NOLINT|clang-format|noinspection|language=|region\b|endregion\b)/;

interface Line {
  readonly start: number;
  readonly text: string;
}

function lineAbove(text: string, lineStart: number): Line {
  const start = text.lastIndexOf("\n", lineStart - 2) + 1;
  return { start, text: text.slice(start, Math.max(start, lineStart - 1)) };
}

/** The block comment that ends before `end` and begins a line; an opening marker elsewhere is text or a string. */
function blockEndingAt(
  text: string,
  end: number,
  [open, close]: readonly [string, string],
  style: CommentStyle,
): DocComment | undefined {
  const inside = end - close.length;
  const previousEnd = text.lastIndexOf(close, inside - 1);
  let start = text.lastIndexOf(open, inside - open.length);
  while (start >= 0 && start > previousEnd) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    if (text.slice(lineStart, start).trim() === "") {
      return { text: blockCommentText(text.slice(start, end), [open, close], style), start };
    }
    start = start === 0 ? -1 : text.lastIndexOf(open, start - 1);
  }
  return undefined;
}

/** Text of one block comment, its delimiters included, without markers and markup. */
export function blockCommentText(
  comment: string,
  [open, close]: readonly [open: string, close: string],
  style: CommentStyle,
): string {
  const inner = comment.slice(open.length, comment.length - close.length);
  const lines = inner.split("\n").map((line) => line.replace(/^\s*[*!]+ ?/, "").replace(/\s*\*+\s*$/, ""));
  return styledDoc(lines, style);
}

function styledDoc(lines: readonly string[], { plain }: CommentStyle): string {
  return plainDoc(plain === undefined ? lines : plain(lines.join("\n")).split("\n"));
}

function lineComments(text: string, lineStart: number, style: CommentStyle): DocComment | undefined {
  const marker = style.line;
  const lines: string[] = [];
  let start = lineStart;
  while (start > 0) {
    const above = lineAbove(text, start);
    const trimmed = above.text.trimStart();
    if (!trimmed.startsWith(marker) || (above.start === 0 && trimmed.startsWith("#!"))) break;
    lines.unshift(trimmed.slice(marker.length).replace(/^[/!#-]* ?/, ""));
    start = above.start;
  }
  if (lines.length === 0) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  return { text: styledDoc(lines, style), start: start + indent };
}
