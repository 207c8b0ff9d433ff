import { decideInFolder } from "../../linkWiring.ts";
import type { Verdict } from "../../model/decision.ts";
import { decisionSentence } from "../../tracing/decisionSentence.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines } from "../context.ts";
import { targetIn } from "../trace/traceCommand.ts";

const verdicts: Readonly<Record<string, Verdict>> = {
  confirm: "confirmed",
  reject: "rejected",
  withdraw: "withdrawn",
};

/** True for the words of a decision: `confirm A B`. */
export function isDecision([word = ""]: readonly string[]): boolean {
  return Object.hasOwn(verdicts, word);
}

/** `whence link confirm|reject|withdraw A B`: settles a link between an item and code. */
export async function decideCommand(context: CommandContext): Promise<void> {
  const [word = "", ...ends] = context.arguments.words;
  const verdict = verdicts[word];
  const [first, second] = ends;
  if (verdict === undefined || first === undefined || second === undefined || ends.length > 2) {
    throw new UsageError(
      `\`whence link ${word}\` takes an item and code: whence link ${word} WH-12 src/a.ts:120`,
    );
  }
  const made = await decideInFolder(placeOf(context), {
    ends: [targetIn(context.folder, first), targetIn(context.folder, second)],
    verdict,
    note: context.arguments.note,
    now: context.now,
    signal: context.signal,
  });
  const { decision, former, stated } = made;
  if (context.arguments.json) {
    const { item, code } = made.ends;
    const lines = code.symbol?.symbol;
    const place = lines === undefined ? {} : { startLine: lines.startLine, endLine: lines.endLine };
    const ends = { item: item.key ?? item.title, code: code.path, ...definitionOf(made.ends), ...place };
    const { id, at, by, note } = decision;
    printJson(context, {
      ...{ id, verdict, ...ends, by, at },
      ...(note === undefined ? {} : { note }),
      ...(former === undefined ? {} : { former: former.verdict }),
      stated: stated.length,
    });
    return;
  }
  printLines(context, [
    decisionSentence(verdict, made.ends),
    `  by ${decision.by}, ${decision.at.slice(0, 10)}${decision.note === undefined ? "" : `: ${decision.note}`}`,
    ...(former === undefined
      ? []
      : [`  It was ${former.verdict} by ${former.by} on ${former.at.slice(0, 10)}.`]),
    ...(stated.length === 0 || verdict === "withdrawn"
      ? []
      : ["  Somebody also stated this link; that stays, and both are shown."]),
  ]);
}

type Ends = Awaited<ReturnType<typeof decideInFolder>>["ends"];

function definitionOf({ code }: Ends): { readonly definition?: string } {
  return code.symbol === undefined ? {} : { definition: code.symbol.symbol.qualifiedName };
}
