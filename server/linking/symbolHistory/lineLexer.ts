import { type CommentStyle, commentStyleOf } from "./commentStyle.ts";
import { commonLines } from "./commonLines.ts";
import { isLayout, TokenTable } from "./tokenTable.ts";

/** What a line leaves open for the next: the end of a comment or text of several lines; empty for nothing. */
type OpenEnd = string;

/**
 * The tokens of one line, by their numbers. Braces and semicolons are among them; words of comments begin with `#`, texts with `"`, words
 * of texts that go over several lines with `'`.
 */
export interface LexedLine {
  readonly tokens: readonly number[];
  /** The first of them that is neither brace nor semicolon; which of these stand somewhere is a matter of style. */
  readonly first: number | undefined;
  readonly openEnd: OpenEnd;
}

/**
 * Splits lines of code into tokens without a grammar, so that layout plays no part: white space, the quotes around a
 * text, the marks of a comment. Lines are remembered, because versions of a file share most of them.
 */
export class LineLexer {
  readonly table: TokenTable;
  readonly #comments: CommentStyle;
  /** By what the line before left open, then by line. */
  readonly #known = new Map<OpenEnd, Map<string, LexedLine>>();
  #last: { readonly lines: readonly string[]; readonly lexed: readonly LexedLine[] } | undefined;

  constructor(language: string | undefined, table = new TokenTable()) {
    this.table = table;
    this.#comments = commentStyleOf(language);
  }

  /** Tokens of each line of a text. What it has in common with the text before, from either end, is not read again. */
  lexAll(lines: readonly string[]): readonly LexedLine[] {
    const last = this.#last ?? { lines: [], lexed: [] };
    const { before, after } = commonLines(lines, last.lines);
    const read = last.lexed.slice(0, before);
    const growth = last.lines.length - lines.length;
    let openEnd = read.at(-1)?.openEnd ?? "";
    let at = before;
    for (; at < lines.length; at++) {
      // From here on everything is as it was.
      if (at >= lines.length - after && openEnd === (last.lexed[at + growth - 1]?.openEnd ?? "")) break;
      const line = this.#lex(lines[at] ?? "", openEnd);
      openEnd = line.openEnd;
      read.push(line);
    }
    const all = at < lines.length ? read.concat(last.lexed.slice(at + growth)) : read;
    this.#last = { lines, lexed: all };
    return all;
  }

  /** Tokens of a line, given what the line before left open. */
  #lex(line: string, openEnd: OpenEnd): LexedLine {
    let lines = this.#known.get(openEnd);
    if (lines === undefined) {
      lines = new Map();
      this.#known.set(openEnd, lines);
    }
    let known = lines.get(line);
    if (known === undefined) {
      const { tokens, openEnd: end } = lexLine(line, openEnd, this.#comments);
      const numbers = tokens.map((token) => this.table.numberOf(token));
      known = { tokens: numbers, first: numbers.find((token) => !isLayout(token)), openEnd: end };
      lines.set(line, known);
    }
    return known;
  }
}

/** Tokens as texts, and what the line leaves open. */
interface SplitLine {
  readonly tokens: readonly string[];
  readonly openEnd: OpenEnd;
}

function lexLine(line: string, openEnd: OpenEnd, comments: CommentStyle): SplitLine {
  const tokens: string[] = [];
  let at = 0;
  let open = openEnd;
  while (at < line.length) {
    if (open !== "") {
      const end = line.indexOf(open, at);
      pushWords(
        tokens,
        line.slice(at, end < 0 ? line.length : end),
        open === comments.block?.[1] ? "#" : "'",
      );
      if (end < 0) return { tokens, openEnd: open };
      at = end + open.length;
      open = "";
      continue;
    }
    const rest = line.charAt(at);
    if (rest === " " || rest === "\t") {
      at++;
    } else if (comments.line.some((mark) => line.startsWith(mark, at))) {
      pushWords(tokens, line.slice(at), "#");
      return { tokens, openEnd: "" };
    } else if (comments.block !== undefined && line.startsWith(comments.block[0], at)) {
      open = comments.block[1];
      at += comments.block[0].length;
    } else if (rest === '"' || rest === "'" || rest === "`") {
      const long = comments.longTexts.find((quote) => line.startsWith(quote, at));
      if (long !== undefined) {
        open = long;
        at += long.length;
        continue;
      }
      const end = endOfText(line, at);
      tokens.push(end < 0 ? rest : `"${line.slice(at + 1, end)}`);
      at = end < 0 ? at + 1 : end + 1;
    } else {
      word.lastIndex = at;
      const found = word.exec(line)?.[0] ?? rest;
      if (found.trim() !== "") tokens.push(found);
      at += found.length;
    }
  }
  return { tokens, openEnd: open };
}

const word = /[\p{L}\p{N}_$]+|./suy;
const wordOfProse = /[\p{L}\p{N}_]+/gu;

/** Prose is compared word by word, so that it may be wrapped anew. */
function pushWords(tokens: string[], prose: string, mark: string): void {
  for (const found of prose.match(wordOfProse) ?? []) tokens.push(mark + found);
}

/** Where the quote that opens at `start` is closed on the same line, or -1. */
function endOfText(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}
