import type { OpenAI } from "openai";
import type { EgressFetch } from "../../base/egress/egressDoor.ts";
import { WhenceError } from "../../base/errors.ts";
import { forEachLimited } from "../../base/limiter.ts";
import type { RetryClock } from "../../base/retry.ts";
import { Retrier, realClock } from "../../base/retry.ts";
import type { Embedder, OnVectors } from "../../model/embedding.ts";
import { readEmbeddings } from "./embeddingsAnswer.ts";
import { createOpenAiClient } from "./openaiClient.ts";
import { explainFailure, isRefusedField, isTooLong, judgeFailure } from "./openaiFailures.ts";
import type { OpenAiOptions } from "./openaiOptions.ts";
import { openAiModelId } from "./openaiOptions.ts";
import { textBatches } from "./textBatches.ts";

/** A text that is shorter and still too long is no fault of its length. */
const shortestCut = 100;

/** What the embedder works with. */
export interface OpenAiEmbedderParts {
  readonly options: OpenAiOptions;
  /** The door's `fetch`: the only way to the network. */
  readonly send: EgressFetch;
  /** Numbers per vector that the model gave before, where that is known. */
  readonly knownDimensions?: number | undefined;
  /** Attempts per request; 1 for a question, which somebody waits for. */
  readonly attempts: number;
  readonly clock?: RetryClock;
  /** Ends the way to the network. */
  readonly close?: () => Promise<void>;
}

/**
 * Makes vectors by a server with the interface of OpenAI. `embed` rejects with `notAllowed`, `unreachable`,
 * `serviceFailed` or `cancelled`, each a sentence; what came before is handed to `onVectors` and not lost.
 */
export class OpenAiEmbedder implements Embedder {
  readonly modelId: string;
  readonly #options: OpenAiOptions;
  readonly #client: OpenAI;
  readonly #retrier: Retrier;
  /** Some servers know only one encoding, or no `dimensions`; then it is left out from there on. */
  #encoding: "base64" | "float" = "base64";
  #asksForDimensions: boolean;
  #dimensions: number;
  readonly #close: (() => Promise<void>) | undefined;

  constructor(parts: OpenAiEmbedderParts) {
    const { options, send, attempts, clock = realClock, knownDimensions = 0, close } = parts;
    this.#close = close;
    this.modelId = openAiModelId(options);
    this.#options = options;
    this.#dimensions = options.dimensions || knownDimensions;
    this.#asksForDimensions = options.dimensions > 0;
    this.#client = createOpenAiClient(options, send);
    const judge = (error: unknown) => judgeFailure(error, clock.now());
    const patience = { firstPauseMs: 500, longestPauseMs: 60_000, longestWaitMs: 600_000 };
    this.#retrier = new Retrier({ attempts, judge, ...patience }, clock);
  }

  get dimensions(): number {
    return this.#dimensions;
  }

  async embed(
    texts: readonly string[],
    signal?: AbortSignal,
    onVectors?: OnVectors,
  ): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = new Array(texts.length);
    try {
      await forEachLimited(textBatches(texts, this.#options), this.#options.concurrency, async (batch) => {
        const part = await this.#embedBatch(batch.texts, signal);
        for (const [place, vector] of part.entries()) vectors[batch.start + place] = vector;
        onVectors?.(batch.start, part);
      });
    } catch (error) {
      throw explainFailure(error, this.#options);
    }
    return vectors;
  }

  async close(): Promise<void> {
    await this.#close?.();
  }

  /** Halves what the server finds too long: first the batch, then the text. */
  async #embedBatch(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    try {
      return await this.#retrier.run(() => this.#request(texts, signal), signal);
    } catch (error) {
      const [first = ""] = texts;
      if (!isTooLong(error) || (texts.length === 1 && first.length < 2 * shortestCut)) throw error;
      if (texts.length === 1) return this.#embedBatch([first.slice(0, first.length / 2)], signal);
      const half = Math.ceil(texts.length / 2);
      const before = await this.#embedBatch(texts.slice(0, half), signal);
      return [...before, ...(await this.#embedBatch(texts.slice(half), signal))];
    }
  }

  async #request(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const { model, dimensions } = this.#options;
    const body = {
      model,
      input: [...texts],
      encoding_format: this.#encoding,
      ...(this.#asksForDimensions ? { dimensions } : {}),
    };
    try {
      const answer = await this.#client.embeddings.create(body, signal === undefined ? {} : { signal });
      return this.#checked(readEmbeddings(answer, texts.length, this.#options));
    } catch (error) {
      if (body.encoding_format === "base64" && isRefusedField(error, "encoding_format"))
        this.#encoding = "float";
      else if (body.dimensions !== undefined && isRefusedField(error, "dimensions"))
        this.#asksForDimensions = false;
      else throw error;
      return this.#request(texts, signal);
    }
  }

  #checked(vectors: readonly Float32Array[]): readonly Float32Array[] {
    for (const { length } of vectors) {
      if (this.#dimensions === 0) this.#dimensions = length;
      if (length !== this.#dimensions) {
        const { endpoint, model } = this.#options;
        throw new WhenceError(
          "serviceFailed",
          changedDimensions(endpoint.host, model, length, this.#dimensions),
        );
      }
    }
    return vectors;
  }
}

/** What is said where a model gives vectors of another size than it did before. */
function changedDimensions(host: string, model: string, now: number, before: number): string {
  return (
    `"${model}" at ${host} gives vectors of ${now} numbers where ${before} were expected: set ` +
    `whence.embedding.dimensions to ${now} to make a new index beside the one in use.`
  );
}
