import { WhenceError } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";

/** The port of Bolt where an address names none. */
const boltPort = 7687;

/** A Neo4j server or cluster that a setting names. Its origin is `bolt://host:port`, or `bolt+s://host:port` where it is encrypted. */
export interface BoltEndpoint extends Endpoint {
  /** Without credentials, as the driver takes it. */
  readonly href: string;
  readonly isEncrypted: boolean;
  /** Members of a cluster, as their servers name themselves. */
  readonly members: readonly BoltMember[];
}

/** Servers that an endpoint may lead on to: one by name, or with `isSuffix` all below a domain. */
export interface BoltMember {
  readonly host: string;
  readonly port: number;
  readonly isSuffix: boolean;
}

/** What a socket is to be opened to. */
export interface BoltTarget {
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
}

/**
 * Reads the address of a Neo4j server: `neo4j://`, `bolt://`, both with `+s` for encryption. Throws `badInput` for anything
 * else; the sentence names `setting` and never repeats the text, which may hold a password.
 */
export function readBoltEndpoint(
  text: string,
  setting: string,
  members: readonly string[] = [],
): BoltEndpoint {
  const say = (complaint: string) =>
    new WhenceError(
      "badInput",
      `${setting} ${complaint}: it takes an address such as neo4j+s://graph.example.com.`,
    );
  const [, scheme = "", rest = ""] = /^\s*([a-z\d+.-]*):\/\/(.*?)\s*$/i.exec(text) ?? [];
  const kind = scheme.toLowerCase();
  if (/^(?:neo4j|bolt)\+ssc$/.test(kind)) {
    throw new WhenceError(
      "badInput",
      `${setting} ends in +ssc, which would trust any certificate: write ${kind.replace("+ssc", "+s")} and name the server's authority in whence.network.caFile.`,
    );
  }
  if (!/^(?:neo4j|bolt)(?:\+s)?$/.test(kind))
    throw say("must begin with neo4j+s://, bolt+s://, neo4j:// or bolt://");
  const url = hostUrl(rest);
  if (url === null) throw say("is no address");
  if (url.username !== "" || url.password !== "") throw say("must not hold a name or password");
  if (url.search !== "" || url.hash !== "" || url.pathname !== "/")
    throw say("must not hold a path or query");
  const isEncrypted = kind.endsWith("+s");
  const target = { host: nameOf(url), port: portOf(url), isEncrypted };
  if (target.host === "") throw say("names no host");
  return {
    origin: boltOrigin(target),
    host: shownHost(target),
    href: `${kind}://${target.host}:${target.port}`,
    isEncrypted,
    members: members.map((member) => readMember(member, setting, isEncrypted)),
  };
}

/** True for an address that names a Neo4j server rather than a web server. */
export function isBoltOrigin(origin: string): boolean {
  return /^bolt(?:\+s)?:/.test(origin);
}

/** Canonical scheme, host and port. */
export function boltOrigin({ host, port, isEncrypted }: BoltTarget): string {
  return `bolt${isEncrypted ? "+s" : ""}://${host}:${port}`;
}

/** The server that an endpoint names. */
export function boltTarget({ origin, isEncrypted }: BoltEndpoint): BoltTarget {
  const [, host = "", port = ""] = /^[^/]*\/\/(.*):(\d+)$/.exec(origin) ?? [];
  return { host, port: Number(port), isEncrypted };
}

/** Host as people write it, with a port where it is not the usual one. */
export function shownHost({ host, port }: Pick<BoltTarget, "host" | "port">): string {
  return port === boltPort ? host : `${host}:${port}`;
}

/** A host and perhaps a port, as people or servers write them, in canonical form; undefined where it is none. */
export function readBoltHost(text: string): { readonly host: string; readonly port: number } | undefined {
  const url = hostUrl(text.trim());
  if (url === null || url.username !== "" || url.pathname !== "/" || url.search !== "") return undefined;
  const host = nameOf(url);
  return host === "" ? undefined : { host, port: portOf(url) };
}

/** True where a setting names this server as a member of that endpoint's cluster, with the same encryption. */
export function isMember(target: BoltTarget, endpoint: BoltEndpoint): boolean {
  return (
    target.isEncrypted === endpoint.isEncrypted &&
    endpoint.members.some(({ host, port, isSuffix }) => {
      if (port !== target.port) return false;
      return isSuffix ? target.host.endsWith(`.${host}`) : target.host === host;
    })
  );
}

/**
 * A star stands for names below a domain of at least two labels, and only where certificates prove names: without
 * encryption whoever answers for a name would be taken for a member.
 */
function readMember(text: string, setting: string, isEncrypted: boolean): BoltMember {
  const isSuffix = text.trim().startsWith("*.");
  const found = readBoltHost(isSuffix ? text.trim().slice(2) : text);
  const isWide = isSuffix && (!isEncrypted || !found?.host.includes("."));
  if (found !== undefined && !found.host.includes("*") && !isWide) return { ...found, isSuffix };
  const sentence = `A member of the cluster of ${setting} is no server: it takes core1.example.com:7687, or *.example.com with an encrypted address.`;
  throw new WhenceError("badInput", sentence);
}

/** The standard makes hosts canonical for a few schemes only; this one has a port which no Neo4j uses. */
function hostUrl(rest: string): URL | null {
  return URL.parse(`ftp://${rest}`);
}

function nameOf(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

function portOf(url: URL): number {
  return url.port === "" ? boltPort : Number(url.port);
}
