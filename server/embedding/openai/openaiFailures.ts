import { APIConnectionError, APIError, APIUserAbortError } from "openai";
import { cancelledError, WhenceError } from "../../base/errors.ts";
import type { FailureJudgement } from "../../base/retry.ts";
import { retryAfterMs } from "../../base/retry.ts";
import type { OpenAiOptions } from "./openaiOptions.ts";

/** A server repeats this much of a text at most, so more of its message is not shown. */
const messageCharacters = 200;

/** The sentence of a text that the model does not take, because it is too long. */
export function isTooLong(error: unknown): boolean {
  return (
    isRefusal(error) &&
    /context (?:length|window|size)|too (?:long|large|many tokens)|maximum.{0,40}tokens|input length|max_tokens|exceeds?\b/i.test(
      error.message,
    )
  );
}

/** True where the server does not know this field of a request. */
export function isRefusedField(error: unknown, field: "encoding_format" | "dimensions"): boolean {
  const words = field === "dimensions" ? /dimensions|matryoshka/i : /encoding_format|base64/i;
  return isRefusal(error) && words.test(error.message);
}

/** Whether a failure may pass by itself. */
export function judgeFailure(error: unknown, nowMs: number): FailureJudgement {
  const inner = originOf(error);
  if (WhenceError.is(inner)) return { isPassing: inner.reason === "unreachable" };
  if (inner instanceof SyntaxError) return { isPassing: true };
  if (!(inner instanceof APIError) || inner.status === undefined) return { isPassing: false };
  const isPassing =
    inner.status === 408 || inner.status >= 500 || (inner.status === 429 && !isOutOfQuota(inner));
  return { isPassing, waitMs: inner.headers === undefined ? undefined : retryAfterMs(inner.headers, nowMs) };
}

/** A final failure as one sentence that says what to do; `notAllowed`, `unreachable`, `serviceFailed` or `cancelled`. */
export function explainFailure(error: unknown, options: OpenAiOptions): unknown {
  const inner = originOf(error);
  if (WhenceError.is(inner)) return inner;
  if (inner instanceof APIUserAbortError) return cancelledError();
  const { host } = options.endpoint;
  const fail = (sentence: string) =>
    new WhenceError("serviceFailed", sentence, { cause: withoutKey(inner, options) });
  if (inner instanceof SyntaxError) {
    return fail(`The answer of ${host} is broken JSON, again and again: check whence.embedding.baseUrl.`);
  }
  if (!(inner instanceof APIError)) return error;
  if (inner.status === undefined) {
    return new WhenceError("unreachable", `${host} cannot be reached: check that it is running.`, {
      cause: inner,
    });
  }
  return fail(statusSentence(inner, inner.status, options));
}

function statusSentence(error: APIError, status: number, options: OpenAiOptions): string {
  const {
    endpoint: { host },
    model,
    apiKey,
  } = options;
  const message = messageOf(error, options);
  if (status === 401) {
    return apiKey === undefined
      ? `${host} wants a key: set the environment variable WHENCE_EMBEDDING_API_KEY.`
      : `${host} does not accept the key in WHENCE_EMBEDDING_API_KEY: check or renew it.`;
  }
  if (status === 403)
    return `${host} does not let this key use the model "${model}"${message}: ask whoever manages it.`;
  if (status === 404) {
    return `${host} has no model "${model}" at this address${message}: check whence.embedding.model and whence.embedding.baseUrl.`;
  }
  if (isOutOfQuota(error)) {
    return `The account at ${host} has no quota left${message}: add to it and run \`whence index\` again; what was paid for is kept.`;
  }
  if (status === 429) {
    return `${host} asks for more patience than one run has${message}: run \`whence index\` again later, or lower whence.embedding.concurrency; what came is kept.`;
  }
  if (status >= 500) {
    return `${host} failed again and again (${status}${message}): run \`whence index\` again later; what came is kept.`;
  }
  if (status < 400)
    return `${host} redirects (${status}): set whence.embedding.baseUrl to the address itself.`;
  return `${host} refuses the request (${status}${message}): check the model and its settings.`;
}

/** What the server said, as text of others: shortened, on one line, and without the key that some servers repeat. */
function messageOf(error: APIError, { apiKey }: OpenAiOptions): string {
  const body = error.error as { message?: unknown } | string | undefined;
  const said = typeof body === "string" ? body : body?.message;
  if (typeof said !== "string" || said === "") return "";
  const plain = (apiKey === undefined ? said : said.replaceAll(apiKey, "…"))
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const short = plain.length > messageCharacters ? `${plain.slice(0, messageCharacters)}…` : plain;
  return `, "${short.replace(/\.$/, "")}"`;
}

function isOutOfQuota(error: APIError): boolean {
  return error.status === 402 || /insufficient_quota|billing/i.test(`${error.code} ${error.type}`);
}

function isRefusal(error: unknown): error is APIError {
  return error instanceof APIError && [400, 413, 422].includes(Number(error.status));
}

/** The client wraps what the door threw. */
function originOf(error: unknown): unknown {
  return error instanceof APIConnectionError && error.cause !== undefined ? error.cause : error;
}

/** Errors of the client hold the request's answer, which may repeat the key. */
function withoutKey(error: unknown, { apiKey }: OpenAiOptions): unknown {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return apiKey === undefined ? text : text.replaceAll(apiKey, "…");
}
