import type { Requirement } from "../../model/inferredLink.ts";
import { searchTerms } from "../../model/searchTerms.ts";
import { passagesOf } from "./projectTerms.ts";

/** Words that a requirement and code have in common, as the requirement writes them, and where it does. */
export interface SharedWords {
  readonly words: readonly string[];
  /** Completes "shares … with": `acceptance criterion 3`, `the title`, `line 7`. */
  readonly place: string;
}

const mostWords = 4;
const longestPhrase = 3;

/**
 * The passage of the requirement that has most of the given terms, by their weights, with those that it has: words
 * that stand side by side as one. Undefined where no passage has any.
 */
export function sharedWords(
  { title, text, acceptanceCriteria }: Requirement,
  terms: ReadonlyMap<string, number>,
): SharedWords | undefined {
  const criteria = acceptanceCriteria.map((words, at) => ({
    words,
    place: `acceptance criterion ${at + 1}`,
  }));
  const passages = passagesOf(text).map(({ words, line }) => ({ words, place: `line ${line}` }));
  let best: SharedWords | undefined;
  let highest = 0;
  // The first of equals is taken: a criterion says more than a line, and the title more than its own line.
  for (const { words, place } of [...criteria, { words: title, place: "the title" }, ...passages]) {
    const phrases = sharedPhrases(words, terms);
    const weight = phrases.reduce((sum, phrase) => sum + phrase.weight, 0);
    if (weight <= highest * 1.0001) continue;
    highest = weight;
    best = { words: mostTelling(phrases), place };
  }
  return best;
}

interface Phrase {
  readonly words: readonly string[];
  readonly weight: number;
}

/** A word, or a part of an identifier: of `DeleteRefund` only `Refund` may be shared. */
const wordPart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;

/** Each term counts once; only letters and digits of the text come through. */
function sharedPhrases(text: string, terms: ReadonlyMap<string, number>): readonly Phrase[] {
  const seen = new Set<string>();
  const phrases: Phrase[] = [];
  let open: { words: string[]; weight: number } | undefined;
  for (const word of text.match(wordPart) ?? []) {
    const fresh = searchTerms(word).filter((term) => terms.has(term) && !seen.has(term));
    const weight = fresh.reduce((sum, term) => sum + (terms.get(term) ?? 0), 0);
    for (const term of fresh) seen.add(term);
    if (weight === 0) open = undefined;
    else if (open !== undefined && open.words.length < longestPhrase) {
      open.words.push(word);
      open.weight += weight;
    } else {
      open = { words: [word], weight };
      phrases.push(open);
    }
  }
  return phrases;
}

function mostTelling(phrases: readonly Phrase[]): readonly string[] {
  return phrases
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostWords)
    .map(({ words }) => words.join(" "));
}
