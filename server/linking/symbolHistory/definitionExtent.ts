import type { LineRange } from "./lineRange.ts";
import { punctuation } from "./tokenTable.ts";
import type { VersionText } from "./versionText.ts";

/**
 * Lines of the definition whose head begins at `line`, by its brackets, else by its indentation, and with the decorators
 * above it. No more than `mostLines`.
 */
export function extentAt(version: VersionText, line: number, mostLines: number): LineRange {
  return {
    startLine: withDecorators(version, line),
    endLine: endByBrackets(version, line, mostLines) ?? endByIndentation(version, line, mostLines),
  };
}

/** The first line of a definition that is neither a decorator nor a comment, and so says what it is. */
export function headLine(version: VersionText, { startLine, endLine }: LineRange): number {
  for (let line = startLine; line <= endLine; line++) {
    if (!isDecorator(version, line) && !isComment(version, line) && !isBlank(version, line)) return line;
  }
  return startLine;
}

function withDecorators(version: VersionText, line: number): number {
  let start = line;
  while (start > 1 && isDecorator(version, start - 1)) start--;
  return start;
}

/** `@Test`, `#[test]`, `[Fact]`; one that goes over several lines is not seen. */
export function isDecorator(version: VersionText, line: number): boolean {
  const text = version.lines[line - 1]?.trim() ?? "";
  return /^(?:@(?!interface\b)[\w.]+(?:\(.*\))?|#\[.*\]|\[[A-Z].*\])$/.test(text);
}

function isComment(version: VersionText, line: number): boolean {
  const tokens = version.lexedLine(line)?.tokens ?? [];
  return tokens.length > 0 && tokens.every((token) => version.table.isComment(token));
}

function isBlank(version: VersionText, line: number): boolean {
  return (version.lexedLine(line)?.tokens.length ?? 0) === 0;
}

/** The line on which the first brace that the head opens is closed; a head that ends before it opens one has none. */
function endByBrackets(version: VersionText, start: number, mostLines: number): number | undefined {
  let depth = 0;
  let hasBody = false;
  for (let line = start; line < start + mostLines; line++) {
    const lexed = version.lexedLine(line);
    if (lexed === undefined) return undefined;
    for (const token of lexed.tokens) {
      if (token === punctuation.openBrace || opens(token)) {
        depth++;
        hasBody ||= token === punctuation.openBrace;
      } else if (token === punctuation.closeBrace || closes(token)) depth--;
      else if (token === punctuation.semicolon && depth === 0) return line;
      if (depth < 0) return line === start ? line : line - 1;
      if (depth === 0 && hasBody && token === punctuation.closeBrace) return line;
    }
    if (depth === 0 && !hasBody && lexed.tokens.at(-1) === punctuation.comma) return line;
    if (depth === 0 && !hasBody && line - start > 6) return undefined;
  }
  return undefined;
}

function endByIndentation(version: VersionText, start: number, mostLines: number): number {
  const indentation = indentationOf(version.lines[start - 1] ?? "");
  let end = start;
  let depth = depthOf(version, start);
  for (let line = start + 1; line < start + mostLines && line <= version.lines.length; line++) {
    if (isBlank(version, line)) continue;
    const text = version.lines[line - 1] ?? "";
    const isOutside = depth <= 0 && indentationOf(text) <= indentation;
    if (isOutside && !/^\s*(?:end\b|[)\]}])/.test(text)) break;
    depth += depthOf(version, line);
    end = line;
    if (isOutside && !/[:{(]$/.test(text.trimEnd())) break;
  }
  return end;
}

/** How many round and square brackets a line leaves open. */
function depthOf(version: VersionText, line: number): number {
  let depth = 0;
  for (const token of version.lexedLine(line)?.tokens ?? []) {
    if (opens(token)) depth++;
    else if (closes(token)) depth--;
  }
  return depth;
}

function opens(token: number): boolean {
  return token === punctuation.openRound || token === punctuation.openSquare;
}

function closes(token: number): boolean {
  return token === punctuation.closeRound || token === punctuation.closeSquare;
}

/** Blanks before the first character of a line. */
export function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}
