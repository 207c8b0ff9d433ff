import { readFileSync } from "node:fs";
import path from "node:path";
import type { Technique } from "../../../server/model/pipelineConfig.ts";
import { techniques } from "../../../server/model/pipelineConfig.ts";
import type { Checkout } from "../checkout.ts";
import { mirrorOf, openCheckout } from "../checkout.ts";
import { questionsOfComments } from "../docComments.ts";
import { ensureIndex, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport, SystemFigures } from "../evaluationSet.ts";
import { grepWords } from "../grepWords.ts";
import { mean, recallAt, share } from "../metrics.ts";
import { plainBm25 } from "../plainBm25.ts";
import type { Hit, RankingSystem } from "../ranking.ts";
import { isProductCode } from "../ranking.ts";
import type { StoryOracle } from "../storyOracle.ts";
import { readStoryOracle } from "../storyOracle.ts";

/** Questions on one repository, whose history names stories in the subjects of commits. */
export interface WhyQuestions {
  /** The commit that is asked. */
  readonly commit: string;
  /** Finds keys in subjects, see `readStoryOracle`. */
  readonly keys: string;
  /** Folder of a story's specification; `{}` stands for its number. */
  readonly specifications?: string;
  /** Paths of generated code, which no story asks for. */
  readonly generated?: string;
  /** From a need to the files that serve it. */
  readonly code: readonly { readonly question: string; readonly key: string }[];
  /** From a definition to the story behind it: `text` is what brought it into `file`. */
  readonly story: readonly {
    readonly question: string;
    readonly symbol: string;
    readonly file: string;
    readonly text: string;
    readonly key: string;
  }[];
}

/** How well one system did on each question, 0 to 1. */
interface Scores {
  readonly code: number[];
  readonly story: number[];
  readonly plain: (number | undefined)[];
}

const whyQuestionsFile = "test/eval/questions/why.json";
const depth = 10;
const plainPerRepository = 40;

/**
 * Why-questions, of two kinds: which code serves a need, and which story is behind a definition. What is right comes from
 * the history alone: keys in subjects, and what these commits changed. Plain questions on the same repositories show
 * what the graph costs where nobody asks for it.
 */
export async function evaluateWhyQuestions(context: EvaluationContext): Promise<SetReport> {
  const scores = new Map<string, Scores>();
  let cases = 0;
  for (const [repository, questions] of Object.entries(readWhyQuestions(context.root))) {
    cases += questions.code.length + questions.story.length;
    await evaluateRepository(repository, questions, scores, context);
  }
  return {
    set: "why-questions",
    cases,
    systems: withGain([...scores].map(([name, ofSystem]) => ({ name, figures: figuresOf(ofSystem) }))),
    notes: [
      `Plain questions: ${plainPerRepository} comments on types of each repository, without their names.`,
      ...(graphTechnique() === undefined ? ["This version searches no graph."] : []),
    ],
  };
}

/** What Whence finds more than itself without the graph, as one more figure. */
function withGain(systems: readonly SystemFigures[]): readonly SystemFigures[] {
  const figureOf = (wanted: string): number =>
    systems.find(({ name }) => name === wanted)?.figures["recall@10"] ?? Number.NaN;
  const gain = figureOf("whence") - figureOf("without graph");
  if (Number.isNaN(gain)) return systems;
  return systems
    .map(({ name, figures }) => ({
      name,
      figures: name === "whence" ? { ...figures, "gain by the graph": gain } : figures,
    }))
    .toSorted((a, b) => Number(b.name === "whence") - Number(a.name === "whence"));
}

/** Reads the committed questions. */
export function readWhyQuestions(root: string): Readonly<Record<string, WhyQuestions>> {
  return JSON.parse(readFileSync(path.join(root, whyQuestionsFile), "utf8")) as Readonly<
    Record<string, WhyQuestions>
  >;
}

async function evaluateRepository(
  repository: string,
  questions: WhyQuestions,
  scores: Map<string, Scores>,
  context: EvaluationContext,
): Promise<void> {
  const { repos, cache, ablation, log } = context;
  const mirror = mirrorOf(repos, repository);
  const oracle = readStoryOracle(mirror, questions.commit, new RegExp(questions.keys));
  const gold = goldOf(questions, oracle);
  const folder = path.join(cache, "why-questions", repository.replace("/", "+"));
  const checkout = openCheckout(mirror, path.join(folder, "tree"));
  checkout.moveTo(questions.commit);
  const place = await ensureIndex(checkout.folder, path.join(folder, "store"), questions.commit);
  const systems = await openSystems(place);
  const plain = questionsOfComments(codeOf(checkout), plainPerRepository);
  const documents = [...checkout.documents(), ...oracle.commits];
  const graph = graphTechnique();
  const compared =
    ablation.length > 0
      ? systems.compared(ablation, () => [])
      : [
          ...(graph === undefined ? [] : systems.compared([[graph]], () => []).slice(1)),
          ...systems.compared([], () => [plainBm25(documents), grepWords(checkout.folder)]),
        ];
  for (const system of compared) {
    const of: Scores = scores.get(system.name) ?? { code: [], story: [], plain: [] };
    scores.set(system.name, of);
    const note = system === systems.whence ? log : () => {};
    await scoreSystem(system, gold, of, note);
    for (const { question, path: file } of plain) {
      const hits = await system.rank(question, depth);
      const at = hits.findIndex((hit) => hit.path === file);
      of.plain.push(at === -1 ? undefined : at + 1);
    }
  }
  await systems.answering.close();
}

interface Gold {
  readonly code: readonly { readonly question: string; readonly files: readonly string[] }[];
  readonly story: readonly { readonly question: string; isStory(hit: Hit): boolean }[];
}

async function scoreSystem(
  system: RankingSystem,
  gold: Gold,
  scores: Scores,
  log: (line: string) => void,
): Promise<void> {
  for (const { question, files } of gold.code) {
    const hits = await system.rank(question, depth);
    const found = files.filter((file) => hits.some((hit) => hit.path === file)).length;
    scores.code.push(share(found, files.length));
    log(`code, ${found} of ${files.length}: ${question}`);
  }
  for (const { question, isStory } of gold.story) {
    const hits = await system.rank(question, depth);
    const rank = hits.findIndex(isStory) + 1;
    scores.story.push(rank > 0 ? 1 : 0);
    log(`story, ${rank > 0 ? `rank ${rank}` : "none"}: ${question}`);
  }
}

/** What is right, by the oracle; a label that the history does not bear out ends the run. */
function goldOf({ code, story, specifications, generated }: WhyQuestions, oracle: StoryOracle): Gold {
  const isGenerated = new RegExp(generated ?? "^$");
  return {
    code: code.map(({ question, key }) => {
      const files = oracle.filesOf(key).filter((file) => isProductCode(file) && !isGenerated.test(file));
      if (files.length === 0)
        throw new Error(`No commit that names ${key} changed code that is still there.`);
      return { question, files };
    }),
    story: story.map(({ question, file, text, key }) => {
      if (!oracle.behind(file, text).includes(key)) {
        throw new Error(`The commit that brought "${text}" into ${file} does not name ${key}.`);
      }
      const commits = new Set(oracle.commitsOf(key));
      const folder = specifications?.replace("{}", key.split("-")[1] ?? "");
      const isStory = (hit: Hit): boolean =>
        commits.has(hit.uri) || (folder !== undefined && hit.path?.startsWith(folder) === true);
      return { question, isStory };
    }),
  };
}

function codeOf(checkout: Checkout) {
  return checkout.documents().filter(({ path: file = "" }) => isProductCode(file));
}

function graphTechnique(): Technique | undefined {
  return techniques.find((technique: string) => technique === "graph");
}

function figuresOf({ code, story, plain }: Scores): Readonly<Record<string, number>> {
  return {
    "recall@10": mean([...code, ...story]),
    "need to code": mean(code),
    "code to story": mean(story),
    "plain recall@1": recallAt(plain, 1),
    "plain recall@10": recallAt(plain, depth),
  };
}
