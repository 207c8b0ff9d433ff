import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { languageOfPath } from "../../../server/model/languages.ts";
import { missingHistory } from "../../eval/checkout.ts";
import type { OwnAnswer } from "../../eval/sets/ownQuestions.ts";
import { ownCommit, readOwnQuestions } from "../../eval/sets/ownQuestions.ts";

const root = packageRoot();
const { answerable, unanswerable } = readOwnQuestions(root);
const answers = answerable.flatMap((question) => question.answers);
const files = answers.filter((answer): answer is Exclude<OwnAnswer, { commit: string }> => "path" in answer);
const commits = answers.flatMap((answer) => ("commit" in answer ? [answer.commit] : []));

describe("labels of the questions on Whence itself", () => {
  it("are many and of several forms, with near misses beside", () => {
    const forms = new Set(answerable.map((question) => question.form));
    expect(answerable.length).toBeGreaterThanOrEqual(60);
    expect(unanswerable.length).toBeGreaterThanOrEqual(15);
    expect(forms.size).toBeGreaterThanOrEqual(9);
    const all = [...answerable.map((question) => question.question), ...unanswerable];
    expect(new Set(all).size).toBe(all.length);
    expect(answerable.filter((question) => question.answers.length === 0)).toEqual([]);
  });
});

// A clone with a part of the history may lack the commit that the labels speak of.
describe.skipIf(missingHistory(root, ownCommit) !== undefined)("labels at the commit that is asked", () => {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  const committed = new Set(git("ls-tree", "-r", "--name-only", ownCommit).split("\n"));

  it("name files that are there", () => {
    expect(files.map((answer) => answer.path).filter((file) => !committed.has(file))).toEqual([]);
  });

  it("name definitions and headings that stand in these files", async () => {
    const parser = createCodeParser();
    const missing: string[] = [];
    for (const { path: file, symbol } of files) {
      if (symbol === undefined) continue;
      const text = git("show", `${ownCommit}:${file}`);
      const language = languageOfPath(file);
      const facts =
        language !== undefined && parser.supports(language) ? await parser.parse(language, text) : undefined;
      const isThere =
        facts === undefined
          ? text.split("\n").some((line) => /^#/.test(line) && line.replace(/^#+\s+/, "").startsWith(symbol))
          : facts.symbols.some((definition) => definition.qualifiedName === symbol);
      if (!isThere) missing.push(`${file} ${symbol}`);
    }
    expect(missing).toEqual([]);
  });

  it("name commits that were made by then", () => {
    const subjects = new Set(git("log", "--format=%s", ownCommit).split("\n"));
    expect(commits.filter((subject) => !subjects.has(subject))).toEqual([]);
  });
});

interface FoundOrNot {
  readonly use: string;
  readonly answerable: readonly string[];
  readonly unanswerable: readonly string[];
}

describe("questions for `not found`", () => {
  const file = path.join(root, "test/eval/questions/notFound.json");
  const repositories = Object.values(
    JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, FoundOrNot>>,
  );
  const reported = repositories.filter(({ use }) => use === "report");

  it("are 50 of each kind over repositories with which the threshold was not chosen", () => {
    expect(reported.length).toBeGreaterThanOrEqual(2);
    expect(repositories.filter(({ use }) => use === "fit")).toHaveLength(1);
    expect(reported.flatMap(({ answerable: questions }) => questions)).toHaveLength(50);
    expect(reported.flatMap(({ unanswerable: questions }) => questions)).toHaveLength(50);
  });

  it("are asked once", () => {
    const all = repositories.flatMap((of) => [...of.answerable, ...of.unanswerable]);
    expect(new Set(all).size).toBe(all.length);
  });
});
