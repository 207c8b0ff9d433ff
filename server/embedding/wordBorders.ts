/** What the tokenizer has to know of one UTF-16 code unit. */
export const CharClass = { separator: 1, upper: 2, lower: 3, digit: 4, ideograph: 5 } as const;

const CODE_UNITS = 65_536;
const LOWER_S = 115;
const classes = new Uint8Array(CODE_UNITS);
const lowered = new Uint16Array(CODE_UNITS);

/** Class of a code unit; one of `CharClass`. Halves of surrogate pairs count as separators. */
export function classOf(code: number): number {
  const known = classes[code];
  return known ? known : learn(code);
}

/** The code unit in lower case, itself where lower case would take more than one. */
export function lowerOf(code: number): number {
  if (classes[code] === 0) learn(code);
  return lowered[code] ?? code;
}

/**
 * Text as the borders below expect it: accents off and invisible characters out (BERT's uncased rule), case kept.
 * ASCII text comes back as it is.
 */
export function withoutAccents(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, "");
}

/**
 * Where the word that starts at `start` (no separator) ends. Identifiers end at case and digit borders:
 * `parseHTTPResponse2` is parse, HTTP, Response, 2; plurals of acronyms (`URLs`) stay whole.
 */
export function wordEnd(text: string, start: number): number {
  const first = classOf(text.charCodeAt(start));
  if (first === CharClass.ideograph) return start + 1;
  const end = runEnd(text, start, first);
  if (first !== CharClass.upper || !isLowerAt(text, end)) return end;
  if (text.charCodeAt(end) === LOWER_S && !isLowerAt(text, end + 1)) return end + 1;
  return end - start > 1 ? end - 1 : runEnd(text, end, CharClass.lower);
}

function runEnd(text: string, start: number, wanted: number): number {
  let end = start;
  while (end < text.length && classOf(text.charCodeAt(end)) === wanted) end += 1;
  return end;
}

function isLowerAt(text: string, place: number): boolean {
  return place < text.length && classOf(text.charCodeAt(place)) === CharClass.lower;
}

function learn(code: number): number {
  const char = String.fromCharCode(code);
  const lower = char.toLowerCase();
  lowered[code] = lower.length === 1 ? lower.charCodeAt(0) : code;
  const found = classify(code, char);
  classes[code] = found;
  return found;
}

function classify(code: number, char: string): number {
  if (isIdeograph(code)) return CharClass.ideograph;
  if (/\p{Lu}/u.test(char)) return CharClass.upper;
  if (/[\p{L}\p{M}]/u.test(char)) return CharClass.lower;
  return /\p{N}/u.test(char) ? CharClass.digit : CharClass.separator;
}

function isIdeograph(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0xf900 && code <= 0xfaff)
  );
}
