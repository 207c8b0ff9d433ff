import { WhenceError } from "../base/errors.ts";
import type { Embedder } from "../model/embedding.ts";

/** After a failure the server is left alone for so long, so that each question does not wait for it anew. */
const restMs = 30_000;

/** An embedder for questions that cannot fail, with what went wrong. */
export interface FailsafeEmbedder {
  readonly embedder: Embedder;
  /** The latest failure as a sentence, if any. */
  problem(): string | undefined;
}

/**
 * For questions: where the server does not answer, a question has no direction (a zero vector), so that it is answered
 * by words. Rejects with `cancelled` alone.
 */
export function failsafe(embedder: Embedder, now: () => number = Date.now): FailsafeEmbedder {
  let problem: { readonly sentence: string; readonly atMs: number } | undefined;
  const nothing = (texts: readonly string[]) => texts.map(() => new Float32Array(1));
  return {
    problem: () => problem?.sentence,
    embedder: {
      modelId: embedder.modelId,
      dimensions: embedder.dimensions,
      async embed(texts, signal) {
        if (problem !== undefined && now() - problem.atMs < restMs) return nothing(texts);
        try {
          const vectors = await embedder.embed(texts, signal);
          problem = undefined;
          return vectors;
        } catch (error) {
          if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
          problem = { sentence: error.message, atMs: now() };
          return nothing(texts);
        }
      },
      close: () => embedder.close(),
    },
  };
}
