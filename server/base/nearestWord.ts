/**
 * The known word that is nearest to a mistyped one, by the fewest insertions, deletions, replacements and swaps of
 * neighbours (optimal string alignment distance); `undefined` where none is near: more than a third of the letters differ.
 * Case does not count, nor what a word is longer where it only goes on (`lim` for `limit`).
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().slice(0, longestCompared);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const isBeginning = wanted.length > 1 && other.startsWith(wanted);
    const distance = isBeginning ? 0.5 : distanceBetween(wanted, other);
    if (distance < bestDistance && distance <= Math.max(1, Math.max(wanted.length, other.length) / 3)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Nobody names an option as long as this; a pasted text must not be compared letter by letter. */
const longestCompared = 64;

function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
