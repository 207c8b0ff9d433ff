import { isLayout, punctuation, type TokenTable } from "./tokenTable.ts";

/** Tokens of a part of a file without those that mean layout: braces, semicolons, commas before a closing bracket. */
export interface TokenRun {
  readonly tokens: Int32Array;
  /** Line of each token, from 0, counted from the first line of the part: equal for a part that only moved. */
  readonly lines: Int32Array;
}

/** Puts a run together, token by token or from parts of another one. */
export class TokenRunBuilder {
  readonly #table: TokenTable;
  #tokens: Int32Array;
  #lines: Int32Array;
  #length = 0;

  /** `expected`: how many tokens there will probably be. */
  constructor(table: TokenTable, expected: number) {
    this.#table = table;
    this.#tokens = new Int32Array(Math.max(16, expected));
    this.#lines = new Int32Array(Math.max(16, expected));
  }

  /** The token so many places from the end, from 1; -1 where there is none. */
  back(places: number): number {
    return this.#length < places ? -1 : (this.#tokens[this.#length - places] ?? -1);
  }

  /** Adds the token of a line, where it is none of layout. */
  push(token: number, line: number): void {
    if (isLayout(token)) return;
    const last = this.back(1);
    const isClosing = token === punctuation.closeRound || token === punctuation.closeSquare;
    if (last === punctuation.comma && isClosing) this.#length--;
    else if (last >= 0 && this.#table.isText(token) && this.#joins(token, last, line)) return;
    this.#add(token, line);
  }

  /** Adds tokens of another run, from `from` up to, but not with, `to`; their lines are moved by `shift`. */
  append(run: TokenRun, from: number, to: number, shift: number): void {
    this.#makeRoom(to - from);
    this.#tokens.set(run.tokens.subarray(from, to), this.#length);
    this.#lines.set(run.lines.subarray(from, to), this.#length);
    if (shift !== 0) {
      for (let at = this.#length; at < this.#length + to - from; at++) {
        this.#lines[at] = (this.#lines[at] ?? 0) + shift;
      }
    }
    this.#length += to - from;
  }

  /** Takes the last token away again. */
  dropLast(): void {
    this.#length--;
  }

  /** What was added; nothing may be added after it. */
  run(): TokenRun {
    return {
      tokens: this.#tokens.subarray(0, this.#length),
      lines: this.#lines.subarray(0, this.#length),
    };
  }

  /** A long text that is written in several pieces is the same text. */
  #joins(token: number, last: number, line: number): boolean {
    const isAdded = last === punctuation.plus;
    const piece = isAdded ? this.back(2) : last;
    if (piece < 0 || !this.#table.isText(piece)) return false;
    if (!isAdded && this.#lines[this.#length - 1] === line) return false;
    this.#length -= isAdded ? 2 : 1;
    this.#add(this.#table.numberOf(this.#table.textOf(piece) + this.#table.textOf(token).slice(1)), line);
    return true;
  }

  #add(token: number, line: number): void {
    this.#makeRoom(1);
    this.#tokens[this.#length] = token;
    this.#lines[this.#length] = line;
    this.#length++;
  }

  #makeRoom(places: number): void {
    const needed = this.#length + places;
    if (needed <= this.#tokens.length) return;
    this.#tokens = grown(this.#tokens, needed);
    this.#lines = grown(this.#lines, needed);
  }
}

function grown(values: Int32Array, needed: number): Int32Array {
  const larger = new Int32Array(Math.max(needed, 2 * values.length));
  larger.set(values);
  return larger;
}
