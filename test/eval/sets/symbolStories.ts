import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { SymbolHistory } from "../../../server/model/symbolHistory.ts";
import { GitSymbolLinker } from "../../../server/tracing/symbolLinker.ts";
import { mirrorOf, openCheckout } from "../checkout.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";
import { share } from "../metrics.ts";
import type { SymbolLabel } from "../symbolStories/symbolLabel.ts";

/** Letters of the keys of each repository. */
const prefixes: Readonly<Record<string, string>> = {
  "apache/zookeeper": "ZOOKEEPER",
  "apache/commons-lang": "LANG",
};

/**
 * Finds the stories of definitions: the keys in the messages of the commits that a history names. Beside it, the commits
 * of `git blame` over the same lines, and all commits of the file.
 */
export async function evaluateSymbolStories(context: EvaluationContext): Promise<SetReport> {
  const labels = readLabels(path.join(context.root, "test/eval/sets/symbolStories.jsonl"));
  const tallies = {
    whence: new Tally(),
    "git blame -w -M -C": new Tally(),
    "all commits of the file": new Tally(),
  };
  const hard = new Tally();
  const roles = { introduced: 0, lastChanged: 0 };
  for (const [repository, ofRepository] of Map.groupBy(labels, (label) => label.repository)) {
    const repositoryCheckout = await prepare(context, repository, ofRepository[0]?.commit ?? "HEAD");
    for (const [file, ofFile] of Map.groupBy(ofRepository, (label) => label.path)) {
      const histories = await repositoryCheckout.linker.histories(file, ofFile);
      const keysOfFile = repositoryCheckout.keysOf(repositoryCheckout.ofFile(file));
      for (const [at, label] of ofFile.entries()) {
        const history = histories[at];
        if (history === undefined) continue;
        const found = repositoryCheckout.keysOf(history.commits.map(({ hash }) => hash));
        tallies.whence.add(label.keys, found);
        if (isHard(label)) hard.add(label.keys, found);
        if (label.commits.at(-1) === withRole(history, "introduced")) roles.introduced++;
        if (label.commits[0] === withRole(history, "lastChanged")) roles.lastChanged++;
        tallies["git blame -w -M -C"].add(
          label.keys,
          repositoryCheckout.keysOf(repositoryCheckout.blamed(label)),
        );
        tallies["all commits of the file"].add(label.keys, keysOfFile);
        sayDifferences(context, label, history, found);
      }
    }
    repositoryCheckout.linker.close();
  }
  const systems = Object.entries(tallies).map(([name, tally]) => ({ name, figures: tally.figures() }));
  const [whence, ...others] = systems;
  return {
    set: "symbol-stories",
    cases: labels.length,
    systems: [
      {
        name: "whence",
        figures: {
          ...whence?.figures,
          "precision, hard": hard.figures().precision,
          "recall, hard": hard.figures().recall,
          "introduced is right": share(roles.introduced, labels.length),
          "last changed is right": share(roles.lastChanged, labels.length),
        },
      },
      ...others,
    ],
    notes: [
      `${labels.filter(isHard).length} of the definitions are hard: renamed, moved to another file or reformatted.`,
      "Labels come from walking every commit of the file with a parser (test/eval/symbolStories).",
    ],
  };
}

function isHard({ wasRenamed, wasMoved, wasReformatted }: SymbolLabel): boolean {
  return wasRenamed === true || wasMoved === true || wasReformatted === true;
}

function withRole({ commits }: SymbolHistory, role: "introduced" | "lastChanged"): string | undefined {
  return commits.find(({ roles }) => roles.includes(role))?.hash.slice(0, 10);
}

function readLabels(file: string): readonly SymbolLabel[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SymbolLabel);
}

/** Counts pairs of a definition and a story. */
class Tally {
  #right = 0;
  #found = 0;
  #labelled = 0;

  add(labelled: readonly string[], found: ReadonlySet<string>): void {
    this.#right += labelled.filter((key) => found.has(key)).length;
    this.#found += found.size;
    this.#labelled += labelled.length;
  }

  figures() {
    return { precision: share(this.#right, this.#found), recall: share(this.#right, this.#labelled) };
  }
}

async function prepare({ repos, cache }: EvaluationContext, repository: string, commit: string) {
  const folder = path.join(cache, "symbol-stories", repository.replace("/", "+"));
  const checkout = openCheckout(mirrorOf(repos, repository), folder);
  checkout.moveTo(commit);
  const git = (args: readonly string[]): string =>
    execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const keysByCommit = readKeys(git(["log", "--format=%x01%H %B"]), prefixes[repository] ?? "");
  return {
    linker: new GitSymbolLinker({ folder }),
    keysOf: (hashes: readonly string[]) => new Set(hashes.flatMap((hash) => keysByCommit.get(hash) ?? [])),
    blamed: ({ path: file, startLine, endLine }: SymbolLabel) =>
      git(["blame", "--porcelain", "-w", "-M", "-C", "-L", `${startLine},${endLine}`, "--", file]).match(
        /^[0-9a-f]{40}(?= )/gm,
      ) ?? [],
    ofFile: (file: string) => git(["log", "--follow", "--format=%H", "--", file]).split("\n"),
  };
}

function readKeys(log: string, prefix: string): ReadonlyMap<string, readonly string[]> {
  const key = new RegExp(`\\b${prefix}-\\d+\\b`, "g");
  return new Map(
    log
      .split("\u0001")
      .slice(1)
      .map((entry) => [entry.slice(0, 40), entry.slice(41).match(key) ?? []]),
  );
}

function sayDifferences(
  { log }: EvaluationContext,
  label: SymbolLabel,
  { commits }: SymbolHistory,
  found: ReadonlySet<string>,
): void {
  const missed = label.keys.filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !label.keys.includes(key));
  if (missed.length + extra.length === 0) return;
  const hashes = commits.map(({ hash }) => hash.slice(0, 10));
  const place = `${label.path}:${label.startLine}-${label.endLine} ${label.name}`;
  const missing = label.commits.filter((hash) => !hashes.includes(hash));
  const surplus = hashes.filter((hash) => !label.commits.includes(hash));
  log(
    `${place}: missed ${missed.join(" ")} [${missing.join(" ")}], too many ${extra.join(" ")} [${surplus.join(" ")}]`,
  );
}
