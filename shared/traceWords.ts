import type { TraceEvidence, TraceLink, TraceNode } from "./model/trace.ts";

const kindWords: Readonly<Record<string, string>> = {
  prd: "PRD",
  techSpec: "tech spec",
  pullRequest: "pull request",
};

/** What a node is, as people say it: `PRD`, `story`, `pull request`. */
export function kindWord(kind: string): string {
  return kindWords[kind] ?? kind;
}

const linkWords: Readonly<Record<string, string>> = {
  parentOf: "parent",
  implements: "done for it",
  specifies: "described",
  dependsOn: "dependency",
  mentions: "mentioned",
  contains: "part of it",
  changedBy: "changed for it",
  authored: "written",
  reviewed: "reviewed",
  owns: "owned",
};

const roleWords: Readonly<Record<string, string>> = {
  introduced: "introduced it",
  lastChanged: "changed it last",
  touched: "touched it",
  closes: "closes it",
  implements: "done for it",
  reverts: "reverted",
  notFixed: "named as not fixed",
  quoted: "quoted",
  mentions: "mentioned",
};

const unstatedWords: Readonly<Partial<Record<TraceLink["origin"], string>>> = {
  inferred: "probably for it",
  confirmed: "for it",
  rejected: "not for it",
};

/** What was inferred or decided is told by its words, not by where they stand. */
const reasons: ReadonlySet<string> = new Set([
  "decision",
  "shared terms",
  "shared name",
  "similar meaning",
  "stated neighbours",
  "inferred neighbours",
  "central file",
  "history",
]);

/**
 * How a link is known, for people: `stated in the commit subject of 1a2b3c4`, `inferred, 71 %: shares "refund"`. Origin and
 * confidence are words, so that nothing hangs on colour.
 */
export function linkSentence(link: TraceLink): string {
  const commits = new Set<string>();
  const shown = link.evidence.slice(0, 2).map((evidence) => evidenceWords(evidence, commits));
  const rest = link.evidence.length - shown.length;
  const how = shown.length === 0 ? "" : `: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  return onOneLine(`${linkRole(link)}, ${originWords(link)}${how}`);
}

/** What a link says of the lower end: `introduced it`, `parent`, `probably for it`. */
export function linkRole({ kind, role, origin }: TraceLink): string {
  const stated = roleSentence(role) ?? linkWords[kind] ?? kind;
  return (kind === "implements" ? unstatedWords[origin] : undefined) ?? stated;
}

/** Origin, and how sure it is where that is in question: `stated`, `inferred, 71 %`. */
export function originWords({ origin, confidence }: TraceLink): string {
  const isCertain = origin !== "inferred" && confidence === 1;
  return isCertain ? origin : `${origin}, ${Math.round(confidence * 100)} %`;
}

/** Several roles at once, as of a definition for one story: what it began with and what it ended with say enough. */
function roleSentence(role: string | undefined): string | undefined {
  const roles = role?.split(" ") ?? [];
  const telling = roles.length > 1 ? roles.filter((each) => each !== "touched") : roles;
  return telling.length === 0 ? undefined : telling.map((each) => roleWords[each] ?? each).join(", ");
}

/**
 * What was read and where: `commit subject of 1a2b3c4`, `front matter parent, docs/specs/WH-6.md:5`; a reason by its words. Of
 * lines that a commit wrote the place is left out where the commit is in `named`, to which commits are added.
 */
export function evidenceWords(evidence: TraceEvidence, named: Set<string> = new Set()): string {
  const { found, text, uri, line, commit } = evidence;
  if (reasons.has(found)) return onOneLine(text);
  const hash = /^commit:([0-9a-f]+)$/.exec(uri)?.[1];
  if (hash !== undefined) {
    named.add(hash);
    return `${found} of ${hash.slice(0, 7)}`;
  }
  if (commit !== undefined && named.has(commit)) return found;
  const place = uri.replace(/^(?:repo|extra):/, "");
  const version = commit === undefined ? "" : `@${commit.slice(0, 7)}`;
  return onOneLine(`${found}, ${place}${line === undefined ? "" : `:${line}`}${version}`);
}

/** A node in a line: kind, key, title, status, place or day. */
export function nodeWords(node: TraceNode): string {
  const { kind, key, title, status, path, startLine, endLine, date, author, repository } = node;
  const from = repository === undefined ? "" : `  (in ${repository})`;
  const name = [key, title === key ? "" : title]
    .filter((part) => part !== undefined && part !== "")
    .join("  ");
  const state = status === undefined ? "" : `  [${status}]`;
  if (kind === "commit")
    return onOneLine(`commit ${name}  (${[author, date?.slice(0, 10)].filter(Boolean).join(", ")})${from}`);
  const lines = startLine === undefined ? "" : `:${startLine}-${endLine ?? startLine}`;
  const place = isItem(kind) || path === name ? "" : `  ${path ?? ""}${lines}`.trimEnd();
  if (kind === "symbol" && key !== undefined) return onOneLine(`${title} ${key}${place}${from}`);
  return onOneLine(`${kindWord(kind)} ${name}${state}${place}${from}`);
}

/** True for what people plan and write (story, PRD, page …), false for code and commits. */
export function isItem(kind: string): boolean {
  return !["file", "symbol", "commit", "line"].includes(kind);
}

/** Other people's texts on one line: nothing may break a tree, command a terminal or turn round the direction of reading. */
export function onOneLine(text: string): string {
  return text.replace(/[\n\t]+/g, " ").replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
