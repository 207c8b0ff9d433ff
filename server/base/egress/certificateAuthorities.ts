import { readFileSync } from "node:fs";
import tls from "node:tls";
import { WhenceError } from "../errors.ts";

/** Where further certificate authorities are named. */
export interface CertificatePlaces {
  /** PEM file of the setting `whence.network.caFile`; empty: none. */
  readonly caFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What decides whether a server's certificate is trusted: Node's own authorities, those of the system unless
 * `NODE_USE_SYSTEM_CA` is 0, those of `NODE_EXTRA_CA_CERTS`, and those of the setting. Throws `badInput` for a file of the setting that holds none.
 */
export function trustedAuthorities(places: CertificatePlaces): tls.SecureContext {
  const authorities = [...nodeAuthorities(places.environment), ...systemAuthorities(places.environment)];
  if (places.caFile !== "") authorities.push(readAuthorities(places.caFile));
  return tls.createSecureContext({ ca: [...new Set(authorities)] });
}

/** Node takes the extra file by itself, but only from 22.15 on says what its authorities are. */
function nodeAuthorities(environment: CertificatePlaces["environment"]): readonly string[] {
  const known = authoritiesOf("default");
  if (known !== undefined) return known;
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  return [...tls.rootCertificates, ...(extra ? [readAuthorities(extra)] : [])];
}

function systemAuthorities(environment: CertificatePlaces["environment"]): readonly string[] {
  if (environment["NODE_USE_SYSTEM_CA"] === "0") return [];
  try {
    return authoritiesOf("system") ?? [];
  } catch {
    // A system whose list cannot be read still has Node's.
    return [];
  }
}

function authoritiesOf(kind: "default" | "system"): readonly string[] | undefined {
  const list: typeof tls.getCACertificates | undefined = tls.getCACertificates;
  return list?.(kind);
}

function readAuthorities(file: string): string {
  const say = (why: string, cause?: unknown) =>
    new WhenceError(
      "badInput",
      `The certificates in ${file} (whence.network.caFile) cannot be used, ${why}: it takes a PEM file.`,
      { cause },
    );
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw say("because the file cannot be read", error);
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw say("because the file holds none");
  return text;
}
