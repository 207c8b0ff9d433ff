/** `size` of `values`, the same for the same seed; in the order of `values`. */
export function sampleOf(values: readonly string[], size: number, seed: number): readonly string[] {
  if (size >= values.length) return values;
  const random = randomNumbers(seed);
  // The first places of a Fisher-Yates shuffle.
  const places = values.map((_, place) => place);
  for (let at = 0; at < size; at++) {
    const other = at + Math.floor(random() * (places.length - at));
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  const chosen = places.slice(0, size).toSorted((a, b) => a - b);
  return chosen.flatMap((place) => values[place] ?? []);
}

/** Numbers from 0 to below 1 which depend on the seed alone: mulberry32, public domain, by Tommy Ettinger. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
