import type { HoverItem } from "../../../shared/model/hover.ts";
import type { TraceLink, TraceNode } from "../../../shared/model/trace.ts";
import { evidenceWords, kindWord } from "../../../shared/traceWords.ts";

/** One way in which an item is linked to a definition: the link, and the commit or thing that states it. */
export interface LinkedBy {
  readonly link: TraceLink;
  readonly by: TraceNode;
  /** The pull request that the commit is a part of. */
  readonly request?: TraceNode | undefined;
}

/** How an item is known, in short: what people said goes before what was inferred. */
export function originOf(links: readonly LinkedBy[]): HoverItem["origin"] {
  const origins = new Set(links.map(({ link }) => link.origin));
  return (["confirmed", "stated", "inferred"] as const).find((origin) => origins.has(origin)) ?? "rejected";
}

/** How an item is known, in words: `stated in commit 1a2b3c4, 2026-03-02`, `inferred, 71 %: shares "refund"`. */
export function howKnown(links: readonly LinkedBy[]): string {
  const kept = links.filter(({ link }) => link.origin !== "rejected");
  const decided = kept.find(({ link }) => link.origin === "confirmed");
  const rejected = links.find(({ link }) => link.origin === "rejected");
  const against = rejected === undefined ? "" : `; ${wordsOfDecision(rejected.link)}`;
  if (decided !== undefined) return `${wordsOfDecision(decided.link)}${against}`;
  const stated = kept.filter(({ link }) => link.origin === "stated");
  const [best] = stated.toSorted(moreTelling);
  if (best !== undefined) return `${statedWords(best)}${others(stated)}${against}`;
  const [guess] = kept.toSorted((a, b) => b.link.confidence - a.link.confidence);
  return guess === undefined ? "rejected" : `${inferredWords(guess.link)}${against}`;
}

/** `rejected by Ada on 2026-03-02: another module`. */
function wordsOfDecision({ origin, evidence }: TraceLink): string {
  return evidence.find(({ found }) => found === "decision")?.text ?? origin;
}

function statedWords({ link, by, request }: LinkedBy): string {
  const verb = statedVerbs[link.kind === "mentions" ? (roleOf(link) ?? "mentions") : link.kind] ?? "stated";
  if (by.kind === "commit") {
    const through =
      request === undefined ? "" : ` of ${kindWord(request.kind)} ${request.key ?? request.title}`;
    return `${verb} in commit ${by.key ?? ""}${through}, ${(by.date ?? link.validFrom).slice(0, 10)}`;
  }
  const [first] = link.evidence;
  return first === undefined ? verb : `${verb} in ${evidenceWords(first)}`;
}

/** A commit's role tells what it did to the definition; what it says of the item stands among the others. */
function roleOf({ role }: TraceLink): string | undefined {
  return role?.split(" ").find((each) => statedVerbs[each] !== undefined);
}

const statedVerbs: Readonly<Record<string, string>> = {
  implements: "stated",
  specifies: "stated",
  mentions: "named",
  reverts: "reverted",
  notFixed: "named as open",
  quoted: "quoted",
};

function others(stated: readonly LinkedBy[]): string {
  const commits = new Set(stated.filter(({ by }) => by.kind === "commit").map(({ by }) => by.id));
  const more = commits.size - 1;
  return more < 1 ? "" : ` and ${more} more ${more === 1 ? "commit" : "commits"}`;
}

function inferredWords({ confidence, evidence }: TraceLink): string {
  const words = evidence.slice(0, 2).map((each) => evidenceWords(each));
  return `inferred, ${Math.round(confidence * 100)} %${words.length === 0 ? "" : `: ${words.join(", ")}`}`;
}

/** Work before mere names, then the newest. */
function moreTelling(a: LinkedBy, b: LinkedBy): number {
  return rank(a) - rank(b) || dateOf(b).localeCompare(dateOf(a));
}

function rank({ link, by }: LinkedBy): number {
  if (link.kind === "mentions") return 2;
  return by.kind === "commit" ? 0 : 1;
}

function dateOf({ link, by }: LinkedBy): string {
  return by.date ?? link.validFrom;
}
