import { type CommonLines, commonLines } from "./commonLines.ts";
import type { LexedLine, LineLexer } from "./lineLexer.ts";
import type { LineRange } from "./lineRange.ts";
import { type TokenRun, TokenRunBuilder } from "./tokenRun.ts";
import { punctuation, type TokenTable } from "./tokenTable.ts";

/** One version of a file, taken apart no further than somebody asks. */
export class VersionText {
  /** With `\n` line ends and without a byte order mark. */
  readonly text: string;
  readonly #lexer: LineLexer;
  readonly #mask: (text: string) => string;
  #lines: readonly string[] | undefined;
  #lexed: readonly LexedLine[] | undefined;
  /** Where each line begins in `text`; one more for the end. */
  #offsets: Int32Array | undefined;
  #linesOfSecretMost: number | undefined;
  #lastRun: { readonly startLine: number; readonly endLine: number; readonly run: TokenRun } | undefined;
  #lastCommon: { readonly other: VersionText; readonly common: CommonLines } | undefined;

  /** `mask` replaces the secrets in a text, which keeps its lines. */
  constructor(text: string, lexer: LineLexer, mask: (text: string) => string = (kept) => kept) {
    const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
    this.text = plain.startsWith("\uFEFF") ? plain.slice(1) : plain;
    this.#lexer = lexer;
    this.#mask = mask;
  }

  /** Numbers of its tokens; only versions with the same table can be compared. */
  get table(): TokenTable {
    return this.#lexer.table;
  }

  /** Lines without their ends. */
  get lines(): readonly string[] {
    this.#lines ??= this.text.split("\n");
    return this.#lines;
  }

  /** Lines from `startLine` to `endLine`, both included, as one text. */
  slice(startLine: number, endLine: number): string {
    this.#offsets ??= offsetsOf(this.lines);
    const last = Math.min(endLine, this.lines.length);
    const start = this.#offsets[startLine - 1];
    const end = this.#offsets[last];
    return start === undefined || end === undefined || last < startLine
      ? ""
      : this.text.slice(start, end - 1);
  }

  /** Lines that it shares with another text at both ends; remembered, because many definitions ask about the same two. */
  commonWith(other: VersionText): CommonLines {
    if (this.#lastCommon?.other !== other) {
      this.#lastCommon = { other, common: commonLines(this.lines, other.lines) };
    }
    return this.#lastCommon.common;
  }

  /** A line as it may be kept and shown: secrets masked, also those that go over several lines. */
  shownLine(line: number): string {
    this.#linesOfSecretMost ??= this.text.includes("PRIVATE KEY") ? linesOfKeyMost : linesOfOthersMost;
    const first = Math.max(1, line - this.#linesOfSecretMost);
    const around = this.lines.slice(first - 1, line + this.#linesOfSecretMost);
    const masked = this.#mask(around.map((each) => each.slice(0, charactersReadMost)).join("\n"));
    return (masked.split("\n")[line - first] ?? "").trim().slice(0, shownMost);
  }

  /** All tokens of a line, braces too. */
  lexedLine(line: number): LexedLine | undefined {
    this.#lexed ??= this.#lexer.lexAll(this.lines);
    return this.#lexed[line - 1];
  }

  /** Tokens of some lines; those that were asked for last are remembered. */
  runOf(startLine: number, endLine: number): TokenRun {
    const last = this.#lastRun;
    if (last?.startLine === startLine && last.endLine === endLine) return last.run;
    const run = this.#runOf(startLine, endLine);
    this.#lastRun = { startLine, endLine, run };
    return run;
  }

  /**
   * Tokens of some lines, given the run of a part of another text that begins on the same line and as this one does: what
   * both share is taken over.
   */
  runLike(range: LineRange, other: VersionText, otherRange: LineRange, run: TokenRun): TokenRun {
    const { before, after } = this.commonWith(other);
    const { startLine, endLine } = range;
    const growth = this.lines.length - other.lines.length;
    const sharesStart = startLine === otherRange.startLine && startLine <= before;
    if (!sharesStart || endLine - otherRange.endLine !== growth || endLine <= this.lines.length - after)
      return this.runOf(startLine, endLine);
    const builder = new TokenRunBuilder(this.table, run.tokens.length + 64);
    builder.append(run, 0, firstTokenFrom(run, before + 1 - startLine), 0);
    let next = run.tokens.length;
    for (let line = before + 1; line <= endLine; line++) {
      for (const token of this.lexedLine(line)?.tokens ?? []) builder.push(token, line - startLine);
      if (line <= this.lines.length - after) continue;
      next = firstTokenFrom(run, line + 1 - growth - startLine);
      if (endsAlike(builder, run, next)) break;
      next = run.tokens.length;
    }
    builder.append(run, next, run.tokens.length, growth);
    this.#lastRun = { startLine, endLine, run: builder.run() };
    return this.#lastRun.run;
  }

  #runOf(startLine: number, endLine: number): TokenRun {
    const builder = new TokenRunBuilder(this.table, 8 * (endLine - startLine + 1));
    for (let line = startLine; line <= endLine; line++) {
      for (const token of this.lexedLine(line)?.tokens ?? []) builder.push(token, line - startLine);
    }
    if (builder.back(1) === punctuation.comma) builder.dropLast();
    return builder.run();
  }
}

/** Private keys, which say what they are, have fewer lines; a name and the secret that it is given stand closer. */
const linesOfKeyMost = 120;
const linesOfOthersMost = 12;
/** Characters of a line that are looked at, and those that are shown. */
const charactersReadMost = 1_000;
const shownMost = 200;

/** Place of the first token of a run that stands on a line or below it. */
function firstTokenFrom({ lines }: TokenRun, line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tokens depend on those right before them: a comma goes where a bracket follows, pieces of a text are put together. */
function endsAlike(builder: TokenRunBuilder, { tokens }: TokenRun, end: number): boolean {
  for (let back = 1; back <= 3; back++) if (builder.back(back) !== (tokens[end - back] ?? -1)) return false;
  return end >= 3;
}

function offsetsOf(lines: readonly string[]): Int32Array {
  const offsets = new Int32Array(lines.length + 1);
  for (const [at, line] of lines.entries()) offsets[at + 1] = (offsets[at] ?? 0) + line.length + 1;
  return offsets;
}
