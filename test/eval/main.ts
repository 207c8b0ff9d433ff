import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { WhenceError } from "../../server/base/errors.ts";
import { techniques } from "../../server/model/pipelineConfig.ts";
import { bless, dropSentence, dropsFrom, figuresOf, readBaseline } from "./baseline.ts";
import type { EvaluationContext, SetReport } from "./evaluationSet.ts";
import { evaluateCommitKeys } from "./sets/commitKeys.ts";
import { evaluateCosqa } from "./sets/cosqa.ts";
import { evaluateHoverUses } from "./sets/hoverUses.ts";
import { evaluateNotFound } from "./sets/notFound.ts";
import { evaluateOwnQuestions } from "./sets/ownQuestions.ts";
import { evaluateSweBench } from "./sets/sweBench.ts";
import { evaluateSymbolStories } from "./sets/symbolStories.ts";
import { evaluateIssueLinks, evaluateTraceLinks, setName } from "./sets/traceLinks.ts";
import { evaluateWhyQuestions } from "./sets/whyQuestions.ts";
import { evaluateZookeeperIssues } from "./sets/zookeeperIssues.ts";
import { reachTable, setTable } from "./tables.ts";
import { tracePlaces } from "./traceLinks/traceProject.ts";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");

const usage = `npm run eval -- [OPTIONS]
  --data DIR    folder that holds retrieval/cosqa-dev, retrieval/swe-bench-lite-dev and retrieval/zookeeper-issues
  --repos DIR   folder of fetched mirrors (OWNER+NAME/repo)
  --only NAME   only this set: whence, cosqa-dev, swe-bench-lite-dev, zookeeper-issues, not-found, why-questions,
                commit-keys, links-etour and others (several: with commas)
  --cache DIR   folder for clones and indexes, kept between runs
  --ablate      Whence without each of its techniques, instead of the other systems; the baseline is not asked
  --bless       takes the figures of this run as the baseline
  --json        prints the reports as one JSON value
  --verbose     names the questions that went wrong`;

interface EvaluationSet {
  readonly name: string;
  readonly needsData: boolean;
  readonly needsRepos: boolean;
  run(context: EvaluationContext): Promise<SetReport>;
}

const sets: readonly EvaluationSet[] = [
  { name: "whence", needsData: false, needsRepos: false, run: evaluateOwnQuestions },
  { name: "cosqa-dev", needsData: true, needsRepos: false, run: evaluateCosqa },
  { name: "swe-bench-lite-dev", needsData: true, needsRepos: true, run: evaluateSweBench },
  { name: "zookeeper-issues", needsData: true, needsRepos: true, run: evaluateZookeeperIssues },
  { name: "symbol-stories", needsData: false, needsRepos: true, run: evaluateSymbolStories },
  { name: "hover-uses", needsData: false, needsRepos: true, run: evaluateHoverUses },
  { name: "not-found", needsData: false, needsRepos: true, run: evaluateNotFound },
  { name: "commit-keys", needsData: true, needsRepos: true, run: evaluateCommitKeys },
  { name: "why-questions", needsData: false, needsRepos: true, run: evaluateWhyQuestions },
  { name: "links-zookeeper", needsData: true, needsRepos: true, run: evaluateIssueLinks },
  ...tracePlaces.map(
    (place): EvaluationSet => ({
      name: setName(place),
      needsData: false,
      needsRepos: true,
      run: (context) => evaluateTraceLinks(context, place),
    }),
  ),
];

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${sayable(error)}\n`);
  return 1;
});

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  const reports: SetReport[] = [];
  for (const set of chosenSets(options)) {
    const started = Date.now();
    const report = await set.run(contextOf(options, set.name));
    reports.push(report);
    if (options.json) continue;
    print(`${setTable(report)}\n(${Math.round((Date.now() - started) / 1000)} s)\n`);
  }
  if (options.json) print(JSON.stringify(reports));
  if (options.ablate) return 0;
  return compare(reports, options);
}

function compare(reports: readonly SetReport[], options: Options): number {
  const file = path.join(root, "test/eval/baseline.json");
  const baseline = readBaseline(file);
  const figures = figuresOf(reports);
  const reach = reachTable(figures);
  if (!options.json && reach !== "") print(`${reach}\n`);
  if (options.bless) {
    bless(file, baseline, figures);
    return 0;
  }
  const drops = dropsFrom(baseline, figures);
  for (const drop of drops) process.stderr.write(`${dropSentence(drop)}\n`);
  if (drops.length > 0) return 1;
  if (!options.json) print("No figure is below the baseline.");
  return 0;
}

type Options = NonNullable<ReturnType<typeof readOptions>>;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: "string" },
        repos: { type: "string" },
        only: { type: "string" },
        cache: { type: "string", default: path.join(os.tmpdir(), "whence-eval") },
        ablate: { type: "boolean", default: false },
        bless: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const unknown = values.only?.split(",").find((name) => !sets.some((set) => set.name === name));
    if (unknown !== undefined) throw new Error(`There is no set "${unknown}".`);
    if (values.help) {
      print(usage);
      return undefined;
    }
    return { ...values, started: process.env["INIT_CWD"] ?? process.cwd() };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return undefined;
  }
}

/** Sets that were named, else all for which there are data. */
function chosenSets({ only, data, repos }: Options): readonly EvaluationSet[] {
  const isPossible = (set: EvaluationSet): boolean =>
    (data !== undefined || !set.needsData) && (repos !== undefined || !set.needsRepos);
  const named = only?.split(",");
  return sets.filter((set) => {
    if (named === undefined) return isPossible(set);
    if (!named.includes(set.name)) return false;
    if (isPossible(set)) return true;
    throw new Error(
      `${set.name} needs ${set.needsData ? "--data DIR" : ""}${set.needsRepos ? " --repos DIR" : ""}.`,
    );
  });
}

function contextOf(
  { started, data, repos, cache, ablate, verbose }: Options,
  set: string,
): EvaluationContext {
  const at = (folder: string | undefined): string => path.resolve(started, folder ?? ".");
  return {
    root,
    data: at(data),
    repos: at(repos),
    cache: at(cache),
    ablation: ablate ? techniques.map((technique) => [technique]) : [],
    log: (line) => {
      if (verbose) process.stderr.write(`  ${set}: ${line}\n`);
    },
  };
}

/** A sentence where the error was meant for people, else where it came from. */
function sayable(error: unknown): string {
  if (WhenceError.is(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
