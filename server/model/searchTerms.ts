import { wordStem } from "./wordStem.ts";

/** Longest word that is worth a term; longer ones are encoded data. */
const MAX_WORD_LENGTH = 64;
/** How much of a query is read: enough for a pasted log, little enough that 1 MB costs nothing. */
const MAX_QUERY_CHARACTERS = 50_000;
/** Terms of a query after which more of them only cost time. */
const MAX_QUERY_TERMS = 64;

/**
 * Terms of a text or of code for full-text search, in order and with repetitions: lower case, without accents, English
 * words by their stem. Identifiers give their parts and, where there is more than one part, the whole without
 * separators, so that `getUserName`, `get_user_name` and `get user name` meet. Issue keys (`WH-12`) and hashes stay
 * whole; scripts without spaces between words give pairs of characters.
 */
export function searchTerms(text: string): string[] {
  const terms: string[] = [];
  addWords(text, terms);
  if (text.includes("-")) for (const key of text.match(ISSUE_KEY) ?? []) terms.push(key.toLowerCase());
  return terms;
}

/**
 * Distinct terms of a question in the order of their first use, without words that every text has, at most 64.
 * Where nothing else is left the common words stay. Reads the first 50,000 characters.
 */
export function queryTerms(query: string): string[] {
  const all = [...new Set(searchTerms(query.slice(0, MAX_QUERY_CHARACTERS)))];
  const telling = all.filter((term) => !STOP_WORDS.has(term));
  return (telling.length > 0 ? telling : all).slice(0, MAX_QUERY_TERMS);
}

/** True for a term, as `searchTerms` gives it, that every English text has. */
export function isCommonWord(term: string): boolean {
  return STOP_WORDS.has(term);
}

const ISSUE_KEY = /\b[A-Z][A-Z0-9_]{1,20}-\d{1,9}\b/g;
const HASH = /^(?=.*\d)[0-9a-f]{7,64}$/i;
const ACCENTS = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]\p{Mn}*)\p{Mn}/gu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
/** Parts of an identifier: `HTTPServer2` has `HTTP`, `Server` and `2`. */
const ASCII_PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
/** The same for any script; scripts without case stay whole. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{Lt}\p{M}]+|\p{N}+/gu;

const BLANK = 0;
const LOWER = 1;
const OTHER = 2;
const FOREIGN = 3;
/** What each ASCII character is to a word; a table, for this runs over every character that is indexed. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z]/.test(character) ? LOWER : /[A-Z0-9_$]/.test(character) ? OTHER : BLANK;
});

/** One pass over the characters; twice as fast as a regular expression for all words. */
function addWords(text: string, terms: string[]): void {
  for (let at = 0; at < text.length; at++) {
    let kinds = classAt(text, at);
    if (kinds === BLANK) continue;
    const start = at;
    for (let kind = kinds; kind !== BLANK; kind = classAt(text, at)) {
      if (kind > kinds) kinds = kind;
      at++;
    }
    if (at - start > MAX_WORD_LENGTH) continue;
    const word = text.slice(start, at);
    if (kinds === LOWER) terms.push(wordStem(word));
    else if (kinds === OTHER) addIdentifier(word, ASCII_PART, terms);
    else addForeign(word, terms);
  }
}

function classAt(text: string, at: number): number {
  if (at >= text.length) return BLANK;
  return CLASSES[text.charCodeAt(at)] ?? FOREIGN;
}

function addIdentifier(word: string, part: RegExp, terms: string[]): void {
  if (HASH.test(word)) {
    terms.push(word.toLowerCase());
    return;
  }
  const parts = word.match(part);
  if (parts === null) return;
  for (const each of parts) terms.push(wordStem(each.toLowerCase()));
  if (parts.length > 1) terms.push(wordStem(parts.join("").toLowerCase()));
}

/** A word with characters beyond ASCII, which may as well be punctuation or emoji. */
function addForeign(raw: string, terms: string[]): void {
  for (const word of fold(raw).match(/[\p{L}\p{M}\p{N}_$]+/gu) ?? []) {
    if (UNSPACED.test(word)) addPairs(word.toLowerCase(), terms);
    else addIdentifier(word, PART, terms);
  }
}

/** Without compatibility forms, and without accents where they only decorate a letter (Kana change with theirs). */
function fold(word: string): string {
  return word.normalize("NFKD").replaceAll(ACCENTS, "").normalize("NFKC");
}

function addPairs(word: string, terms: string[]): void {
  const characters = [...word];
  if (characters.length === 1) terms.push(word);
  for (let at = 1; at < characters.length; at++) terms.push(`${characters[at - 1]}${characters[at]}`);
}

const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about after all also am an and any are as at be because been before being between both but by can cannot " +
    "could did do does doing done down each else ever few for from further had has have having he her here hers him " +
    "his how i if in into is it its itself just let me might more most must my no nor not now of off on once only " +
    "or other our ours out over own please really same shall she should so some still such than that the their " +
    "theirs them then there these they this those through to too under until up upon us very was we were what when " +
    "where whether which while who whom whose why will with would yet you your yours"
  )
    .split(" ")
    .map(wordStem),
);
