import type { Dispatcher } from "undici";
import type { CertificatePlaces } from "./certificateAuthorities.ts";
import { trustedAuthorities } from "./certificateAuthorities.ts";
import { hostOf } from "./endpoint.ts";
import { proxyFor } from "./proxyChoice.ts";

const connectTimeoutMs = 10_000;
/** The door has a time-out of its own for the whole exchange; this one must not come first. */
const neverMs = 0;

/** How this machine reaches others: certificate authorities, and proxies from the environment. */
export type NetworkSettings = CertificatePlaces;

/** What goes over the wire. */
export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** What came back; a redirect is an answer like any other. */
export interface WireAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** The way to one server. */
export interface Route {
  /** Host of the proxy in between. */
  readonly via: string | undefined;
  send(request: WireRequest): Promise<WireAnswer>;
}

/** Opens connections, directly or through a proxy, and keeps them for the next exchange. The HTTP library is loaded with the first one. */
export class NetworkRoutes {
  readonly #network: NetworkSettings;
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>();

  constructor(network: NetworkSettings) {
    this.#network = network;
  }

  /** Throws `badInput` for a proxy that cannot be one. Opens nothing yet. */
  routeTo(url: URL): Route {
    const proxy = proxyFor(url, this.#network.environment);
    const key = `${url.protocol} ${proxy?.href ?? ""}`;
    return {
      via: proxy === undefined ? undefined : hostOf(proxy),
      send: async (request) => {
        let dispatcher = this.#dispatchers.get(key);
        if (dispatcher === undefined) {
          dispatcher = this.#open(url.protocol === "https:" || proxy?.protocol === "https:", proxy);
          this.#dispatchers.set(key, dispatcher);
        }
        return send(await dispatcher, request);
      },
    };
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const open = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(
      open.map((dispatcher) =>
        dispatcher.then(
          (opened) => opened.destroy(),
          () => undefined,
        ),
      ),
    );
  }

  async #open(isEncrypted: boolean, proxy: URL | undefined): Promise<Dispatcher> {
    const { Agent, ProxyAgent } = await import("undici");
    const tls = isEncrypted ? { secureContext: trustedAuthorities(this.#network) } : {};
    const connect = { ...tls, timeout: connectTimeoutMs };
    const limits = { headersTimeout: neverMs, bodyTimeout: neverMs };
    if (proxy === undefined) return new Agent({ ...limits, connect });
    return new ProxyAgent({ ...limits, uri: proxy.href, requestTls: connect, proxyTls: connect });
  }
}

async function send(dispatcher: Dispatcher, request: WireRequest): Promise<WireAnswer> {
  const { fetch } = await import("undici");
  const { url, method, headers, body, signal } = request;
  const answer = await fetch(url, {
    method,
    headers: [...headers],
    ...(body.byteLength === 0 ? {} : { body }),
    signal,
    redirect: "manual",
    dispatcher,
  });
  return {
    status: answer.status,
    statusText: answer.statusText,
    headers: answer.headers,
    body: answer.body as ReadableStream<Uint8Array> | null,
  };
}
