import { WhenceError } from "../errors.ts";

/** A server that a setting names. Only these are ever reached. */
export interface Endpoint {
  /** Scheme, host and port in canonical form, by which addresses are compared: `https://api.example.com`. */
  readonly origin: string;
  /** Host as people write it, with a port where it is not the usual one: `localhost:11434`. */
  readonly host: string;
}

/**
 * Reads an address as the WHATWG URL standard does: case, punycode, and other spellings of an IP address come out in one
 * form, and a dot at the end is dropped. Throws `badInput` for anything but a plain `http` or `https` address;
 * the sentence names `setting` and never repeats the text, which may hold a password.
 */
export function readEndpoint(text: string, setting: string): Endpoint & { readonly href: string } {
  const url = URL.parse(text.trim());
  const complaint = url === null ? "is no address" : complaintOn(url);
  if (url === null || complaint !== undefined) {
    throw new WhenceError(
      "badInput",
      `${setting} ${complaint}: it takes an address such as https://api.example.com/v1.`,
    );
  }
  return { origin: originOf(url), host: hostOf(url), href: url.href.replace(/\/+$/, "") };
}

/** Canonical scheme, host and port of an address. */
export function originOf(url: URL): string {
  return `${url.protocol}//${hostOf(url)}`;
}

/** Canonical host, with a port where it is not the usual one of the scheme. */
export function hostOf(url: URL): string {
  const port = url.port === "" ? "" : `:${url.port}`;
  return `${url.hostname.replace(/\.$/, "")}${port}`;
}

/** True for addresses of this very machine, which no proxy can reach. */
export function isLoopback(url: URL): boolean {
  return isLoopbackName(url.hostname.replace(/\.$/, ""));
}

/** The same of a canonical host without a port. */
export function isLoopbackName(name: string): boolean {
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(?:\.\d+){3}$/.test(name)
  );
}

function complaintOn(url: URL): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  if (url.username !== "" || url.password !== "") return "must not hold a name or password";
  if (url.search !== "" || url.hash !== "") return "must not hold a query";
  if (url.hostname.replace(/\.$/, "") === "") return "names no host";
  return undefined;
}
