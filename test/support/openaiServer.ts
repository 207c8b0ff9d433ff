import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";

/** One request that the server took. */
export interface SeenRequest {
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: EmbeddingsBody;
}

/** Body of `POST /embeddings`: https://platform.openai.com/docs/api-reference/embeddings/create */
export interface EmbeddingsBody {
  readonly model: string;
  readonly input: readonly string[];
  readonly encoding_format?: "float" | "base64";
  readonly dimensions?: number;
}

/** What the server does instead of answering one request. Headers it sets itself go first. */
export type Fault = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** A server on loopback which follows the published interface of OpenAI's embeddings. */
export interface OpenAiServer {
  /** For `whence.embedding.baseUrl`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Every request, faulty ones included. */
  readonly requests: SeenRequest[];
  /** Texts that were embedded, in the order of the answers. */
  readonly embedded: string[];
  /** Faults of the next requests, in order. */
  readonly faults: Fault[];
  /** Numbers per vector; may change while the server runs. */
  dimensions: number;
  /** Texts with more characters are refused, as by a model with a small context. */
  mostCharacters: number;
  /** The only key it takes; none: any or none. */
  key: string | undefined;
  close(): Promise<void>;
}

/** Starts a server; `tls` with the certificate of `test/fixtures/tls`, whose authority is `authorityFile()`. */
export async function startOpenAiServer(options: { readonly tls?: boolean } = {}): Promise<OpenAiServer> {
  const state = { dimensions: 32, mostCharacters: 1_000_000, key: undefined as string | undefined };
  const requests: SeenRequest[] = [];
  const embedded: string[] = [];
  const faults: Fault[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const text = Buffer.concat(pieces).toString();
    const seen = {
      path: request.url ?? "",
      headers: request.headers,
      body: text === "" ? { model: "", input: [] } : JSON.parse(text),
    };
    requests.push(seen);
    const fault = faults.shift();
    if (fault !== undefined) await fault(seen, response);
    if (!response.writableEnded && !response.destroyed) embed(seen, response, state, embedded);
  };
  const handle = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server: Server =
    options.tls === true
      ? createTlsServer({ cert: tlsFile("server.pem"), key: tlsFile("server.key") }, handle)
      : createServer(handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    baseUrl: `${options.tls === true ? "https" : "http"}://localhost:${port}/v1`,
    port,
    requests,
    embedded,
    faults,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** PEM file of the authority that signed the test server's certificate. */
export function authorityFile(): string {
  return path.join(packageRoot(), "test/fixtures/tls/ca.pem");
}

/** Answers with a status and an error as OpenAI words them. */
export function refuse(
  status: number,
  error: { readonly message: string; readonly type?: string; readonly code?: string },
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(
      JSON.stringify({ error: { type: "invalid_request_error", param: null, code: null, ...error } }),
    );
  };
}

/** Answers 200 with this text. */
export function say(text: string, contentType = "application/json"): Fault {
  return (_, response) => {
    response.writeHead(200, { "content-type": contentType });
    response.end(text);
  };
}

/** Closes the connection without an answer. */
export const hangUp: Fault = (_, response) => void response.destroy();

/** The vector that the server gives: equal words, equal parts. */
export function vectorOf(text: string, dimensions: number): number[] {
  const parts = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? ["none"]) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    parts[hash % dimensions] = (parts[hash % dimensions] ?? 0) + 1;
  }
  return parts;
}

function embed(
  { path: asked, headers, body }: SeenRequest,
  response: ServerResponse,
  state: { readonly dimensions: number; readonly mostCharacters: number; readonly key: string | undefined },
  embedded: string[],
): void {
  const given = headers.authorization?.replace("Bearer ", "") ?? headers["api-key"];
  const fail = (status: number, message: string) => {
    void refuse(status, { message })({ path: asked, headers, body }, response);
  };
  if (state.key !== undefined && given !== state.key) {
    fail(401, `Incorrect API key provided: ${given}.`);
    return;
  }
  if (!/\/embeddings(?:\?|$)/.test(asked)) {
    fail(404, `Unknown request URL: POST ${asked}.`);
    return;
  }
  const tooLong = body.input.find((text) => text.length > state.mostCharacters);
  if (tooLong !== undefined) {
    fail(
      400,
      `This model's maximum context length is ${state.mostCharacters} tokens, however you requested ${tooLong.length} tokens.`,
    );
    return;
  }
  const { dimensions = state.dimensions } = body;
  // In another order than asked, because only `index` counts.
  const data = body.input
    .map((text, index) => ({
      object: "embedding",
      index,
      embedding: encoded(vectorOf(text, dimensions), body),
    }))
    .toReversed();
  embedded.push(...body.input);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ object: "list", data, model: body.model, usage: { prompt_tokens: 1, total_tokens: 1 } }),
  );
}

function encoded(vector: readonly number[], body: EmbeddingsBody): readonly number[] | string {
  if (body.encoding_format !== "base64") return vector;
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}

function tlsFile(name: string): string {
  return readFileSync(path.join(packageRoot(), "test/fixtures/tls", name), "utf8");
}
