import { posix } from "node:path";

/**
 * Says whether a file is known to carry secrets, by its path alone, so that it is never opened. Gives the part of the
 * name that decided, for people; undefined for other files. Names are compared without regard to case.
 */
export function secretBearing(path: string): string | undefined {
  const folders = posix.dirname(path).toLowerCase().split("/");
  const folder = folders.find((name) => SECRET_FOLDERS.has(name));
  if (folder !== undefined) return `it lies in ${folder}/, where secrets are kept`;
  const name = posix.basename(path).toLowerCase();
  if (isEnvironmentFile(name)) return "environment files carry secrets";
  if (SECRET_NAMES.has(name)) return `files named ${name} carry secrets`;
  if (PUBLIC_KEY.test(name)) return undefined;
  return SECRET_PATTERNS.some((pattern) => pattern.test(name))
    ? "files named like this carry secrets"
    : undefined;
}

/** `.env`, `.env.local`, `.envrc`, `production.env`, but not the examples which are meant to be read. */
function isEnvironmentFile(name: string): boolean {
  if (!name.startsWith(".env") && !name.endsWith(".env")) return false;
  return !/(^|[._-])(example|sample|template|dist|defaults?)([._-]|$)/.test(name);
}

const SECRET_FOLDERS = new Set([".ssh", ".gnupg", ".aws", ".azure", ".kube", ".env"]);

const SECRET_NAMES = new Set([
  ".npmrc",
  ".netrc",
  "_netrc",
  ".pypirc",
  ".git-credentials",
  ".htpasswd",
  ".pgpass",
  ".my.cnf",
  ".s3cfg",
  ".boto",
  ".dockercfg",
  ".dockerconfigjson",
  ".vault-token",
  ".vault_pass",
  ".vault-pass",
  "credentials",
  "credentials.json",
  "credentials.xml",
  "kubeconfig",
  "secrets.json",
  "secrets.yml",
  "secrets.yaml",
  "secrets.toml",
  "local.settings.json",
]);

const PUBLIC_KEY = /\.pub$/;

const SECRET_PATTERNS = [
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /\.(pem|key|p12|pfx|p8|jks|keystore|bks|ppk|kdbx?|ovpn|gpg|tfstate|tfvars)$/,
  /\.tfstate\.backup$/,
  /^(gcp-|google-)?service[-_.]?account.*\.json$/,
  /^client[-_]secrets?.*\.json$/,
  /[-_.]credentials\.json$/,
  /[-_.]adminsdk[-_.].*\.json$/,
];
