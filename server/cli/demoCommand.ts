import { createInterface } from "node:readline/promises";
import { forTerminal } from "../base/terminalText.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { Answering } from "../wiring.ts";
import { openAnswering } from "../wiring.ts";
import { answerLines } from "./askCommand.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines, printNotices } from "./context.ts";
import { demoTrace, isOwnWork } from "./demoTrace.ts";
import { reportLines, runIndex } from "./indexCommand.ts";
import { styleOf } from "./trace/traceCommand.ts";
import { traceLines } from "./trace/traceLines.ts";

/** Asked of Whence's own repository, which holds its specifications. */
const ownQuestions = [
  "Why are secrets masked before they are stored?",
  "How does an interrupted index resume?",
  "Where are the scores of the different searches fused?",
  "Where is the iPhone app?",
];

/** `whence demo`: index, show a few answers, then take questions where there is a terminal to type them. */
export async function demoCommand(context: CommandContext): Promise<void> {
  const { report } = await runIndex(context);
  if (report.vectorProblem !== undefined) printNotices(context, [report.vectorProblem]);
  const answering = await openAnswering(placeOf(context));
  printNotices(context, answering.notices);
  try {
    const questions = questionsFor(answering.catalog);
    const answers = [];
    if (!context.arguments.json) printLines(context, [...reportLines(report), ""]);
    for (const question of questions) {
      const answer = await answering.answerer.answer({
        question,
        filter: {},
        now: context.now,
        signal: context.signal,
      });
      answers.push(answer);
      if (!context.arguments.json) printLines(context, [`? ${question}`, ...answerLines(answer)]);
    }
    printNotices(context, answering.problems());
    const trace = await demoTrace(placeOf(context), isOwnFolder(answering.catalog), context);
    if (context.arguments.json)
      printJson(context, { report, answers, ...(trace === undefined ? {} : { trace }) });
    else if (trace !== undefined)
      context.output.write(
        `$ whence trace ${forTerminal(trace.target)}\n${traceLines(trace, styleOf(context)).join("\n")}\n\n`,
      );
    if (context.arguments.json) return;
    if (context.input.isTTY && context.output.isTTY) await converse(answering, context);
    else printLines(context, nextSteps());
  } finally {
    await answering.close();
  }
}

/** What the folder is asked: its best-known definition, its newest change with a reason, and what it hardly holds. */
function questionsFor(catalog: Catalog): readonly string[] {
  if (isOwnFolder(catalog)) return ownQuestions;
  const questions: string[] = [];
  const readme = ["README.md", "README.rst", "README.txt"].flatMap((name) =>
    catalog.documents.findPaths(name, 1),
  )[0];
  if (readme !== undefined) questions.push(`What is ${plainTitle(readme.title)} for?`);
  const symbol = catalog.symbols.mostCalled(20).find(({ kind, path }) => isOwnWork(kind, path));
  if (symbol !== undefined) questions.push(`Where is ${symbol.qualifiedName} defined, and who calls it?`);
  const commit = catalog.commits.recent(200).find(({ subject }) => saysWhy(subject));
  if (commit !== undefined) questions.push(`Why was this changed: ${commit.subject}`);
  if (questions.length > 0) questions.push("How is the payroll tax calculated?");
  return questions;
}

function isOwnFolder(catalog: Catalog): boolean {
  return catalog.documents.byKey("WH-1").some((document) => document.path?.startsWith("docs/specs/"));
}

/** A title without badges, links and marks. */
function plainTitle(title: string): string {
  const words = title
    .replaceAll(/!?\[[^\]]*\](?:\([^)]*\))?|<[^>]*>|https?:\S+/g, " ")
    .match(/[\p{L}\p{N}][\p{L}\p{N}.+#-]*/gu);
  return (words ?? ["this"]).slice(0, 4).join(" ");
}

/** "Merge …" and "Release 1.2" have no reason to ask for. */
function saysWhy(subject: string): boolean {
  return (
    subject.split(/\s+/).length >= 4 && !/^(?:merge|bump|release|update|version|revert)\b/i.test(subject)
  );
}

async function converse(answering: Answering, context: CommandContext): Promise<void> {
  const terminal = createInterface({ input: context.input, output: context.output });
  printLines(context, ["Ask anything about this folder; an empty line ends."]);
  try {
    for (;;) {
      const question = await terminal.question("? ", { signal: context.signal });
      if (question.trim() === "") return;
      const answer = await answering.answerer.answer({
        question,
        filter: {},
        now: new Date(),
        signal: context.signal,
      });
      printLines(context, answerLines(answer));
      printNotices(context, answering.problems());
    }
  } catch (error) {
    if (!context.signal.aborted && !isEndOfInput(error)) throw error;
  } finally {
    terminal.close();
  }
}

/** Ctrl-C and Ctrl-D at the prompt, which readline reads itself, and input that ended before. */
function isEndOfInput(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  return error.code === "ABORT_ERR" || error.code === "ERR_USE_AFTER_CLOSE";
}

function nextSteps(): readonly string[] {
  return [
    'Ask more:        npm run -s whence -- ask "why is this code here?"',
    "Trace a line:    npm run -s whence -- trace PATH:LINE",
    'Another folder:  npm start -- ../another-repo   (or: npm run -s whence -- ask "…" --folder ../another-repo)',
  ];
}
