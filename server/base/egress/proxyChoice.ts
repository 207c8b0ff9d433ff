import { WhenceError } from "../errors.ts";
import { isLoopback } from "./endpoint.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address by the custom of curl: `https_proxy` or `http_proxy` after the scheme of the address, small
 * letters before capitals, except for hosts in `no_proxy` (`*`; a name, which stands for its subdomains too; a name with
 * a port). This machine itself is never reached through a proxy. Throws `badInput` for a proxy that is no HTTP proxy.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (isLoopback(url) || isExempt(url, first(environment, "no_proxy") ?? "")) return undefined;
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  const text = first(environment, name);
  if (text === undefined) return undefined;
  const proxy = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (proxy === null || !["http:", "https:"].includes(proxy.protocol) || proxy.hostname === "") {
    const sentence = `${name.toUpperCase()} is no address of an HTTP proxy: it takes one such as http://proxy.example.com:8080.`;
    throw new WhenceError("badInput", sentence);
  }
  return proxy;
}

function first(environment: Environment, name: string): string | undefined {
  return environment[name] || environment[name.toUpperCase()] || undefined;
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/\.$/, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .split(/[,\s]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, written = "", wantedPort] = /^(.*?)(?::(\d+))?$/.exec(withBrackets(entry.toLowerCase())) ?? [];
      const name = written.replace(/^\*?\./, "");
      if (wantedPort !== undefined && wantedPort !== port) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}

/** In lists IPv6 addresses stand as they are; in addresses they have brackets. */
function withBrackets(entry: string): string {
  return /^[\da-f]*:[\da-f:.]*:[\da-f:.]*$/.test(entry) ? `[${entry}]` : entry;
}
