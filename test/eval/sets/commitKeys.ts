import { readFileSync } from "node:fs";
import path from "node:path";
import { commitDocument } from "../../../server/documents/commitDocument.ts";
import { itemKeyOf, learnProjects } from "../../../server/linking/knownProjects.ts";
import type { KeyMention } from "../../../server/model/keyMention.ts";
import { readHistory } from "../../../server/sources/git/history.ts";
import { headOf, mirrorOf, openCheckout } from "../checkout.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";

/** A commit with what was read from its message. */
interface ReadCommit {
  readonly hash: string;
  readonly text: string;
  readonly mentions: readonly KeyMention[];
}

/**
 * Keys that the messages of ZooKeeper's commits name, against a list of every mention, reverts and quotations included.
 * Which prefix counts is learned from the history alone. Merges are not in the list.
 */
export async function evaluateCommitKeys(context: EvaluationContext): Promise<SetReport> {
  const { data, repos, cache, log } = context;
  const gold = readGold(path.join(data, "retrieval/zookeeper-issues/commit_keys.csv"));
  const commits = await readCommits(
    mirrorOf(repos, "apache/zookeeper"),
    path.join(cache, "commit-keys", "tree"),
  );
  const nothing = { specKeys: [], settings: [], trackers: [], repositories: [] };
  const projects = learnProjects(
    nothing,
    commits.length,
    commits.map(({ mentions }) => mentions),
  );
  const judged = commits.filter(({ hash }) => gold.has(hash));
  const counted = ({ mentions }: ReadCommit): readonly string[] =>
    mentions.flatMap(({ key }) => itemKeyOf(projects, key) ?? []).filter((key) => !key.startsWith("#"));
  const patterned = ({ text }: ReadCommit): readonly string[] => text.match(/\b[A-Z][A-Z0-9_]+-\d+\b/g) ?? [];
  const others = otherEvidence(judged.flatMap(({ mentions }) => ownWords(mentions)));
  return {
    set: "commit-keys",
    cases: judged.length,
    systems: [
      { name: "whence", figures: compare(judged, gold, counted, log) },
      { name: "any WORD-12", figures: compare(judged, gold, patterned) },
    ],
    notes: [
      `Learned: ${projects.known.map(({ prefix }) => prefix).join(", ")}.`,
      `Mentions that are no work for the key: ${others}.`,
    ],
  };
}

/** Keys by commit; the list has lines of `hash,KEY KEY,subject`. */
function readGold(file: string): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = readFileSync(file, "utf8").trim().split("\n").slice(1);
  return new Map(
    rows.map((row) => {
      const [hash = "", keys = ""] = row.split(",", 2);
      return [hash, new Set(keys.split(" ").filter((key) => key !== ""))];
    }),
  );
}

async function readCommits(mirror: string, folder: string): Promise<readonly ReadCommit[]> {
  openCheckout(mirror, folder).moveTo(headOf(mirror));
  const commits: ReadCommit[] = [];
  for await (const raw of readHistory(folder, { exactRenames: true })) {
    const { text, mentions = [] } = commitDocument(raw);
    commits.push({ hash: raw.hash, text, mentions });
  }
  return commits;
}

function compare(
  commits: readonly ReadCommit[],
  gold: ReadonlyMap<string, ReadonlySet<string>>,
  keysOf: (commit: ReadCommit) => readonly string[],
  log: (line: string) => void = () => {},
): Readonly<Record<string, number>> {
  let right = 0;
  let found = 0;
  let wanted = 0;
  for (const commit of commits) {
    const expected = gold.get(commit.hash) ?? new Set();
    const keys = new Set(keysOf(commit));
    found += keys.size;
    wanted += expected.size;
    for (const key of keys) {
      if (expected.has(key)) right++;
      else log(`${commit.hash.slice(0, 10)}: ${key} is not in the list`);
    }
    for (const key of expected) if (!keys.has(key)) log(`${commit.hash.slice(0, 10)}: ${key} was not found`);
  }
  return { precision: right / Math.max(1, found), recall: right / Math.max(1, wanted) };
}

/** Mentions of keys for which the same message does not also say that the work was done. */
function ownWords(mentions: readonly KeyMention[]): readonly KeyMention[] {
  const isWork = ({ role }: KeyMention): boolean => role === "implements" || role === "closes";
  const worked = new Set(mentions.filter(isWork).map(({ key }) => key));
  return mentions.filter((mention) => !isWork(mention) && !worked.has(mention.key));
}

function otherEvidence(mentions: readonly KeyMention[]): string {
  const counts = new Map<string, number>();
  for (const { role, key } of mentions) {
    if (key.startsWith("ZOOKEEPER-")) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([role, count]) => `${count} ${role}`)
    .join(", ");
}
