/** How a body came to its end: all of it was read, it failed, or (with neither) its reader stopped early. */
export interface BodyEnd {
  readonly bytes: number;
  readonly complete: boolean;
  readonly error?: unknown;
}

/** What a measured body is held to. */
export interface BodyLimits {
  readonly mostBytes: number;
  /** Error for a body with more than that. */
  readonly tooLong: () => Error;
  /** Rejects when nobody wants the rest any more. */
  readonly stopped: Promise<never>;
  /** Makes a sentence of what broke the body. */
  readonly explain: (error: unknown) => unknown;
}

/** Passes a body on while it counts its bytes, and calls `ended` once. */
export function measuredBody(
  body: ReadableStream<Uint8Array>,
  limits: BodyLimits,
  ended: (end: BodyEnd) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  const stop = (cause: unknown): never => {
    reader.cancel(cause).catch(() => undefined);
    return fail(cause);
  };
  const fail = (cause: unknown): never => {
    const error = limits.explain(cause);
    ended({ bytes, complete: false, error });
    throw error;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await Promise.race([reader.read(), limits.stopped]).catch(stop);
      if (done) {
        ended({ bytes, complete: true });
        controller.close();
        return;
      }
      bytes += value.byteLength;
      if (bytes > limits.mostBytes) {
        await reader.cancel().catch(() => undefined);
        fail(limits.tooLong());
      }
      controller.enqueue(value);
    },
    async cancel(reason) {
      ended({ bytes, complete: false });
      await reader.cancel(reason);
    },
  });
}
