import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { WhenceError } from "../../../server/base/errors.ts";
import { sha256 } from "../../../server/base/hashes.ts";
import { fileUri } from "../../../server/model/documentUri.ts";
import type { Catalog } from "../../../server/stores/catalog.ts";
import { missingHistory, openCheckout } from "../checkout.ts";
import { ensureIndex, evaluationDay, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport } from "../evaluationSet.ts";
import { grepWords } from "../grepWords.ts";
import type { Rank } from "../metrics.ts";
import { meanReciprocalRank, rankOf, recallAt, share } from "../metrics.ts";
import { plainBm25 } from "../plainBm25.ts";
import type { Hit } from "../ranking.ts";

/** A place that answers: a file, with a definition or heading in it where the whole file would be too much; or a commit. */
export type OwnAnswer =
  | { readonly path: string; readonly symbol?: string }
  | { /** Subject of the commit. */ readonly commit: string };

/** A question on Whence itself. Any of the answers counts. */
export interface OwnQuestion {
  /** How it asks: plain, why, symbol, path, commit, key, config, docs, vague. */
  readonly form: string;
  readonly question: string;
  readonly answers: readonly OwnAnswer[];
}

/** The file of questions. */
export interface OwnQuestions {
  readonly answerable: readonly OwnQuestion[];
  readonly unanswerable: readonly string[];
}

/** Where the questions lie in the checkout. */
const ownQuestionsFile = "test/eval/questions/whence.json";

/**
 * The commit of this repository that the questions are asked of, so that figures move with the product and not with its
 * texts. To move it: name a later commit here, correct the labels which the label test names, and run
 * `npm run eval -- --only whence --bless` once before and once after, so that the step is seen apart.
 */
export const ownCommit = "d064be3a3120b3e6d72472de40219a4eb5480e2c";

const limit = 10;

/**
 * Questions on Whence's own repository at `ownCommit`, without the questions themselves. `recall` asks for the very
 * definition, section or commit; `file recall` for its file alone, which is all that a search of whole files can give.
 */
export async function evaluateOwnQuestions(context: EvaluationContext): Promise<SetReport> {
  const { root, cache, ablation, log } = context;
  const missing = missingHistory(root, ownCommit);
  if (missing !== undefined)
    throw new WhenceError("missingPart", `The questions on Whence itself: ${missing}`);
  const { answerable, unanswerable } = readOwnQuestions(root);
  // A clone shares the objects of the checkout that it was made from, so each checkout has its own.
  const own = path.join(cache, "whence", sha256(root).slice(0, 12));
  const checkout = openCheckout(root, path.join(own, "tree"));
  checkout.moveTo(ownCommit);
  rmSync(path.join(checkout.folder, "test/eval"), { recursive: true, force: true });
  const place = await ensureIndex(checkout.folder, path.join(own, "store"), ownCommit);
  const systems = await openSystems(place);
  const compared = systems.compared(ablation, () => {
    const documents = checkout
      .documents()
      .filter(({ path: file = "" }) => existsSync(path.join(place.folder, file)));
    return [plainBm25(documents), grepWords(checkout.folder)];
  });
  const reports = [];
  for (const system of compared) {
    const exact: Rank[] = [];
    const files: Rank[] = [];
    for (const { question, answers, form } of answerable) {
      const hits = await system.rank(question, limit);
      const rank = rankOf(hits, (hit) =>
        answers.some((answer) => isAnswer(hit, answer, place.folder, systems.answering.catalog)),
      );
      exact.push(rank);
      files.push(rankOf(hits, (hit) => answers.some((answer) => isFile(hit, answer))));
      if (system === systems.whence && rank !== 1) log(`${form}, rank ${rank ?? "none"}: ${question}`);
    }
    reports.push({ name: system.name, figures: figuresOf(exact, files, !/grep|plain/.test(system.name)) });
  }
  const refusals = await refusalsOf(systems.answering, answerable, unanswerable, log);
  await systems.answering.close();
  const [whence, ...others] = reports;
  if (whence === undefined) throw new Error("Nothing was compared.");
  return {
    set: "whence",
    cases: answerable.length + unanswerable.length,
    systems: [{ name: whence.name, figures: { ...whence.figures, ...refusals } }, ...others],
  };
}

/** Reads the committed questions. */
export function readOwnQuestions(root: string): OwnQuestions {
  return JSON.parse(readFileSync(path.join(root, ownQuestionsFile), "utf8")) as OwnQuestions;
}

function figuresOf(
  exact: readonly Rank[],
  files: readonly Rank[],
  findsPlaces: boolean,
): Readonly<Record<string, number>> {
  const ofFiles = {
    "file recall@1": recallAt(files, 1),
    "file recall@5": recallAt(files, 5),
    "file recall@10": recallAt(files, 10),
    "file mrr": meanReciprocalRank(files),
  };
  if (!findsPlaces) return ofFiles;
  return {
    "recall@1": recallAt(exact, 1),
    "recall@5": recallAt(exact, 5),
    "recall@10": recallAt(exact, 10),
    mrr: meanReciprocalRank(exact),
    ...ofFiles,
  };
}

function isFile(hit: Hit, answer: OwnAnswer): boolean {
  return "commit" in answer
    ? hit.path === undefined && hit.title.includes(answer.commit)
    : hit.path === answer.path;
}

/** Inside the definition that is named, or in the section under the heading. */
function isAnswer(hit: Hit, answer: OwnAnswer, folder: string, catalog: Catalog): boolean {
  if (!isFile(hit, answer)) return false;
  if ("commit" in answer || answer.symbol === undefined || hit.endLine === 0) return true;
  const { symbol } = answer;
  const definitions = catalog.symbols
    .ofDocument(fileUri(answer.path))
    .filter(({ qualifiedName }) => qualifiedName === symbol);
  const places = definitions.length > 0 ? definitions : sectionsUnder(symbol, path.join(folder, answer.path));
  return places.some(({ startLine, endLine }) => startLine <= hit.endLine && hit.startLine <= endLine);
}

/** Sections of a Markdown file whose heading begins so, up to the next heading of their level. */
function sectionsUnder(
  heading: string,
  file: string,
): readonly { readonly startLine: number; readonly endLine: number }[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, at) => {
    const [, marks = "", title = ""] = /^(#+)\s+(.*)/.exec(line) ?? [];
    if (!title.startsWith(heading)) return [];
    const next = lines.findIndex(
      (other, from) =>
        from > at &&
        /^#+(?=\s)/.exec(other)?.[0] !== undefined &&
        (/^#+/.exec(other)?.[0].length ?? 9) <= marks.length,
    );
    return [{ startLine: at + 1, endLine: next === -1 ? lines.length : next }];
  });
}

async function refusalsOf(
  answering: Awaited<ReturnType<typeof openSystems>>["answering"],
  answerable: readonly OwnQuestion[],
  unanswerable: readonly string[],
  log: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const refused = async (question: string): Promise<boolean> => {
    const { found } = await answering.answerer.answer({ question, filter: {}, now: evaluationDay });
    return !found;
  };
  let rightly = 0;
  let wrongly = 0;
  for (const question of unanswerable) {
    if (await refused(question)) rightly += 1;
    else log(`answered, though nothing answers it: ${question}`);
  }
  for (const { question } of answerable) {
    if (!(await refused(question))) continue;
    wrongly += 1;
    log(`refused, though it is answered: ${question}`);
  }
  return {
    "unanswerable refused": share(rightly, unanswerable.length),
    "answerable refused": share(wrongly, answerable.length),
  };
}
