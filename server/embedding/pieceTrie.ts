/** Roots of the two tries: pieces that start a word, and pieces that continue one (`##` in the vocabulary). */
export const WORD_START = 1;
/** See `WORD_START`. */
export const CONTINUATION = 2;

const FIRST_NODE = 3;
const CAPACITY = 1 << 18;
const MASK = CAPACITY - 1;

/**
 * A vocabulary as a trie in shared memory, one hash table of (parent, code unit): threads that hold it hold the same
 * bytes. A node's number is its slot + `FIRST_NODE`. `rows[slot]` is the piece's row + 1, 0 where no piece ends.
 */
export interface PieceTrie {
  readonly parents: Int32Array<SharedArrayBuffer>;
  readonly codes: Uint16Array<SharedArrayBuffer>;
  readonly rows: Int32Array<SharedArrayBuffer>;
}

/** Builds the trie; a piece's row is its place in the list. */
export function buildPieceTrie(vocabulary: readonly string[]): PieceTrie {
  const trie: PieceTrie = {
    parents: new Int32Array(new SharedArrayBuffer(CAPACITY * 4)),
    codes: new Uint16Array(new SharedArrayBuffer(CAPACITY * 2)),
    rows: new Int32Array(new SharedArrayBuffer(CAPACITY * 4)),
  };
  let nodes = 0;
  for (const [row, piece] of vocabulary.entries()) {
    const continues = piece.startsWith("##") && piece.length > 2;
    let node = continues ? CONTINUATION : WORD_START;
    for (let place = continues ? 2 : 0; place < piece.length; place += 1) {
      const code = piece.charCodeAt(place);
      const slot = slotOf(trie, node, code);
      if (trie.parents[slot] === 0) {
        trie.parents[slot] = node;
        trie.codes[slot] = code;
        nodes += 1;
        if (nodes > CAPACITY * 0.75) throw new RangeError("The vocabulary is too large for the piece trie.");
      }
      node = slot + FIRST_NODE;
    }
    trie.rows[node - FIRST_NODE] = row + 1;
  }
  return trie;
}

/** The child of a node (or root) by a code unit; 0 where there is none. */
export function childOf(trie: PieceTrie, node: number, code: number): number {
  const slot = slotOf(trie, node, code);
  return trie.parents[slot] === 0 ? 0 : slot + FIRST_NODE;
}

/** Row of the piece that ends at a node, -1 where none does. */
export function rowAt(trie: PieceTrie, node: number): number {
  return (trie.rows[node - FIRST_NODE] ?? 0) - 1;
}

/** The slot that holds this child, or the empty one where it belongs. */
function slotOf(trie: PieceTrie, node: number, code: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  hash ^= hash >>> 15;
  let slot = hash & MASK;
  while (trie.parents[slot] !== 0 && (trie.parents[slot] !== node || trie.codes[slot] !== code)) {
    slot = (slot + 1) & MASK;
  }
  return slot;
}
