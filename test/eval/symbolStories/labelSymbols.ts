import { execFileSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mirrorOf } from "../checkout.ts";
import { definitionHistory } from "./definitionHistory.ts";
import { MirrorHistory } from "./mirrorHistory.ts";
import type { SymbolLabel } from "./symbolLabel.ts";

// Makes labels: node test/eval/symbolStories/labelSymbols.ts --repos DIR --repository apache/zookeeper --prefix ZOOKEEPER --count 170 --out FILE
const { values } = parseArgs({
  options: {
    repos: { type: "string", default: "." },
    repository: { type: "string", default: "" },
    prefix: { type: "string", default: "" },
    commit: { type: "string", default: "HEAD" },
    count: { type: "string", default: "170" },
    files: { type: "string", default: "60" },
    out: { type: "string", default: "labels.jsonl" },
  },
});

const mirrorFolder = mirrorOf(values.repos, values.repository);
const mirror = new MirrorHistory(mirrorFolder);
const commit = git(["rev-parse", values.commit]).trim();
const random = seeded(20261121);
const key = new RegExp(`\\b${values.prefix}-\\d+\\b`, "g");
const files = sample(
  git(["ls-tree", "-r", "--name-only", commit])
    .split("\n")
    .filter((path) => /\.java$/.test(path) && !path.includes("package-info")),
  Number(values.files),
);
const perFile = 6;
const labels: SymbolLabel[] = [];
for (const [at, path] of files.entries()) {
  const definitions = (await mirror.definitionsAt(commit, path)) ?? [];
  const chosen = sample(
    definitions.filter(({ tokens }) => tokens.length >= 6),
    perFile,
  );
  for (const definition of chosen) {
    const history = await definitionHistory(mirror, commit, path, definition);
    const { qualifiedName, kind, startLine, endLine } = definition;
    const keys = new Set(history.commits.flatMap((hash) => mirror.messageOf(hash).match(key) ?? []));
    const label: SymbolLabel = {
      repository: values.repository,
      commit,
      path,
      name: qualifiedName,
      kind,
      startLine,
      endLine,
      keys: [...keys].sort(),
      commits: history.commits.map((hash) => hash.slice(0, 10)),
      ...(history.wasRenamed && { wasRenamed: true }),
      ...(history.wasMoved && { wasMoved: true }),
      ...(history.wasReformatted && { wasReformatted: true }),
    };
    labels.push(label);
    appendFileSync(`${values.out}.all`, `${JSON.stringify(label)}\n`);
  }
  process.stderr.write(`${at + 1}/${files.length} ${path}: ${chosen.length}\n`);
}
const withKeys = labels.filter(({ keys }) => keys.length > 0);
const special = withKeys.filter(
  ({ wasRenamed, wasMoved, wasReformatted }) => wasRenamed || wasMoved || wasReformatted,
);
const kept = new Set([...sample(special, 45), ...sample(withKeys, Number(values.count))]);
writeFileSync(
  values.out,
  [...kept]
    .slice(0, Number(values.count))
    .map((label) => `${JSON.stringify(label)}\n`)
    .join(""),
);
process.stderr.write(
  `${labels.length} labelled, ${withKeys.length} with keys, ${special.length} renamed, moved or reformatted\n`,
);

function git(args: readonly string[]): string {
  return execFileSync("git", ["--git-dir", mirrorFolder, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
}

function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  const keyed = items.map((item) => ({ item, order: random() }));
  return keyed
    .toSorted((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item);
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
