/** Words, names and sentences by chance, the same ones for the same seed. */
export class SeededWords {
  #state: number;
  readonly #made: readonly string[];

  constructor(seed: number) {
    this.#state = seed;
    this.#made = Array.from({ length: 4_000 }, () => this.#madeWord());
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /** One of these. */
  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Common words often, made-up ones else, as names in code are. */
  word(): string {
    if (this.#next() < 0.6) return this.pick(common);
    // Squared, so that some are frequent and many are rare.
    return this.#made[Math.floor(this.#next() ** 2 * this.#made.length)] ?? common[0];
  }

  /** `readCachedIndex`; with `Upper` at the start where `isType`. */
  name(parts: number, isType = false): string {
    const words = Array.from({ length: parts }, () => this.word());
    const camel = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
    return isType ? camel : `${camel.charAt(0).toLowerCase()}${camel.slice(1)}`;
  }

  /** Five to fourteen words. */
  sentence(): string {
    const words = Array.from({ length: 5 + this.below(10) }, () => this.word());
    return `${words.join(" ")}.`.replace(/^./, (letter) => letter.toUpperCase());
  }

  /** So many sentences on lines of their own. */
  paragraph(sentences: number): string {
    return Array.from({ length: sentences }, () => this.sentence()).join("\n");
  }

  /** Around `median`, seldom several times as much, as sizes of files are. */
  size(median: number): number {
    const bell = this.#next() + this.#next() + this.#next() - 1.5;
    return Math.max(1, Math.round(median * Math.exp(bell * 1.6)));
  }

  /** Mulberry32: small, fast and good enough for filling files. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  #madeWord(): string {
    const syllables = 2 + this.below(3);
    return Array.from({ length: syllables }, () => `${this.pick(onsets)}${this.pick(vowels)}`).join("");
  }
}

const onsets = [
  "b",
  "br",
  "d",
  "dr",
  "f",
  "g",
  "gl",
  "k",
  "l",
  "m",
  "n",
  "p",
  "qu",
  "r",
  "s",
  "st",
  "t",
  "v",
  "z",
] as const;
const vowels = ["a", "e", "i", "o", "u", "ai", "or", "en", "il"] as const;
const common = (
  "index read write cache file path request response handler value key node tree parse token user session config " +
  "option state event listener queue worker task result error message buffer stream chunk page row column table " +
  "query filter sort merge split join load save open close start stop create remove update find list map set count " +
  "size limit offset range begin end left right parent child root name type kind version date time retry lock commit"
).split(" ") as unknown as readonly [string, ...string[]];
