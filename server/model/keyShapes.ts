/** Text that has the shape of an issue key or number, and where it stands. Offsets are UTF-16 units, end exclusive. */
export interface KeyShape {
  /** `WH-12`, `#34`, `owner/name#34`, `!5` (a merge request of GitLab or Azure); `GH-34` is given as `#34`. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds, in order, what is shaped like an issue key: `WH-12`, `#34`, `GH-34`, `owner/name#34`, `group/name!5`, and
 * addresses of issues and pull requests. Not within identifiers, paths and other addresses, and nothing that only looks
 * alike: `UTF-8`, `2026-08`, `CVE-2024-1234`, `#fff`, `step #2`. Whether a key is one of the project is decided later, in
 * `server/linking`. Takes time in proportion to the text.
 */
export function keyShapes(text: string): readonly KeyShape[] {
  const shapes: KeyShape[] = [];
  shape.lastIndex = 0;
  for (let match = shape.exec(text); match !== null; match = shape.exec(text)) {
    const start = match.index;
    const found = match[0];
    const first = found.charAt(0);
    if (first === "h") addAddress(shapes, found, start);
    else if (first === "#" || first === "!") addNumber(shapes, text, found, start);
    else addKey(shapes, text, found, start);
  }
  return shapes;
}

/** True where `keyShapes` may find something; much cheaper than looking. */
export function mayHoldKeys(text: string): boolean {
  return /[A-Z0-9_]-[1-9]|[#!][1-9]|\/(?:issues?|pull|browse|merge_requests)\/|gh-[1-9]/.test(text);
}

/** Project of a key: `WH` of `WH-12`, `#` of `#34`, `owner/name#` of `owner/name#34`, `!` of `!5`. */
export function projectOfKey(key: string): string {
  const sign = /[#!]\d+$/.exec(key);
  return sign === null ? key.slice(0, Math.max(0, key.lastIndexOf("-"))) : key.slice(0, sign.index + 1);
}

/** Number of a key: 12 of `WH-12`. */
export function numberOfKey(key: string): number {
  return Number(/\d+$/.exec(key)?.[0] ?? 0);
}

const shape =
  /https?:\/\/[^\s<>"'`\])}|]+|[A-Z][A-Z0-9_]{1,20}-[1-9]\d{0,8}|[#!][1-9]\d{0,6}|[Gg][Hh]-[1-9]\d{0,6}/g;

function addAddress(shapes: KeyShape[], url: string, start: number): void {
  const end = start + url.length;
  const key = /\/(?:browse|issue)\/([A-Z][A-Z0-9_]{1,20}-[1-9]\d{0,8})(?![\w-])/.exec(url)?.[1];
  const hosted =
    /^https?:\/\/[^/]+\/(.{1,200}?)\/(?:-\/)?(issues|pull|pulls|merge_requests|pull-requests|pullrequest)\/([1-9]\d{0,6})(?![\w-])/.exec(
      url,
    );
  const [, owner = "", kind = "", number = ""] = hosted ?? [];
  if (key !== undefined) shapes.push({ key, start, end });
  else if (owner.includes("/"))
    shapes.push({ key: `${owner}${kind === "merge_requests" ? "!" : "#"}${number}`, start, end });
}

function addKey(shapes: KeyShape[], text: string, found: string, start: number): void {
  const end = start + found.length;
  const before = text.charAt(start - 1);
  const followsKey = before === "/" && shapes.at(-1)?.end === start - 1;
  if (!followsKey && /[\w.$@\\/%-]/.test(before)) return;
  if (!isKeyEnd(text, end)) return;
  const isNumber = /^gh-/i.test(found);
  const prefix = found.slice(0, found.lastIndexOf("-"));
  if (isNumber) shapes.push({ key: `#${found.slice(3)}`, start, end });
  else if (!neverKeys.test(prefix)) shapes.push({ key: found, start, end });
}

/** Not the beginning of a longer number, version, name or path: `CVE-2024-1234`, `GPL-2.0`, `RC-1b`, `WH-12/a.ts`. */
function isKeyEnd(text: string, end: number): boolean {
  const next = text.charAt(end);
  const afterNext = text.charAt(end + 1);
  if (/[\w$@\\]/.test(next)) return false;
  if (next === "." || next === "-") return !/\d/.test(afterNext);
  return next !== "/" || !/[a-z._]/.test(afterNext);
}

/** Names of standards, encodings, algorithms and processors: whatever number follows, they are no issues. */
const neverKeys =
  /^(?:UTF|UCS|ISO|IEC|IEEE|ANSI|ECMA|RFC|BCP|CVE|CWE|GHSA|CAPEC|SHA\d*|MD\d*|CRC|AES|DES|RSA|ECDSA|HMAC|PBKDF2|X86|X64|ARM|ARMV\d|AMD|CP|KOI\d*|EUC|LATIN|WINDOWS|BASE|ASCII|PKCS|FIPS|GMT|UTC|HTTP|TLS|SSL|IPV|L?GPL|AGPL|MPL|EPL|BSD|APACHE|PEP|JEP|JSR|PSR|WCAG|RC|ALPHA|BETA)$/;

function addNumber(shapes: KeyShape[], text: string, found: string, start: number): void {
  const end = start + found.length;
  if (!isKeyEnd(text, end) || (text.charAt(end) === "-" && /\w/.test(text.charAt(end + 1)))) return;
  const lead = text.slice(Math.max(0, start - 100), start);
  const repository = lead.includes("/")
    ? /(?:^|[\s([{,;:"'`<|=])([A-Za-z0-9][\w.-]*(?:\/[\w.-]+)+)$/.exec(lead)?.[1]
    : undefined;
  if (repository !== undefined) {
    shapes.push({ key: `${repository}${found}`, start: start - repository.length, end });
    return;
  }
  // A bare `!5` is an exclamation more often than a merge request.
  if (found.startsWith("!")) return;
  if (/[\w&#\\/.$@%!-]$/.test(lead) && !/\b(?:issues?|pr|bug|ticket|gh|fix(?:es)?)-?$/i.test(lead)) return;
  if (!isCount(lead, start, Number(found.slice(1))) && !isColour(lead, found)) {
    shapes.push({ key: found, start, end });
  }
}

/** The first of a list, or the n-th of something: `#1 reason`, `step #2`, `the stages #2 and #3`. */
function isCount(lead: string, start: number, number: number): boolean {
  if (number < 10 && start > 0) return !saysIssue.test(lead);
  return number < 100 && counted.test(lead);
}

/** What has to stand before a number of one digit: marks that hosts write, or a word. */
const saysIssue =
  /[([]$|\b(?:issues?|bugs?|prs?|pull requests?|tickets?|story|task|(?:hot)?fix(?:e[sd])?|fixing|clos(?:e[sd]?|ing)|resolv(?:e[sd]?|ing)|see|refs?|references|reverts?|implements?|addresses)\b:?\s*$|#\d+(?:,|,? and|\s*&)\s*$/i;

const counted =
  /\b(?:step|attempt|try|part|take|version|reason|option|case|phase|round|note|item|number|test|rule|bullet|point|question|section|chapter|example|figure|table|line|argument|arg|param(?:eter)?|thread|node|cpu|core|worker|server|client|player|build|run|slot|port|frame|pass|problem|solution|approach|the)\s+$/i;

function isColour(lead: string, found: string): boolean {
  return (
    (found.length === 4 || found.length === 7) &&
    /(?:colou?r|fill|stroke|background|border)\W{0,3}$/i.test(lead)
  );
}
