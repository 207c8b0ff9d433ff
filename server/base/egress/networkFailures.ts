import { WhenceError } from "../errors.ts";

/** What was tried when the network failed. */
export interface FailedAttempt {
  /** Host with a port where it is not the usual one. */
  readonly host: string;
  /** Host of the proxy in between. */
  readonly via?: string | undefined;
  /** Time that was given. */
  readonly timeoutMs: number;
}

/**
 * A sentence for what went wrong below HTTP: `notAllowed` where a certificate is not trusted, which no repetition
 * mends, else `unreachable`. It holds neither address nor header; the origin is its cause.
 */
export function networkFailure(error: unknown, { host, via, timeoutMs }: FailedAttempt): WhenceError {
  if (WhenceError.is(error)) return error;
  const { name, code, message } = innermost(error);
  const where = via === undefined ? host : `${host} (through the proxy ${via})`;
  const say = (reason: "unreachable" | "notAllowed", sentence: string) =>
    new WhenceError(reason, sentence, { cause: error });
  if (name === "TimeoutError") {
    const sentence = `${where} did not answer within ${Math.ceil(timeoutMs / 1000)} s: check that it is running and not overloaded.`;
    return say("unreachable", sentence);
  }
  if (code === "CERT_HAS_EXPIRED") {
    const sentence = `The certificate of ${host} has expired: ask whoever runs the server to renew it, and check the clock of this machine.`;
    return say("notAllowed", sentence);
  }
  if (untrusted.test(code)) {
    const sentence = `The certificate of ${host} is not trusted (${code}): name your company's authority in the setting whence.network.caFile or in NODE_EXTRA_CA_CERTS.`;
    return say("notAllowed", sentence);
  }
  const refused = /Proxy response \((\d+)\)/.exec(message)?.[1];
  if (refused !== undefined) {
    const hint =
      refused === "407" ? "it wants a name and password in HTTPS_PROXY" : "check HTTPS_PROXY and NO_PROXY";
    return say("unreachable", `The proxy ${via ?? ""} refused the way to ${host} (${refused}): ${hint}.`);
  }
  const why = reasons[code] ?? (code === "" ? "the connection broke" : code);
  return say(
    "unreachable",
    `${where} cannot be reached (${why}): check the address and that the server is running.`,
  );
}

/** True where no connection came about, so that nothing of what was to be sent has left. */
export function isNeverConnected(error: unknown): boolean {
  const { code, message } = innermost(error);
  return neverConnected.test(code) || message.startsWith("Proxy response");
}

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS/;
const neverConnected = new RegExp(
  `^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$|${untrusted.source}`,
);

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "names cannot be looked up now",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it closed the connection",
  UND_ERR_SOCKET: "it closed the connection",
  EPIPE: "it closed the connection",
  ENETUNREACH: "there is no network",
  EHOSTUNREACH: "there is no way to it",
  ETIMEDOUT: "it does not answer",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
};

function innermost(error: unknown): { name: string; code: string; message: string } {
  let found: unknown = error;
  for (let depth = 0; depth < 5; depth++) {
    const inner = innerOf(found);
    if (inner === undefined) break;
    found = inner;
  }
  const { name, code, message } = (found ?? {}) as { name?: unknown; code?: unknown; message?: unknown };
  return {
    name: String(name ?? ""),
    code: typeof code === "string" ? code : "",
    message: String(message ?? ""),
  };
}

/** A name with several addresses fails with one error for each. */
function innerOf(error: unknown): unknown {
  if (error instanceof AggregateError) return error.errors[0];
  return error instanceof Error ? error.cause : undefined;
}
