import { WhenceError } from "../errors.ts";
import type { BoltTarget } from "./boltEndpoint.ts";
import { shownHost } from "./boltEndpoint.ts";
import type { SocketWish } from "./boltSockets.ts";
import { BoltSockets } from "./boltSockets.ts";
import type { EgressRules } from "./egressRules.ts";
import { boltRefusalOf, refusalOf } from "./egressRules.ts";
import { hostOf, originOf } from "./endpoint.ts";
import type { ExchangeEnd, ExchangeLedger } from "./exchangeLedger.ts";
import { ExchangeRecord } from "./exchangeRecord.ts";
import { ExchangeStop } from "./exchangeStop.ts";
import { measuredBody } from "./measuredBody.ts";
import { isNeverConnected, networkFailure } from "./networkFailures.ts";
import type { NetworkSettings, WireAnswer, WireRequest } from "./networkRoutes.ts";
import { NetworkRoutes } from "./networkRoutes.ts";

const redirectsMost = 5;

/** A function with the signature of the standard's `fetch`. */
export type EgressFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What one kind of exchange is for, and how large and slow it may get. */
export interface EgressPurpose {
  /** Word for the ledger, for example `embeddings`. */
  readonly name: string;
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number;
  /** Of an answer, after decompression. */
  readonly responseBytesMost: number;
  /** How many passages or questions a body holds. */
  readonly countItems?: (body: string) => number | undefined;
}

/** What the door works with. */
export interface EgressDoorParts {
  readonly rules: EgressRules;
  readonly ledger: ExchangeLedger;
  readonly network: NetworkSettings;
  readonly now?: () => Date;
}

/** A request whose address is allowed. */
interface Outgoing extends Omit<WireRequest, "signal"> {
  /** What the caller stops it with. */
  readonly caller: AbortSignal | undefined;
}

/**
 * The one way out. Every socket of Whence is opened here: to a host that a setting names and a person approved, unless
 * offline mode is on, with a row in the ledger that is written before anything is sent.
 */
export class EgressDoor {
  readonly #rules: EgressRules;
  readonly #ledger: ExchangeLedger;
  readonly #routes: NetworkRoutes;
  readonly #bolt: BoltSockets;
  readonly #now: () => Date;

  constructor({ rules, ledger, network, now }: EgressDoorParts) {
    this.#rules = rules;
    this.#ledger = ledger;
    this.#routes = new NetworkRoutes(network);
    this.#now = now ?? (() => new Date());
    this.#bolt = new BoltSockets(ledger, network, this.#now);
  }

  /**
   * A `fetch` for one purpose. Rejects with `notAllowed` where our rules or a certificate forbid the exchange,
   * `unreachable` where the server cannot be reached or is too slow, `serviceFailed` for an answer that is too long or
   * redirects in circles, and as the standard says where the caller's own signal aborts.
   */
  fetchFor(purpose: EgressPurpose): EgressFetch {
    return async (input, init) => {
      const url = URL.parse(input instanceof Request ? input.url : String(input));
      const refusal = refusalOf(url, this.#rules, this.#ledger);
      if (url === null || refusal !== undefined) {
        const method = init?.method ?? (input instanceof Request ? input.method : "GET");
        throw this.#refuse(url, method, purpose, refusal ?? "");
      }
      // The resolver would take a dot at the end for another name than the one that was approved.
      url.hostname = url.hostname.replace(/\.$/, "");
      const request = new Request(input, init);
      const { method, headers } = request;
      const body = new Uint8Array(await request.arrayBuffer());
      const caller = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      return this.#follow({ url, method, headers, body, caller }, purpose);
    };
  }

  /**
   * Opens a connection for Neo4j's driver; an HTTP proxy has no part in it. Throws `notAllowed` where our rules forbid it,
   * and writes that down.
   */
  openBolt(wish: SocketWish): ReturnType<BoltSockets["connect"]> {
    this.checkBolt(wish.target, wish.purpose);
    return this.#bolt.connect(wish);
  }

  /** Throws what `openBolt` would throw, before a name is looked up. */
  checkBolt(target: BoltTarget, purpose: string): void {
    const problem = boltRefusalOf(target, this.#rules, this.#ledger);
    if (problem === undefined) return;
    const start = { host: shownHost(target), purpose, method: "BOLT", bytesOut: 0 };
    new ExchangeRecord(this.#ledger, start, this.#now).end({ outcome: "refused", bytesIn: 0, problem });
    throw new WhenceError("notAllowed", problem);
  }

  /** Ends connections that are kept for a next exchange. */
  async close(): Promise<void> {
    this.#bolt.close();
    await this.#routes.close();
  }

  #refuse(url: URL | null, method: string, purpose: EgressPurpose, problem: string): WhenceError {
    const host = url === null ? "(unreadable)" : hostOf(url);
    const start = { host, purpose: purpose.name, method, bytesOut: 0 };
    new ExchangeRecord(this.#ledger, start, this.#now).end({ outcome: "refused", bytesIn: 0, problem });
    return new WhenceError("notAllowed", problem);
  }

  /** Redirects lead on within one origin only: another would be a host which nobody named. */
  async #follow(first: Outgoing, purpose: EgressPurpose): Promise<Response> {
    const host = hostOf(first.url);
    let { url } = first;
    for (let hops = 0; hops <= redirectsMost; hops++) {
      const response = await this.#exchange({ ...first, url }, purpose);
      const location = redirectOf(response, first.method);
      if (location === undefined) return response;
      await response.arrayBuffer();
      const target = URL.parse(location, url.href);
      if (target === null || originOf(target) !== originOf(url) || target.username !== "") {
        const other = target === null ? "an address that cannot be read" : hostOf(target) || "another place";
        const sentence = `${host} redirects to ${other}, where nothing was sent: check the address of the server.`;
        throw this.#refuse(target, first.method, purpose, sentence);
      }
      url = target;
    }
    throw new WhenceError("serviceFailed", `${host} redirects in circles: check the address of the server.`);
  }

  async #exchange(request: Outgoing, purpose: EgressPurpose): Promise<Response> {
    const { url, method, body } = request;
    const route = this.#routes.routeTo(url);
    const items = purpose.countItems?.(Buffer.from(body).toString());
    const host = hostOf(url);
    const start = {
      host,
      purpose: purpose.name,
      method,
      bytesOut: body.byteLength + Buffer.byteLength(`${url.pathname}${url.search}`),
      ...(items === undefined ? {} : { items }),
      ...(route.via === undefined ? {} : { via: route.via }),
    };
    const record = new ExchangeRecord(this.#ledger, start, this.#now);
    const stop = new ExchangeStop(request.caller, purpose.timeoutMs);
    const explain = (error: unknown): unknown => {
      if (request.caller?.aborted === true) return request.caller.reason;
      return networkFailure(error, { host, via: route.via, timeoutMs: purpose.timeoutMs });
    };
    try {
      const answer = await Promise.race([route.send({ ...request, signal: stop.signal }), stop.stopped]);
      return receive(answer, host, purpose, record, stop, explain);
    } catch (error) {
      stop.release();
      const explained = explain(error);
      record.end({ ...failureOf(explained), bytesIn: 0, nothingSent: isNeverConnected(error) });
      throw explained;
    }
  }
}

/** The answer as the standard's class, with a body that completes the row of the ledger when it has been read. */
function receive(
  { status, statusText, headers, body }: WireAnswer,
  host: string,
  purpose: EgressPurpose,
  record: ExchangeRecord,
  stop: ExchangeStop,
  explain: (error: unknown) => unknown,
): Response {
  const mostBytes = purpose.responseBytesMost;
  const sentence = `The answer of ${host} is longer than ${Math.ceil(mostBytes / 1e6)} MB, more than anything that was asked for: check the address of the server.`;
  const tooLong = () => new WhenceError("serviceFailed", sentence);
  const end = (row: Parameters<ExchangeRecord["end"]>[0]) => {
    stop.release();
    record.end(row);
  };
  if (body === null) end({ outcome: "answered", status, bytesIn: 0 });
  const measured =
    body &&
    measuredBody(
      body,
      { mostBytes, tooLong, explain, stopped: stop.stopped },
      ({ bytes: bytesIn, complete, error }) => {
        const outcome = complete ? { outcome: "answered" as const } : failureOf(error);
        end({ ...outcome, status, bytesIn });
      },
    );
  return new Response(measured, { status, statusText, headers: [...headers] });
}

/** Only what we say ourselves is written down: any other error is a stop that was asked for. */
function failureOf(error: unknown): Pick<ExchangeEnd, "outcome" | "problem"> {
  if (!WhenceError.is(error)) return { outcome: "cancelled" };
  return { outcome: "failed", problem: error.message };
}

/** Where an answer sends us: as the standard says a repeated body only goes along with 307 and 308. */
function redirectOf(response: Response, method: string): string | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
  const keepsMethod = method === "GET" || method === "HEAD" || response.status >= 307;
  return isRedirect && keepsMethod ? (response.headers.get("location") ?? undefined) : undefined;
}
