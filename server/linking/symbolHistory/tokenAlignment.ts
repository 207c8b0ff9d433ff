/** Pairs that a table of so many cells may find; longer stretches without a landmark stay unpaired. */
const maxCells = 400_000;

/**
 * Which token of `older` each token of `newer` was, or -1: common ends first, then tokens that each side has once, then
 * the longest common subsequence between these.
 */
export function alignTokens(newer: readonly string[], older: readonly string[]): Int32Array {
  const pairs = new Int32Array(newer.length).fill(-1);
  align({ newer, older, pairs }, { from: 0, to: newer.length, oldFrom: 0, oldTo: older.length });
  return pairs;
}

interface Sides {
  readonly newer: readonly string[];
  readonly older: readonly string[];
  readonly pairs: Int32Array;
}

/** Half-open spans on both sides. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly oldFrom: number;
  readonly oldTo: number;
}

function align(sides: Sides, stretch: Stretch): void {
  const { newer, older, pairs } = sides;
  let { from, to, oldFrom, oldTo } = stretch;
  while (from < to && oldFrom < oldTo && newer[from] === older[oldFrom]) pairs[from++] = oldFrom++;
  while (from < to && oldFrom < oldTo && newer[to - 1] === older[oldTo - 1]) pairs[--to] = --oldTo;
  if (from === to || oldFrom === oldTo) return;
  const inner = { from, to, oldFrom, oldTo };
  const landmarks = commonLandmarks(sides, inner);
  if (landmarks.length === 0) {
    if ((to - from) * (oldTo - oldFrom) <= maxCells) longestCommon(sides, inner);
    return;
  }
  for (const [at, oldAt] of landmarks) {
    align(sides, { from, to: at, oldFrom, oldTo: oldAt });
    pairs[at] = oldAt;
    from = at + 1;
    oldFrom = oldAt + 1;
  }
  align(sides, { from, to, oldFrom, oldTo });
}

/** Tokens that stand once on either side, those of them that are in the same order. */
function commonLandmarks(sides: Sides, { from, to, oldFrom, oldTo }: Stretch): [number, number][] {
  const once = placesOfSingles(sides.newer, from, to);
  const oldOnce = placesOfSingles(sides.older, oldFrom, oldTo);
  const pairs: [number, number][] = [];
  for (const [token, at] of once) {
    const oldAt = oldOnce.get(token);
    if (at >= 0 && oldAt !== undefined && oldAt >= 0) pairs.push([at, oldAt]);
  }
  return longestRising(pairs);
}

/** Place of each token that stands there once; -1 for others. In the order of the text. */
function placesOfSingles(tokens: readonly string[], from: number, to: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = from; at < to; at++) {
    const token = tokens[at] ?? "";
    places.set(token, places.has(token) ? -1 : at);
  }
  return places;
}

/** The longest part of `pairs`, which rise on the left, that rises on the right too. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, right]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < right) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  }
  const rising: [number, number][] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}

function longestCommon({ newer, older, pairs }: Sides, { from, to, oldFrom, oldTo }: Stretch): void {
  const width = oldTo - oldFrom + 1;
  const table = new Uint32Array((to - from + 1) * width);
  for (let row = to - from - 1; row >= 0; row--) {
    for (let column = width - 2; column >= 0; column--) {
      const isSame = newer[from + row] === older[oldFrom + column];
      const below = table[(row + 1) * width + column] ?? 0;
      const right = table[row * width + column + 1] ?? 0;
      table[row * width + column] = isSame
        ? (table[(row + 1) * width + column + 1] ?? 0) + 1
        : Math.max(below, right);
    }
  }
  for (let row = 0, column = 0; row < to - from && column < width - 1; ) {
    if (newer[from + row] === older[oldFrom + column]) pairs[from + row++] = oldFrom + column++;
    else if ((table[(row + 1) * width + column] ?? 0) >= (table[row * width + column + 1] ?? 0)) row++;
    else column++;
  }
}
