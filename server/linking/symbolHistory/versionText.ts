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
  #lines: readonly string[] | undefined;
  #lexed: readonly LexedLine[] | undefined;

  constructor(text: string, lexer: LineLexer) {
    const plain = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
    this.text = plain.startsWith("\uFEFF") ? plain.slice(1) : plain;
    this.#lexer = lexer;
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
