import type { Endpoint } from "../../base/egress/endpoint.ts";
import { readEndpoint } from "../../base/egress/endpoint.ts";
import { WhenceError } from "../../base/errors.ts";
import { serverModelPrefix } from "../../model/embedding.ts";

/** Which model of which server makes vectors, and how it is asked. */
export interface OpenAiOptions {
  readonly endpoint: Endpoint;
  /** Address below which `/embeddings` lies; of an Azure resource where `azureApiVersion` is given. */
  readonly baseUrl: string;
  readonly model: string;
  /** Numbers per vector; 0: what the model gives by itself. */
  readonly dimensions: number;
  readonly batchSize: number;
  readonly concurrency: number;
  /** Longer texts are cut, by `estimateTokens`. */
  readonly maxInputTokens: number;
  /** Empty: no Azure deployment. */
  readonly azureApiVersion: string;
  /** Absent for servers that want none. */
  readonly apiKey?: string;
}

/** Values as settings and environment give them. */
export interface OpenAiSettings extends Omit<OpenAiOptions, "endpoint" | "apiKey"> {
  readonly apiKey?: string | undefined;
}

/** Checks and completes the settings. Throws `badInput` for what cannot work. */
export function openAiOptions({ apiKey, ...settings }: OpenAiSettings): OpenAiOptions {
  if (settings.baseUrl === "") {
    throw wrong(
      "whence.embedding.baseUrl",
      "is missing: name the embeddings server, such as http://localhost:11434/v1 for Ollama",
    );
  }
  const { href, ...endpoint } = readEndpoint(settings.baseUrl, "whence.embedding.baseUrl");
  if (settings.model === "") {
    throw wrong(
      "whence.embedding.model",
      `is missing: name a model of ${endpoint.host} that makes embeddings`,
    );
  }
  requireWhole("whence.embedding.batchSize", settings.batchSize, 1, 2048);
  requireWhole("whence.embedding.concurrency", settings.concurrency, 1, 64);
  requireWhole("whence.embedding.maxInputTokens", settings.maxInputTokens, 16, 1_000_000);
  requireWhole("whence.embedding.dimensions", settings.dimensions, 0, 65_536);
  const key = apiKey?.trim() ?? "";
  if (/[^\x21-\x7e]/.test(key)) {
    throw wrong("WHENCE_EMBEDDING_API_KEY", "holds characters that no key has: copy it again");
  }
  return { ...settings, endpoint, baseUrl: href, ...(key === "" ? {} : { apiKey: key }) };
}

/** Id under which vectors are kept: two servers, models or sizes are never mixed. */
export function openAiModelId({ endpoint, model, dimensions }: OpenAiOptions): string {
  return `${serverModelPrefix}${endpoint.host}/${model}${dimensions === 0 ? "" : `@${dimensions}`}`;
}

function requireWhole(setting: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw wrong(setting, `must be a whole number from ${least} to ${most}, not ${value}`);
}

function wrong(setting: string, sentence: string): WhenceError {
  return new WhenceError("badInput", `${setting} ${sentence}.`);
}
