import type { Answer, Passage } from "../../shared/model/answer.ts";
import { openAnswering } from "../wiring.ts";
import { UsageError } from "./arguments.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines, printNotices } from "./context.ts";
import { filterOf } from "./searchCommand.ts";
import { styleOf } from "./trace/traceCommand.ts";
import { chainLines } from "./trace/traceLines.ts";

/** Columns of prose; code is shown as it stands. */
const lineWidth = 110;

/** `whence ask`: the passages which answer a question. "Not found" is an answer too and ends with exit code 0. */
export async function askCommand(context: CommandContext): Promise<void> {
  const question = context.arguments.words.join(" ");
  if (question.trim() === "") throw new UsageError("What do you want to know?");
  const answering = await openAnswering(placeOf(context));
  printNotices(context, answering.notices);
  try {
    const answer = await answering.answerer.answer({
      question,
      filter: filterOf(context.arguments),
      now: context.now,
      signal: context.signal,
    });
    const gaps = answering.gaps();
    // What is not there yet may be the answer, which a program has to know too.
    const summary = answer.found || gaps === undefined ? answer.summary : `${answer.summary} ${gaps}`;
    if (context.arguments.json) printJson(context, { ...answer, summary });
    else printLines(context, answerLines({ ...answer, summary }, styleOf(context).columns));
    printNotices(context, [...answering.problems(), answer.found ? gaps : undefined]);
  } finally {
    await answering.close();
  }
}

/** An answer as text: summary, then each passage under its citation. */
export function answerLines(answer: Answer, columns = lineWidth): readonly string[] {
  const chain = answer.chain === undefined ? [] : [...chainLines(answer.chain, columns), ""];
  return [answer.summary, "", ...chain, ...answer.passages.flatMap(passageBlock)];
}

function passageBlock(passage: Passage): readonly string[] {
  const title = passage.key === undefined ? passage.title : `${passage.key} ${passage.title}`;
  const heading = passage.byline === undefined ? title : `${title}  (${passage.byline})`;
  const lines = passage.text.split("\n");
  // The subject of a commit is its title already.
  const text = (
    passage.kind === "commit" && lines[0] === passage.title ? withoutBlankHead(lines.slice(1)) : lines
  )
    .flatMap((line) => (passage.kind === "code" ? [line] : wrapped(line)))
    .map((line) => `    ${line}`.trimEnd());
  return [
    `[${passage.number}] ${passage.citation.label}  ${heading}`,
    ...text,
    `    (${passage.reason})`,
    "",
  ];
}

function withoutBlankHead(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first);
}

/** Long lines are broken at blanks; only a word that is longer by itself is cut. */
function wrapped(line: string): readonly string[] {
  if (line.length <= lineWidth) return [line];
  return line.match(new RegExp(`.{1,${lineWidth}}(?:\\s+|$)|.{1,${lineWidth}}`, "gu")) ?? [line];
}
