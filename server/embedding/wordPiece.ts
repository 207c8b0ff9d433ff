import { CONTINUATION, childOf, type PieceTrie, rowAt, WORD_START } from "./pieceTrie.ts";
import { CharClass, classOf, lowerOf, withoutAccents, wordEnd } from "./wordBorders.ts";

/** Longer words (hashes, encoded data) give no pieces, as in BERT. */
const MAX_WORD_LENGTH = 100;

/**
 * BERT's uncased word pieces (greedy longest match) of a text, as rows of the vocabulary, with three changes because
 * code is embedded: identifiers are split at case and digit borders first, punctuation and symbols are dropped, and a
 * word that the vocabulary cannot spell gives nothing. Fills `into` until it is full; returns how many rows it wrote.
 */
export function wordPieces(trie: PieceTrie, text: string, into: Int32Array): number {
  const plain = withoutAccents(text);
  let count = 0;
  let place = 0;
  while (place < plain.length && count < into.length) {
    if (classOf(plain.charCodeAt(place)) === CharClass.separator) {
      place += 1;
      continue;
    }
    const end = wordEnd(plain, place);
    if (end - place <= MAX_WORD_LENGTH) count = splitWord(trie, plain, place, end, into, count);
    place = end;
  }
  return count;
}

/** Writes the pieces of one word; takes them back when the word cannot be spelled to its end. */
function splitWord(
  trie: PieceTrie,
  text: string,
  start: number,
  end: number,
  into: Int32Array,
  before: number,
): number {
  let count = before;
  let place = start;
  while (place < end) {
    let node = place === start ? WORD_START : CONTINUATION;
    let row = -1;
    let next = place;
    for (let scan = place; scan < end; scan += 1) {
      node = childOf(trie, node, lowerOf(text.charCodeAt(scan)));
      if (node === 0) break;
      const found = rowAt(trie, node);
      if (found >= 0) {
        row = found;
        next = scan + 1;
      }
    }
    if (row < 0) return before;
    if (count < into.length) into[count++] = row;
    place = next;
  }
  return count;
}
