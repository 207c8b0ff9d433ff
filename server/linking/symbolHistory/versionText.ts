import type { LexedLine, LineLexer } from "./lineLexer.ts";

/** Tokens of a part of a file without those that mean layout: braces, semicolons, commas before a closing bracket. */
export interface TokenRun {
  readonly texts: readonly string[];
  /** Line of each token, from 1, in the file. */
  readonly lines: readonly number[];
}

/** One version of a file, taken apart no further than somebody asks. */
export class VersionText {
  /** With `\n` line ends and without a byte order mark. */
  readonly text: string;
  readonly #lexer: LineLexer;
  readonly #mask: (text: string) => string;
  #lines: readonly string[] | undefined;
  #lexed: readonly LexedLine[] | undefined;

  /** `mask` replaces the secrets in a text, which keeps its lines. */
  constructor(text: string, lexer: LineLexer, mask: (text: string) => string = (kept) => kept) {
    const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
    this.text = plain.startsWith("\uFEFF") ? plain.slice(1) : plain;
    this.#lexer = lexer;
    this.#mask = mask;
  }

  /** Lines without their ends. */
  get lines(): readonly string[] {
    this.#lines ??= this.text.split("\n");
    return this.#lines;
  }

  /** Lines from `startLine` to `endLine`, both included, as one text. */
  slice(startLine: number, endLine: number): string {
    return this.lines.slice(startLine - 1, endLine).join("\n");
  }

  /** A line as it may be kept and shown: secrets masked, also those that go over several lines. */
  shownLine(line: number): string {
    const first = Math.max(1, line - linesOfSecretMost);
    const around = this.lines.slice(first - 1, line + linesOfSecretMost);
    const masked = this.#mask(around.map((each) => each.slice(0, charactersReadMost)).join("\n"));
    return (masked.split("\n")[line - first] ?? "").trim().slice(0, shownMost);
  }

  /** All tokens of a line, braces too. */
  lexedLine(line: number): LexedLine | undefined {
    this.#lexed ??= this.#lexAll();
    return this.#lexed[line - 1];
  }

  /** Tokens of some lines. */
  runOf(startLine: number, endLine: number): TokenRun {
    const texts: string[] = [];
    const lines: number[] = [];
    for (let line = startLine; line <= endLine; line++) {
      for (const token of this.lexedLine(line)?.tokens ?? []) push(texts, lines, token, line);
    }
    if (texts.at(-1) === ",") {
      texts.pop();
      lines.pop();
    }
    return { texts, lines };
  }

  #lexAll(): readonly LexedLine[] {
    let openEnd = "";
    return this.lines.map((line) => {
      const lexed = this.#lexer.lex(line, openEnd);
      openEnd = lexed.openEnd;
      return lexed;
    });
  }
}

/** Private keys, the longest secrets, have fewer lines. */
const linesOfSecretMost = 120;
/** Characters of a line that are looked at, and those that are shown. */
const charactersReadMost = 1_000;
const shownMost = 200;

function push(texts: string[], lines: number[], token: string, line: number): void {
  if (isLayout(token)) return;
  const last = texts.at(-1);
  if (last === "," && (token === ")" || token === "]")) {
    texts.pop();
    lines.pop();
  } else if (token.startsWith('"') && last !== undefined) {
    // A long text that is written in several pieces is the same text.
    const piece = last === "+" ? texts.at(-2) : last;
    if (piece?.startsWith('"') === true && (last === "+" || lines.at(-1) !== line)) {
      const dropped = last === "+" ? 2 : 1;
      texts.splice(-dropped, dropped, piece + token.slice(1));
      lines.splice(-dropped, dropped, line);
      return;
    }
  }
  texts.push(token);
  lines.push(line);
}

/** Braces and semicolons: which of them stand somewhere is a matter of style. */
export function isLayout(token: string): boolean {
  return token === "{" || token === "}" || token === ";";
}
