import { AzureOpenAI, OpenAI } from "openai";
import type { EgressFetch } from "../../base/egress/egressDoor.ts";
import type { OpenAiOptions } from "./openaiOptions.ts";

/**
 * The client of the `openai` package, which gets to the network through `send` alone. Everything that it would read from
 * variables of its own is said here; repetition and time-outs are ours.
 */
export function createOpenAiClient(options: OpenAiOptions, send: EgressFetch): OpenAI {
  const { baseUrl, model, azureApiVersion, apiKey } = options;
  // A server that wants no key is sent none.
  const key = apiKey ?? "none";
  const shared = {
    fetch: withPlainHeaders(send),
    maxRetries: 0,
    logLevel: "off" as const,
    organization: null,
    project: null,
  };
  if (azureApiVersion !== "") {
    const baseURL = baseUrl.endsWith("/openai") ? baseUrl : `${baseUrl}/openai`;
    return new AzureOpenAI({
      ...shared,
      baseURL,
      apiVersion: azureApiVersion,
      deployment: model,
      apiKey: key,
    });
  }
  return new OpenAI({
    ...shared,
    baseURL: baseUrl,
    apiKey: key,
    adminAPIKey: null,
    ...(apiKey === undefined ? { defaultHeaders: { authorization: null } } : {}),
  });
}

/** What a request needs. The client adds what it knows of this machine, and what variables of its own name. */
const neededHeaders = ["accept", "content-type", "authorization", "api-key"];

function withPlainHeaders(send: EgressFetch): EgressFetch {
  return (input, init) => {
    const given = new Headers(init?.headers);
    const headers = new Headers({ "user-agent": "whence" });
    for (const name of neededHeaders) {
      const value = given.get(name);
      if (value !== null) headers.set(name, value);
    }
    return send(input, { ...init, headers });
  };
}
