import { readFileSync } from "node:fs";
import path from "node:path";
import { mirrorOf, openCheckout } from "../checkout.ts";
import { ensureIndex, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";
import { grepWords } from "../grepWords.ts";
import { mean, pairedDifference, share } from "../metrics.ts";
import { plainBm25 } from "../plainBm25.ts";
import { distinctPaths, isProductCode } from "../ranking.ts";

interface Issue {
  readonly id: string;
  readonly parent: string;
  readonly date: string;
  readonly query: string;
  readonly gold_files: readonly string[];
}

/** One issue in so many, by date: each needs an index of its own commit. */
const sampleStep = 40;
const limit = 100;
const depth = 10;

/**
 * Titles of ZooKeeper's issues find the files that were changed for them, in an index of the parent commit. Every 40th
 * issue by date; one store walks forward through time, so that each step indexes only what changed.
 */
export async function evaluateZookeeperIssues(context: EvaluationContext): Promise<SetReport> {
  const { data, repos, cache, ablation, log } = context;
  const lines = readFileSync(path.join(data, "retrieval/zookeeper-issues/instances.jsonl"), "utf8").trim();
  const all = lines.split("\n").map((line) => JSON.parse(line) as Issue);
  const sample = all
    .toSorted((a, b) => Date.parse(a.date) - Date.parse(b.date) || (a.id < b.id ? -1 : 1))
    .filter((_, at) => at % sampleStep === sampleStep / 2);
  const mirror = mirrorOf(repos, "apache/zookeeper");
  const checkout = openCheckout(mirror, path.join(cache, "zookeeper-issues", "tree"));
  const store = path.join(cache, "zookeeper-issues", "store");
  const recalls = new Map<string, number[]>();
  for (const issue of sample) {
    checkout.moveTo(issue.parent);
    const systems = await openSystems(await ensureIndex(checkout.folder, store, issue.parent));
    const compared = systems.compared(ablation, () => [
      plainBm25(checkout.documents()),
      grepWords(checkout.folder),
    ]);
    for (const system of compared) {
      const files = distinctPaths(await system.rank(issue.query, limit), isProductCode).slice(0, depth);
      const found = issue.gold_files.filter((file) => files.includes(file)).length;
      const recall = share(found, issue.gold_files.length);
      recalls.set(system.name, [...(recalls.get(system.name) ?? []), recall]);
      if (system === systems.whence) log(`${issue.id}: ${found} of ${issue.gold_files.length}`);
    }
    await systems.answering.close();
  }
  return {
    set: "zookeeper-issues",
    cases: sample.length,
    systems: [...recalls].map(([name, ofSystem]) => ({ name, figures: { "recall@10": mean(ofSystem) } })),
    notes: [`Every ${sampleStep}th of ${all.length} issues by date.`, ...comparison(recalls)],
  };
}

/** So few issues differ much, so the table alone would say more than is known. */
function comparison(recalls: ReadonlyMap<string, readonly number[]>): readonly string[] {
  const [ours, theirs] = [recalls.get("whence"), recalls.get("plain BM25")];
  if (ours === undefined || theirs === undefined) return [];
  const { difference, error } = pairedDifference(ours, theirs);
  return [
    `Whence less plain BM25, issue by issue: ${difference.toFixed(3)}, standard error ${error.toFixed(3)}.`,
  ];
}
