import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { questionsOfComments } from "../../eval/docComments.ts";
import { readWhyQuestions } from "../../eval/sets/whyQuestions.ts";
import { readStoryOracle } from "../../eval/storyOracle.ts";
import { createRepository } from "../../support/gitRepository.ts";

const documentOf = (path: string, text: string) => ({
  path,
  uri: `repo:${path}`,
  title: path,
  startLine: 0,
  endLine: 0,
  text,
});

describe("why-questions", () => {
  const repositories = Object.values(readWhyQuestions(packageRoot()));
  const code = repositories.flatMap((of) => of.code);
  const story = repositories.flatMap((of) => of.story);

  it("are at least 60 over two repositories, from needs to code and from code to stories", () => {
    expect(repositories.length).toBeGreaterThanOrEqual(2);
    expect(code.length).toBeGreaterThanOrEqual(25);
    expect(story.length).toBeGreaterThanOrEqual(25);
    const all = [...code, ...story].map(({ question }) => question);
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all).size).toBe(all.length);
  });

  it("never say the key that they ask for", () => {
    const telling = [...code, ...story].filter(({ question, key }) =>
      new RegExp(`\\b${key.split("-")[1]}\\b`).test(question),
    );
    expect(telling).toEqual([]);
  });

  it("name the definition that they ask the reason of", () => {
    expect(story.filter(({ question, symbol }) => !question.includes(symbol))).toEqual([]);
  });
});

describe("the oracle of stories", () => {
  const repository = createRepository({ "src/old/till.ts": "export function open() {}\n" });
  const first = repository.commit("shop 7: a till that adds", {
    "src/old/till.ts": "export function open() {}\nexport function add() {}\n",
    "src/tax.ts": "export const tax = 2;\n",
  });
  const both = repository.commit("SHOP-7, SHOP-8: a drawer", { "src/drawer.ts": "export {};\n" });
  repository.commit("move the till", {
    "src/old/till.ts": null,
    "src/till.ts": "export function open() {}\nexport function add() {}\n",
  });
  const last = repository.commit('Revert "SHOP-7: a till"', { "src/tax.ts": "export const tax = 3;\n" });
  const oracle = readStoryOracle(repository.folder, last, /(SHOP)[- ](\d+)/);

  it("knows the commits that name a story, however they write its key, and no revert", () => {
    expect(oracle.commitsOf("SHOP-7")).toEqual([`commit:${both}`, `commit:${first}`]);
  });

  it("knows the files of a story by their present paths, and none of a commit for several stories", () => {
    expect([...oracle.filesOf("SHOP-7")].toSorted()).toEqual(["src/tax.ts", "src/till.ts"]);
    expect(oracle.filesOf("SHOP-8")).toEqual([]);
  });

  it("knows the story that brought a definition, though its file was moved since", () => {
    expect(oracle.behind("till.ts", "function add")).toEqual(["SHOP-7"]);
    expect(oracle.behind("till.ts", "function open")).toEqual([]);
  });
});

describe("plain questions", () => {
  it("are what comments on types say, without the name", () => {
    const java = documentOf(
      "src/Till.java",
      "/**\n * Till keeps the {@link Coin} of a shop until night. More.\n */\n@Public\npublic final class Till {}\n",
    );
    const go = documentOf(
      "pkg/drawer.go",
      "// Drawer holds what was paid\n// in notes and coins.\ntype Drawer struct {}\n",
    );
    const short = documentOf("src/A.java", "/** A thing. */\npublic class A {}\n");
    expect(questionsOfComments([java, go, short], 5)).toEqual([
      { question: "holds what was paid in notes and coins.", path: "pkg/drawer.go" },
      { question: "keeps the Coin of a shop until night", path: "src/Till.java" },
    ]);
  });

  it("are taken evenly from all", () => {
    const many = Array.from({ length: 9 }, (_, at) =>
      documentOf(`src/${at}.go`, `// N${at} is number ${at} of nine such types\ntype N${at} struct {}\n`),
    );
    expect(questionsOfComments(many, 3).map(({ path }) => path)).toEqual([
      "src/0.go",
      "src/3.go",
      "src/6.go",
    ]);
  });
});
