/** Ranks count from 1; `undefined` where nothing relevant was found. */
export type Rank = number | undefined;

/** Share of questions whose first relevant result stands among the first `k`. */
export function recallAt(ranks: readonly Rank[], k: number): number {
  return share(ranks.filter((rank) => rank !== undefined && rank <= k).length, ranks.length);
}

/** Mean of 1 / rank of the first relevant result, 0 where there is none. */
export function meanReciprocalRank(ranks: readonly Rank[]): number {
  return mean(ranks.map((rank) => (rank === undefined ? 0 : 1 / rank)));
}

/** NDCG at `k` where each question has exactly one relevant result: 1 / log2(rank + 1). */
export function ndcgOfOneAt(ranks: readonly Rank[], k: number): number {
  return mean(ranks.map((rank) => (rank === undefined || rank > k ? 0 : 1 / Math.log2(rank + 1))));
}

/** Rank of the first item for which `isRelevant` holds. */
export function rankOf<T>(items: readonly T[], isRelevant: (item: T) => boolean): Rank {
  const at = items.findIndex(isRelevant);
  return at === -1 ? undefined : at + 1;
}

/** Arithmetic mean; 0 of nothing. */
export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/**
 * Mean of the differences of two systems on the same questions, and its standard error: a mean of less than twice that
 * may be chance.
 */
export function pairedDifference(
  ours: readonly number[],
  theirs: readonly number[],
): { readonly difference: number; readonly error: number } {
  const differences = ours.map((value, at) => value - (theirs[at] ?? 0));
  const difference = mean(differences);
  const squares = differences.map((value) => (value - difference) ** 2);
  const degrees = Math.max(1, differences.length - 1);
  return { difference, error: Math.sqrt(mean(squares) / degrees) };
}

/** A part of a whole, 0 to 1; 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
