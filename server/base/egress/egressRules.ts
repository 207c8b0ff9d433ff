import type { BoltEndpoint, BoltTarget } from "./boltEndpoint.ts";
import { boltOrigin, isBoltOrigin, isMember, readBoltHost, shownHost } from "./boltEndpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { hostOf, originOf } from "./endpoint.ts";
import type { ExchangeLedger } from "./exchangeLedger.ts";

/** What the user's settings allow. */
export interface EgressRules {
  /** Nothing is sent at all. */
  readonly offline: boolean;
  /** Servers that settings name. */
  readonly endpoints: readonly (Endpoint | BoltEndpoint)[];
  /** Hosts (`host` or `host:port`) that the setting `whence.network.approvedHosts` approves. */
  readonly approvedHosts: readonly string[];
}

/**
 * Why an address may not be reached, as a sentence; nothing where it may. Compared are scheme, host and port in
 * canonical form; what a name resolves to is the resolver's word and not checked, because a company's own servers have
 * private addresses too. The sentence never holds more of the address than its host.
 */
export function refusalOf(
  url: URL | null,
  rules: EgressRules,
  ledger: Pick<ExchangeLedger, "approval">,
): string | undefined {
  if (url === null) return "An address could not be read: check the address of the server in the settings.";
  const host = hostOf(url);
  if (rules.offline) return offlineSentence(host);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return `${host || "A host"} is not reached by ${url.protocol.replace(":", "")}: only https and http are spoken.`;
  }
  if (url.username !== "" || url.password !== "") {
    return `An address of ${host} holds a name or password: keys are given in the environment alone.`;
  }
  const endpoint = rules.endpoints.find(({ origin }) => origin === originOf(url));
  if (endpoint === undefined) return `${host} is not reached, because no setting names it.`;
  if (isApproved(endpoint, rules, ledger)) return undefined;
  return `Nothing was sent to ${host} yet: approve it with \`whence index --yes\` or in the setting whence.network.approvedHosts.`;
}

/**
 * Why no connection of Bolt may be opened to a server, as a sentence; nothing where it may. A cluster names its members
 * itself, so a server that lies, or was told to, could lead anywhere: only members which a setting names too share
 * the approval of their endpoint.
 */
export function boltRefusalOf(
  target: BoltTarget,
  rules: EgressRules,
  ledger: Pick<ExchangeLedger, "approval">,
): string | undefined {
  const host = shownHost(target);
  if (rules.offline) return offlineSentence(host);
  const origin = boltOrigin(target);
  const graphs = rules.endpoints.filter((each): each is BoltEndpoint => "members" in each);
  const named = graphs.find((each) => each.origin === origin);
  const endpoint = named ?? graphs.find((each) => isMember(target, each));
  if (endpoint === undefined) {
    const by =
      graphs.length === 0
        ? ""
        : `, or name it as a member of the cluster if ${graphs[0]?.host} leads there rightly`;
    return `${host} is not reached, because no setting names it: check the address of the team graph${by}.`;
  }
  if (isApproved(endpoint, rules, ledger)) return undefined;
  return `Nothing was sent to ${endpoint.host} yet: approve it with \`whence graph join\` or in the setting whence.network.approvedHosts.`;
}

/** True where a person allowed to send to this server: in the setting, or in an answer that the ledger keeps. */
export function isApproved(
  endpoint: Endpoint,
  rules: Pick<EgressRules, "approvedHosts">,
  ledger: Pick<ExchangeLedger, "approval">,
): boolean {
  const named = rules.approvedHosts.some((host) => isHost(host, endpoint));
  return named || ledger.approval("host", endpoint.origin) !== undefined;
}

/** What is said wherever offline mode keeps something from being sent. */
export function offlineSentence(host: string): string {
  return `Nothing is sent to ${host}, because offline mode is on (--offline, or the setting whence.network.offline).`;
}

/** Exactly one host, however it is spelled; neither `*` nor an address stands for others. */
function isHost(text: string, { origin }: Endpoint): boolean {
  if (isBoltOrigin(origin)) {
    const found = readBoltHost(text);
    return (
      found !== undefined && boltOrigin({ ...found, isEncrypted: origin.startsWith("bolt+s:") }) === origin
    );
  }
  const scheme = origin.slice(0, origin.indexOf(":"));
  const url = URL.parse(`${scheme}://${text.trim()}`);
  return url !== null && url.username === "" && url.pathname === "/" && originOf(url) === origin;
}
