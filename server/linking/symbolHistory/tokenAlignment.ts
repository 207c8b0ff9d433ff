import type { TokenTable } from "./tokenTable.ts";

/** Pairs that a table of so many cells may find; longer stretches without a landmark stay unpaired. */
const maxCells = 400_000;

/**
 * Which token of `older` each token of `newer` was, or -1: common ends first, then tokens that each side has once, then
 * the longest common subsequence between these.
 */
export function alignTokens(newer: Int32Array, older: Int32Array, table: TokenTable): Int32Array {
  const pairs = new Int32Array(newer.length).fill(-1);
  let from = 0;
  let to = newer.length;
  let oldTo = older.length;
  while (from < to && from < oldTo && newer[from] === older[from]) pairs[from] = from++;
  while (from < to && from < oldTo && newer[to - 1] === older[oldTo - 1]) pairs[--to] = --oldTo;
  if (from === to || from === oldTo) return pairs;
  align({ newer, older, pairs, ...placesFor(table) }, { from, to, oldFrom: from, oldTo });
  return pairs;
}

/** Kept from one call to the next, since each sets the places that it reads. */
let room = { places: new Int32Array(0), oldPlaces: new Int32Array(0) };

function placesFor({ size }: TokenTable): typeof room {
  if (room.places.length < size) {
    room = { places: new Int32Array(2 * size), oldPlaces: new Int32Array(2 * size) };
  }
  return room;
}

interface Sides {
  readonly newer: Int32Array;
  readonly older: Int32Array;
  readonly pairs: Int32Array;
  /** Room for the place of each token on either side. */
  readonly places: Int32Array;
  readonly oldPlaces: Int32Array;
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
  const { newer, older, places, oldPlaces } = sides;
  // A place of 0 is none, one below 0 that of a token which stands there twice.
  for (let at = from; at < to; at++) places[newer[at] ?? 0] = oldPlaces[newer[at] ?? 0] = 0;
  for (let at = oldFrom; at < oldTo; at++) places[older[at] ?? 0] = oldPlaces[older[at] ?? 0] = 0;
  notePlaces(newer, from, to, places);
  notePlaces(older, oldFrom, oldTo, oldPlaces);
  const pairs: [number, number][] = [];
  for (let at = from; at < to; at++) {
    const token = newer[at] ?? 0;
    const oldPlace = oldPlaces[token] ?? 0;
    if ((places[token] ?? 0) > 0 && oldPlace > 0) pairs.push([at, oldPlace - 1]);
  }
  return longestRising(pairs);
}

function notePlaces(tokens: Int32Array, from: number, to: number, places: Int32Array): void {
  for (let at = from; at < to; at++) {
    const token = tokens[at] ?? 0;
    places[token] = places[token] === 0 ? at + 1 : -1;
  }
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

/** Kept from one call to the next; no subsequence of so few cells is longer than its numbers can say. */
const table = new Uint16Array(2 * maxCells);

function longestCommon({ newer, older, pairs }: Sides, { from, to, oldFrom, oldTo }: Stretch): void {
  const rows = to - from;
  const width = oldTo - oldFrom + 1;
  table.fill(0, rows * width, (rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    const token = newer[from + row];
    let right = 0;
    let belowRight = table[(row + 1) * width + width - 1] ?? 0;
    table[row * width + width - 1] = 0;
    for (let column = width - 2; column >= 0; column--) {
      const below = table[(row + 1) * width + column] ?? 0;
      right = token === older[oldFrom + column] ? belowRight + 1 : Math.max(below, right);
      table[row * width + column] = right;
      belowRight = below;
    }
  }
  for (let row = 0, column = 0; row < rows && column < width - 1; ) {
    if (newer[from + row] === older[oldFrom + column]) pairs[from + row++] = oldFrom + column++;
    else if ((table[(row + 1) * width + column] ?? 0) >= (table[row * width + column + 1] ?? 0)) row++;
    else column++;
  }
}
