import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { mirrorOf, openCheckout } from "../checkout.ts";
import { ensureIndex, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";
import { grepWords } from "../grepWords.ts";
import { share } from "../metrics.ts";
import { plainBm25 } from "../plainBm25.ts";
import { distinctPaths, isProductCode } from "../ranking.ts";

interface Issue {
  readonly id: string;
  readonly repo: string;
  readonly base_commit: string;
  readonly query: string;
  readonly gold_files: readonly string[];
}

/** Results asked for, so that five distinct files are among them. */
const limit = 100;

/**
 * SWE-bench Lite, development part (Jimenez et al., 2024): the text of an issue finds the files that its fix changed, in
 * an index of the commit before the fix with its history. A case counts when all of them stand among the first k distinct
 * files of the product.
 */
export async function evaluateSweBench({
  data,
  repos,
  cache,
  ablation,
  log,
}: EvaluationContext): Promise<SetReport> {
  const lines = readFileSync(path.join(data, "retrieval/swe-bench-lite-dev/instances.jsonl"), "utf8")
    .trim()
    .split("\n");
  const issues = lines.map((line) => JSON.parse(line) as Issue);
  const ranks = new Map<string, number[]>();
  for (const [repo, ofRepo] of Map.groupBy(issues, (issue) => issue.repo)) {
    const mirror = mirrorOf(repos, repo);
    const checkout = openCheckout(mirror, path.join(cache, "swe-bench", repo.replace("/", "+"), "tree"));
    let seed: string | undefined;
    for (const issue of ofRepo.toSorted(
      (a, b) => dateOf(mirror, a.base_commit) - dateOf(mirror, b.base_commit),
    )) {
      const store = path.join(path.dirname(checkout.folder), issue.base_commit.slice(0, 12));
      const place = await ensureIndex(checkout.folder, store, issue.base_commit, {
        seed,
        checkout: () => checkout.moveTo(issue.base_commit),
      });
      seed = store;
      const systems = await openSystems(place);
      const compared = systems.compared(ablation, () => {
        checkout.moveTo(issue.base_commit);
        return [plainBm25(checkout.documents()), grepWords(checkout.folder)];
      });
      for (const system of compared) {
        const files = distinctPaths(await system.rank(issue.query, limit), isPython);
        const rank = Math.max(
          ...issue.gold_files.map((file) => files.indexOf(file) + 1 || Number.POSITIVE_INFINITY),
        );
        ranks.set(system.name, [...(ranks.get(system.name) ?? []), rank]);
        if (system === systems.whence) log(`${issue.id}: ${rank}`);
      }
      await systems.answering.close();
    }
  }
  return {
    set: "swe-bench-lite-dev",
    cases: issues.length,
    systems: [...ranks].map(([name, ofSystem]) => ({
      name,
      figures: Object.fromEntries(
        [1, 3, 5].map((k) => [`acc@${k}`, share(ofSystem.filter((rank) => rank <= k).length, issues.length)]),
      ),
    })),
  };
}

function isPython(file: string): boolean {
  return file.endsWith(".py") && isProductCode(file);
}

function dateOf(mirror: string, commit: string): number {
  return Number(
    execFileSync("git", ["-C", mirror, "log", "-1", "--format=%ct", commit], { encoding: "utf8" }),
  );
}
