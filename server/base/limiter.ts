/**
 * Does `work` for each item, at most `most` at a time. After the first failure no further item is begun; those under way
 * are waited for, and the failure is thrown.
 */
export async function forEachLimited<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  let failure: { readonly error: unknown } | undefined;
  const takeTurns = async () => {
    for (const item of waiting) {
      if (failure !== undefined) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, takeTurns));
  if (failure !== undefined) throw failure.error;
}
