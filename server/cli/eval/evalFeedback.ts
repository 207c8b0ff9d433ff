import path from "node:path";
import {
  type CaseStanding,
  caseOf,
  type FeedbackCase,
  parseCases,
  standingOf,
} from "../../answering/feedbackCases.ts";
import { askedFilter } from "../../askWiring.ts";
import { counted } from "../../base/counted.ts";
import { withConversations } from "../../conversationsWiring.ts";
import { CaseFile } from "../../stores/caseFile.ts";
import { type Answering, openAnswering, storeOf } from "../../wiring.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines, printNotices } from "../context.ts";

interface LastRun {
  readonly at: string;
  /** Turns that were made cases once: one that the person deleted does not come back. */
  readonly known: readonly string[];
  readonly standings: readonly CaseStanding[];
}

/** Makes cases of answers that were rated down, asks all cases again, and says what is better and what is worse. */
export async function evalFeedback(context: CommandContext): Promise<void> {
  const place = placeOf(context);
  const { casesFile } = context.arguments;
  const file = new CaseFile(
    casesFile === undefined
      ? path.join(storeOf(place), "evaluation", "cases.jsonl")
      : path.resolve(casesFile),
  );
  const last = (file.lastRun() ?? { at: "", known: [], standings: [] }) as LastRun;
  const rated = withConversations(place, (store) => store.rated()).filter(
    ({ rating }) => rating?.verdict === "bad",
  );
  const answering = await openAnswering({
    ...place,
    settings: { ...place.settings, "whence.network.offline": true },
  });
  try {
    const known = new Set([...last.known, ...parseCases(file.read()).cases.map(({ id }) => id)]);
    const added = rated.filter(({ id }) => !known.has(id)).map((turn) => caseOf(turn, answering.catalog));
    file.add(added);
    const { cases, broken } = parseCases(file.read());
    const standings: CaseStanding[] = [];
    for (const each of cases) standings.push(await stand(each, last, answering, context));
    const ids = [...new Set([...known, ...rated.map(({ id }) => id)])];
    file.rememberRun({ at: context.now.toISOString(), known: ids, standings } satisfies LastRun);
    const report = {
      file: file.place,
      added: added.length,
      ...(last.at === "" ? {} : { since: last.at }),
      cases: standings,
    };
    if (context.arguments.json) printJson(context, { ...report, broken });
    else printLines(context, reportLines(report, cases));
    if (broken.length > 0)
      printNotices(context, [
        `${file.place}: line ${broken.join(", ")} is no case with "id" and "question"; the others were asked.`,
      ]);
  } finally {
    await answering.close();
  }
}

async function stand(
  each: FeedbackCase,
  { standings }: LastRun,
  { answerer }: Answering,
  { now, signal }: CommandContext,
): Promise<CaseStanding> {
  const { question, context = [], filter = {} } = each;
  const answer = await answerer.answer({ question, context, filter: askedFilter(filter), now, signal });
  return standingOf(
    each,
    answer,
    standings.find(({ id }) => id === each.id),
  );
}

function reportLines(
  {
    file,
    added,
    since,
    cases: standings,
  }: {
    readonly file: string;
    readonly added: number;
    readonly since?: string;
    readonly cases: readonly CaseStanding[];
  },
  cases: readonly FeedbackCase[],
): readonly string[] {
  if (standings.length === 0)
    return ["No answer was rated down in the chat yet, so there is nothing to ask again."];
  const count = (verdict: CaseStanding["verdict"]) =>
    standings.filter((each) => each.verdict === verdict).length;
  const before = since === undefined ? "the answers that were rated" : `the run of ${since.slice(0, 10)}`;
  const unjudged = cases.filter(({ expected = [] }) => expected.length === 0).length;
  return [
    ...standings.map(lineOf),
    "",
    `${counted(standings.length, "case")}, ${added} of them new. Against ${before}: ${count("better")} better, ${count("worse")} worse, ${count("same")} the same${count("changed") === 0 ? "" : `, ${count("changed")} answered otherwise`}.`,
    ...(unjudged === 0
      ? []
      : [
          `Of ${unjudged} nobody has said what should be cited: add "expected": ["PATH:LINE"] to their lines, and they are judged.`,
        ]),
    `Cases: ${file} (yours to read, edit and delete)`,
  ];
}

function lineOf({ verdict, question, rank, cited }: CaseStanding): string {
  const words = { better: "better ", worse: "worse  ", same: "same   ", changed: "changed" }[verdict];
  const where = rank === undefined ? (cited[0] ?? "not found") : `right at ${rank}`;
  return `${words}  ${question.replaceAll(/\s+/g, " ").slice(0, 80)}  → ${where}`;
}
