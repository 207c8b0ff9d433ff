import { WhenceError } from "../../base/errors.ts";
import type { OpenAiOptions } from "./openaiOptions.ts";

/**
 * Reads the vectors of an answer of `POST /embeddings` (https://platform.openai.com/docs/api-reference/embeddings), one
 * per text in the order of the texts, L2-normalised. Numbers may come as JSON or as base64 of little-endian floats.
 * Throws `serviceFailed` for anything that is not exactly one usable vector per text.
 */
export function readEmbeddings(
  answer: unknown,
  count: number,
  options: OpenAiOptions,
): readonly Float32Array[] {
  const { host } = options.endpoint;
  const fail = (sentence: string) =>
    new WhenceError("serviceFailed", `${sentence}: check whence.embedding.model and the server's log.`);
  const data = (answer as { data?: unknown } | null | undefined)?.data;
  if (!Array.isArray(data)) {
    const sentence = `${host} answers with something else than embeddings: check that whence.embedding.baseUrl is the address of its API, often one that ends in /v1.`;
    throw new WhenceError("serviceFailed", sentence);
  }
  if (data.length !== count) throw fail(`${host} gave ${data.length} vectors for ${count} texts`);
  const vectors: (Float32Array | undefined)[] = new Array(count).fill(undefined);
  for (const [place, row] of data.entries()) {
    const { index = place, embedding } = (row ?? {}) as { index?: number; embedding?: unknown };
    if (!Number.isInteger(index) || index < 0 || index >= count || vectors[index] !== undefined) {
      throw fail(`${host} does not say which vector belongs to which text`);
    }
    const vector = normalised(decode(embedding));
    if (vector === undefined) {
      throw fail(
        `${host} gave a vector for "${options.model}" that is empty, all zeros or not made of numbers`,
      );
    }
    vectors[index] = vector;
  }
  return vectors.filter((vector) => vector !== undefined);
}

function decode(embedding: unknown): Float32Array {
  if (Array.isArray(embedding)) return Float32Array.from(embedding, Number);
  if (typeof embedding !== "string") return new Float32Array();
  const bytes = Buffer.from(embedding, "base64");
  const numbers = new Float32Array(Math.floor(bytes.byteLength / 4));
  for (let at = 0; at < numbers.length; at++) numbers[at] = bytes.readFloatLE(at * 4);
  return numbers;
}

/** Nothing where there is no direction. */
function normalised(vector: Float32Array): Float32Array | undefined {
  let sum = 0;
  for (const part of vector) sum += part * part;
  const length = Math.sqrt(sum);
  if (!Number.isFinite(length) || length === 0) return undefined;
  return vector.map((part) => part / length);
}
