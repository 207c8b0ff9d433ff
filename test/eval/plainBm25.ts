import type { Hit, RankingSystem } from "./ranking.ts";

/** A text that can be found as a whole. */
export interface PlainDocument extends Hit {
  readonly text: string;
}

const k1 = 1.2;
const b = 0.75;

/**
 * BM25 as in a textbook (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009; k1 1.2, b 0.75), the
 * yardstick of the tables: words as they stand, without stems, fields or anything else of ours. Identifiers count whole
 * and by their parts.
 */
export function plainBm25(documents: readonly PlainDocument[], name = "plain BM25"): RankingSystem {
  const postings = new Map<string, { readonly at: number; readonly count: number }[]>();
  const lengths: number[] = [];
  for (const [at, document] of documents.entries()) {
    const counts = countWords(`${document.path ?? ""} ${document.title} ${document.text}`);
    let length = 0;
    for (const [word, count] of counts) {
      length += count;
      const list = postings.get(word);
      if (list === undefined) postings.set(word, [{ at, count }]);
      else list.push({ at, count });
    }
    lengths.push(length);
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    name,
    async rank(question, limit) {
      const scores = new Map<number, number>();
      for (const word of countWords(question).keys()) {
        const list = postings.get(word) ?? [];
        const rarity = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
        for (const { at, count } of list) {
          const norm = k1 * (1 - b + (b * (lengths[at] ?? 0)) / meanLength);
          scores.set(at, (scores.get(at) ?? 0) + (rarity * count * (k1 + 1)) / (count + norm));
        }
      }
      const best = [...scores].toSorted(([x, a], [y, c]) => c - a || x - y).slice(0, limit);
      return best.flatMap(([at]) => documents[at] ?? []);
    },
  };
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (word: string): void => {
    if (word.length > 1 && word.length < 40) counts.set(word, (counts.get(word) ?? 0) + 1);
  };
  for (const [word] of text.matchAll(/[A-Za-z0-9_]+/g)) {
    add(word.toLowerCase());
    const parts = word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
    if (parts.length > 1) for (const part of parts) add(part.toLowerCase());
  }
  return counts;
}
