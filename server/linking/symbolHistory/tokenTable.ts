/** Tokens with a meaning of their own; they have these numbers in every table. */
export const punctuation = {
  openBrace: 0,
  closeBrace: 1,
  semicolon: 2,
  comma: 3,
  openRound: 4,
  closeRound: 5,
  openSquare: 6,
  closeSquare: 7,
  plus: 8,
  equals: 9,
  colon: 10,
} as const;

const punctuationTexts = ["{", "}", ";", ",", "(", ")", "[", "]", "+", "=", ":"];

/**
 * Numbers for tokens, from 0 on. Versions of a file share nearly all of theirs, and numbers are compared and copied in a
 * fraction of the time that texts take. Tokens of different tables mean nothing to each other.
 */
export class TokenTable {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor() {
    for (const text of punctuationTexts) this.numberOf(text);
  }

  /** How many there are. */
  get size(): number {
    return this.#texts.length;
  }

  /** The number of a token; a new one where it was not seen before. */
  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.length;
      this.#numbers.set(text, number);
      this.#texts.push(text);
    }
    return number;
  }

  /** The token behind a number. */
  textOf(token: number): string {
    return this.#texts[token] ?? "";
  }

  /** True for a text between quotes. */
  isText(token: number): boolean {
    return this.textOf(token).startsWith('"');
  }

  /** True for a word of a comment. */
  isComment(token: number): boolean {
    const text = this.textOf(token);
    return text.length > 1 && text.startsWith("#");
  }
}

/** Braces and semicolons, which only lay code out. */
export function isLayout(token: number): boolean {
  return token <= punctuation.semicolon;
}
