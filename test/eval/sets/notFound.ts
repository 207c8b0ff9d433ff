import { readFileSync } from "node:fs";
import path from "node:path";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { headOf, mirrorOf, openCheckout } from "../checkout.ts";
import { ensureIndex, evaluationDay, openSystems } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport, SystemFigures } from "../evaluationSet.ts";
import { share } from "../metrics.ts";

interface Questions {
  /** Whether these questions may be looked at to choose the threshold, or only report how it does elsewhere. */
  readonly use: "fit" | "report";
  readonly answerable: readonly string[];
  readonly unanswerable: readonly string[];
}

interface Supports {
  readonly use: Questions["use"];
  readonly answerable: readonly number[];
  readonly unanswerable: readonly number[];
}

/** To be reached are 80 %; another repository will do a little worse than the one that was fitted. */
const rightlyRefusedLeast = 0.85;

/**
 * Questions that a repository answers, and questions that it does not, half of these near misses. `ask` has to refuse the
 * latter only. The threshold was chosen with the repository marked `fit`; the figures come from the others.
 */
export async function evaluateNotFound(context: EvaluationContext): Promise<SetReport> {
  const file = path.join(context.root, "test/eval/questions/notFound.json");
  const sets = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Questions>>;
  const supports: Supports[] = [];
  const systems: SystemFigures[] = [];
  const shipped = defaultPipelineConfig.answering.supportThreshold;
  for (const [repository, questions] of Object.entries(sets)) {
    const found = await supportsOf(repository, questions, context);
    supports.push(found);
    systems.push({ name: `${repository} (${questions.use})`, figures: figuresAt(shipped, [found]) });
  }
  const reported = supports.filter(({ use }) => use === "report");
  const fitted = fittedThreshold(supports.filter(({ use }) => use === "fit"));
  return {
    set: "not-found",
    cases: reported.reduce(
      (sum, { answerable, unanswerable }) => sum + answerable.length + unanswerable.length,
      0,
    ),
    systems: [
      { name: "whence", figures: figuresAt(shipped, reported) },
      { name: `whence, threshold ${fitted} fitted anew`, figures: figuresAt(fitted, reported) },
      ...systems,
    ],
    notes: [`The shipped threshold is ${shipped}. "whence" counts the repositories marked "report" alone.`],
  };
}

async function supportsOf(
  repository: string,
  { use, answerable, unanswerable }: Questions,
  { repos, cache, log }: EvaluationContext,
): Promise<Supports> {
  const mirror = mirrorOf(repos, repository);
  const checkout = openCheckout(mirror, path.join(cache, "not-found", repository.replace("/", "+"), "tree"));
  const head = headOf(mirror);
  const store = path.join(path.dirname(checkout.folder), "store");
  const place = await ensureIndex(checkout.folder, store, head, { checkout: () => checkout.moveTo(head) });
  const { answering } = await openSystems(place);
  const supportOf = async (question: string): Promise<number> => {
    const answer = await answering.answerer.answer({ question, filter: {}, now: evaluationDay });
    // Questions of the repositories that report stay unseen, so that nobody is led to tune to them.
    if (use === "fit") log(`${answer.support.toFixed(2)} ${question}`);
    return answer.support;
  };
  const all = async (questions: readonly string[]): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const question of questions) found.push(await supportOf(question));
    return found;
  };
  const found = { use, answerable: await all(answerable), unanswerable: await all(unanswerable) };
  await answering.close();
  return found;
}

function figuresAt(threshold: number, supports: readonly Supports[]): Readonly<Record<string, number>> {
  const answerable = supports.flatMap((of) => of.answerable);
  const unanswerable = supports.flatMap((of) => of.unanswerable);
  const isRefused = (support: number): boolean => support < threshold;
  return {
    "unanswerable refused": share(unanswerable.filter(isRefused).length, unanswerable.length),
    "answerable refused": share(answerable.filter(isRefused).length, answerable.length),
  };
}

/** The lowest threshold that refuses as many of the unanswerable as are to be refused, and some to spare. */
function fittedThreshold(supports: readonly Supports[]): number {
  const steps = Array.from({ length: 100 }, (_, at) => (at + 1) / 100);
  const reaches = (threshold: number): boolean =>
    (figuresAt(threshold, supports)["unanswerable refused"] ?? 0) >= rightlyRefusedLeast;
  return steps.find(reaches) ?? 1;
}
