/**
 * True where one letter more, less, other, or two neighbours swapped make one word of the other, without regard to case;
 * false for equal words. (Damerau, "A technique for computer detection and correction of spelling errors", 1964.)
 */
export function isOneEditAway(one: string, other: string): boolean {
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const restOfA = a.slice(from);
  const restOfB = b.slice(from);
  if (restOfA.length !== restOfB.length) {
    return restOfA.length > restOfB.length ? restOfA.slice(1) === restOfB : restOfB.slice(1) === restOfA;
  }
  const isSwapped =
    restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0] && restOfA.slice(2) === restOfB.slice(2);
  return isSwapped || restOfA.slice(1) === restOfB.slice(1);
}
