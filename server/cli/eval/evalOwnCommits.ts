import path from "node:path";
import { counted } from "../../base/counted.ts";
import {
  commitQuestions,
  type FoundShares,
  foundShares,
  measuredTechniques,
} from "../../retrieval/ownCommits.ts";
import { CaseFile } from "../../stores/caseFile.ts";
import { openAnswering, storeOf } from "../../wiring.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines } from "../context.ts";

const questionsUsual = 60;

interface OwnReport {
  readonly at: string;
  readonly questions: number;
  readonly all: FoundShares;
  /** What is found without each technique. */
  readonly without: Readonly<Record<string, FoundShares>>;
}

/** Asks what commits say, and looks how often the files that they changed are found; with what each technique adds. */
export async function evalOwnCommits(context: CommandContext): Promise<void> {
  const place = placeOf(context);
  const { now, signal } = context;
  const answering = await openAnswering({
    ...place,
    settings: { ...place.settings, "whence.network.offline": true },
  });
  try {
    const questions = commitQuestions(answering.catalog, context.arguments.limit ?? questionsUsual);
    const { retriever } = answering;
    const all = await foundShares(retriever, questions, { now, signal });
    const without: Record<string, FoundShares> = {};
    for (const technique of questions.length === 0 ? [] : measuredTechniques)
      without[technique] = await foundShares(retriever, questions, { without: [technique], now, signal });
    const file = new CaseFile(path.join(storeOf(place), "evaluation", "commits"));
    const before = file.lastRun() as OwnReport | undefined;
    const report: OwnReport = { at: now.toISOString(), questions: questions.length, all, without };
    if (questions.length > 0) file.rememberRun(report);
    if (context.arguments.json)
      printJson(context, { ...report, ...(before === undefined ? {} : { before }) });
    else printLines(context, reportLines(report, before));
  } finally {
    await answering.close();
  }
}

function reportLines(
  { questions, all, without }: OwnReport,
  before: OwnReport | undefined,
): readonly string[] {
  if (questions === 0)
    return [
      "This folder has no commits that say in four words what they changed in a few files, so there is nothing to ask.",
    ];
  return [
    `${counted(questions, "question")} made of commits, asked without these commits and without what reads them (commit, history, graph):`,
    "",
    "                     first     among ten   mean 1/rank",
    row("all techniques", all),
    ...Object.entries(without).map(([technique, shares]) => row(`without ${technique}`, shares)),
    "",
    ...(before === undefined
      ? ["This is the first run; the next one says what has changed since."]
      : [
          `Since ${before.at.slice(0, 10)}: among ten ${signed(all.inTen - before.all.inTen)}, mean 1/rank ${signed(all.reciprocalRank - before.all.reciprocalRank)}.`,
        ]),
  ];
}

function row(name: string, { atFirst, inTen, reciprocalRank }: FoundShares): string {
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`.padStart(5);
  return `${name.padEnd(20)} ${percent(atFirst)}     ${percent(inTen)}       ${reciprocalRank.toFixed(3)}`;
}

function signed(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(3)}`;
}
