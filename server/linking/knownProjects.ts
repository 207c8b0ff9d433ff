import type { KeyMention } from "../model/keyMention.ts";
import { numberOfKey, projectOfKey } from "../model/keyShapes.ts";
import { isOrdinaryWord } from "./ordinaryPrefixes.ts";

/** A project whose keys count, and why. */
export interface KnownProject {
  /** `WH` of `WH-12`, `#` of `#34`, `!` of `!5`, `owner/name` of `owner/name#34`. */
  readonly prefix: string;
  readonly source: "setting" | "specification" | "tracker" | "history";
  /** A sentence for people. */
  readonly reason: string;
  /** Commits that name one of its keys, and how many different ones they name. */
  readonly commits: number;
  readonly numbers: number;
}

/** Which prefixes are keys of this project, and which only look like it. */
export interface KnownProjects {
  readonly known: readonly KnownProject[];
  /** What was seen often and does not count, most frequent first, at most ten. */
  readonly ignored: readonly Omit<KnownProject, "source">[];
  /** Own repositories as `owner/name`: `owner/name#34` is `#34`. */
  readonly repositories: readonly string[];
  /** Largest number that the history uses with `#`; a number far beyond it is none of the repository's. */
  readonly largestNumber: number;
}

/** A key in a commit. */
export type KeyUse = Pick<KeyMention, "key" | "place" | "role">;

/** What is known before the history is looked at. */
export interface ProjectStatements {
  /** Keys that specifications state as their own. */
  readonly specKeys: Iterable<string>;
  /** `whence.links.projects`: prefixes, `#`, `owner/name`; one that begins with `-` never counts. */
  readonly settings: readonly string[];
  /** Prefixes of connected trackers. */
  readonly trackers: readonly string[];
  /** `owner/name` of the repository's own remotes. */
  readonly repositories: readonly string[];
}

/**
 * Decides which prefixes are keys of the project: those which a setting, a specification or a tracker names, and those
 * which the history uses as one does with an issue tracker, for many different numbers and at the places that say what
 * work is for. `commits` is the number of commits looked at, `uses` has the keys of each commit that names one.
 */
export function learnProjects(
  statements: ProjectStatements,
  commits: number,
  uses: Iterable<readonly KeyUse[]>,
): KnownProjects {
  const census = takeCensus(uses);
  const refused = new Set(statements.settings.filter(isRefusal).map((entry) => entry.slice(1).toUpperCase()));
  const known = new Map<string, KnownProject>();
  const add = (prefix: string, source: KnownProject["source"], reason: string): void => {
    if (prefix === "" || known.has(prefix) || refused.has(prefix.toUpperCase())) return;
    const { commits: named, numbers } = countsOf(census.get(prefix));
    known.set(prefix, { prefix, source, reason, commits: named, numbers });
  };
  for (const entry of statements.settings) {
    if (!isRefusal(entry))
      add(settingPrefix(entry), "setting", "The setting whence.links.projects names it.");
  }
  for (const key of statements.specKeys) {
    if (statedKey.test(key)) add(projectOfKey(key), "specification", `A specification has the key ${key}.`);
  }
  for (const prefix of statements.trackers) add(prefix, "tracker", "A connected tracker has it.");
  for (const [prefix, tally] of census) {
    const reason = learnedReason(prefix, tally, commits);
    if (reason !== undefined) add(prefix, "history", reason);
  }
  return {
    known: [...known.values()].sort((a, b) => b.commits - a.commits || (a.prefix < b.prefix ? -1 : 1)),
    ignored: ignoredOf(census, known, refused),
    repositories: [...statements.repositories, ...ownRepositories(census)].map((name) => name.toLowerCase()),
    largestNumber: census.get("#")?.largest ?? 0,
  };
}

/** The key under which an item is known, `#34` for `owner/name#34` of the own repository; absent for what does not count. */
export function itemKeyOf(projects: KnownProjects, key: string): string | undefined {
  const own = /^(.+)([#!]\d+)$/.exec(key);
  const isOwn = own !== null && projects.repositories.includes((own[1] ?? "").toLowerCase());
  const local = isOwn ? (own[2] ?? key) : key;
  const prefix = projectOfKey(local);
  const name = prefix.length > 1 ? prefix.replace(/[#!]$/, "") : prefix;
  const project = projects.known.find((known) => known.prefix === name);
  if (project === undefined) return undefined;
  const isFar =
    project.source === "history" && name === "#" && numberOfKey(local) > 2 * projects.largestNumber + 100;
  return isFar ? undefined : local;
}

const isRefusal = (entry: string): boolean => entry.startsWith("-") && entry.length > 1;

/** `WH`, `wh-`, `WH-12`, `#` and `owner/name#` are all understood. */
function settingPrefix(entry: string): string {
  const plain = entry.trim();
  if (plain === "#" || plain === "!") return plain;
  return plain.includes("/") ? plain.replace(/[#!]\d*$/, "") : plain.replace(/-\d*$/, "").toUpperCase();
}

const statedKey = /^(?:[A-Z][A-Z0-9_]{1,20}-\d{1,9}|#\d{1,9})$/;

/** How the commits use one prefix. */
interface Tally {
  /** Commits that name a key. */
  commits: number;
  /** Of these, commits that say work is for it, and the different numbers which they name for that. */
  work: number;
  readonly workNumbers: Set<number>;
  /** Commits that merge a branch named after a key, and the different numbers of these. */
  branches: number;
  readonly branchNumbers: Set<number>;
  /** Different numbers of pull requests that brought a commit. */
  readonly merged: Set<number>;
  readonly numbers: Set<number>;
  largest: number;
}

function takeCensus(uses: Iterable<readonly KeyUse[]>): ReadonlyMap<string, Tally> {
  const census = new Map<string, Tally>();
  for (const ofCommit of uses) {
    const seen = new Set<string>();
    for (const use of ofCommit) {
      const prefix = projectOfKey(use.key).replace(/(?<=.)[#!]$/, "");
      const tally = census.get(prefix) ?? emptyTally();
      census.set(prefix, tally);
      const once = (what: "commits" | "work" | "branches"): void => {
        if (seen.size < seen.add(`${what} ${prefix}`).size) tally[what]++;
      };
      once("commits");
      countUse(tally, prefix, use, once);
    }
  }
  return census;
}

function countUse(
  tally: Tally,
  prefix: string,
  { key, place, role }: KeyUse,
  once: (what: "work" | "branches") => void,
): void {
  const number = numberOfKey(key);
  tally.numbers.add(number);
  if (place === "mergePullRequest") tally.merged.add(number);
  if (place === "mergeBranch") {
    once("branches");
    tally.branchNumbers.add(number);
  } else if (saysWork(prefix, place, role)) {
    once("work");
    tally.workNumbers.add(number);
    tally.largest = Math.max(tally.largest, number);
  }
}

function emptyTally(): Tally {
  return {
    commits: 0,
    work: 0,
    merged: new Set(),
    workNumbers: new Set(),
    branchNumbers: new Set(),
    branches: 0,
    numbers: new Set(),
    largest: 0,
  };
}

function saysWork(prefix: string, place: KeyMention["place"], role: KeyMention["role"]): boolean {
  if (place === "mergePullRequest" || place === "squashSuffix" || role === "closes") return true;
  // A bare number may count anything; a squash, a merge or a closing keyword says that it is an issue's.
  if (prefix === "#") return place === "trailer" && role === "implements";
  return (place === "subject" || place === "trailer") && (role === "implements" || role === "reverts");
}

/** Repositories whose pull requests brought many commits, in full: `PR-URL: https://github.com/owner/name/pull/12`. */
function ownRepositories(census: ReadonlyMap<string, Tally>): readonly string[] {
  return [...census].flatMap(([prefix, { merged }]) =>
    prefix.includes("/") && merged.size >= 20 ? [prefix] : [],
  );
}

function countsOf(tally: Tally | undefined): { readonly commits: number; readonly numbers: number } {
  return { commits: tally?.commits ?? 0, numbers: tally?.numbers.size ?? 0 };
}

/** Why the history makes a prefix known; absent where it does not. */
function learnedReason(prefix: string, tally: Tally, commits: number): string | undefined {
  const numbers = tally.workNumbers.size;
  const share = tally.work / Math.max(1, commits);
  if (prefix === "!") {
    return numbers >= 2 ? `Merges name ${numbers} different merge requests.` : undefined;
  }
  if (prefix === "#") {
    const isUsed = numbers >= 3 && (share >= 0.05 || (numbers >= 20 && share >= 0.01));
    return isUsed
      ? `Merges, squash suffixes and closing keywords of ${percent(share)} of the commits name ${numbers} different numbers.`
      : undefined;
  }
  if (prefix.includes("/") || isOrdinaryWord(prefix)) return undefined;
  const isVaried = numbers >= tally.work / 20;
  const isForWork = tally.work >= 0.3 * (tally.commits - tally.branches);
  const isFrequent = (numbers >= 3 && share >= 0.1) || (numbers >= 5 && share >= 0.02) || numbers >= 25;
  if (isVaried && isForWork && isFrequent) {
    return `${tally.work} of ${commits} commits (${percent(share)}) are said to be for ${numbers} different keys.`;
  }
  const branchShare = tally.branches / Math.max(1, commits);
  return tally.branchNumbers.size >= 10 && branchShare >= 0.02
    ? `${tally.branches} merged branches are named after ${tally.branchNumbers.size} different keys.`
    : undefined;
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}

const ignoredShown = 10;

function ignoredOf(
  census: ReadonlyMap<string, Tally>,
  known: ReadonlyMap<string, KnownProject>,
  refused: ReadonlySet<string>,
): KnownProjects["ignored"] {
  return [...census]
    .filter(([prefix, { commits }]) => !known.has(prefix) && commits >= 3)
    .map(([prefix, tally]) => ({
      prefix,
      ...countsOf(tally),
      reason: refused.has(prefix.toUpperCase())
        ? "The setting whence.links.projects refuses it."
        : "The history does not use it as one uses an issue tracker.",
    }))
    .sort((a, b) => b.commits - a.commits || (a.prefix < b.prefix ? -1 : 1))
    .slice(0, ignoredShown);
}
