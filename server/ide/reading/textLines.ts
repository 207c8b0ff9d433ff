/** Where the lines of a text begin. */
export class TextLines {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** How many there are; the last may be empty. */
  get count(): number {
    return this.#starts.length;
  }

  /** Offset of a place, lines from 1; places outside of the text are moved into it. */
  offsetAt(line: number, column: number): number {
    const start = this.startOf(line);
    return Math.min(Math.max(start, start + column), this.endOf(line));
  }

  /** Offset of the first sign of a line. */
  startOf(line: number): number {
    const last = this.#starts.length;
    return this.#starts[Math.min(Math.max(line, 1), last) - 1] ?? 0;
  }

  /** Offset of the end of a line, before its line end. */
  endOf(line: number): number {
    const next = this.#starts[Math.max(line, 1)];
    return next === undefined ? this.text.length : next - 1;
  }

  /** Line of an offset, from 1. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The line without its end. */
  line(line: number): string {
    return this.text.slice(this.startOf(line), this.endOf(line));
  }
}

/** A word of code: its offsets in the text, end exclusive. */
export interface TextWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** The name at an offset, also right behind it; undefined where none is. */
export function wordAt(text: string, offset: number): TextWord | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && isNamePart(text.charAt(start - 1)) && offset - start < longestWord) start--;
  while (end < text.length && isNamePart(text.charAt(end)) && end - offset < longestWord) end++;
  const word = text.slice(start, end);
  if (word === "" || /^\d/.test(word) || word.length >= longestWord) return undefined;
  return { word, start, end };
}

const longestWord = 200;

/** True for a sign of a name; `#` begins private names of JavaScript and is none. */
export function isNamePart(sign: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(sign);
}
