/**
 * The same values in the same order, each made while whoever takes them is busy with the one before. A failure is heard of
 * when its turn comes; whoever stops early ends the source too, once it has made what was asked of it.
 */
export async function* oneAhead<Value>(source: AsyncIterable<Value>): AsyncGenerator<Value> {
  const values = source[Symbol.asyncIterator]();
  let next = values.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = values.next();
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await values.return?.();
  }
}
