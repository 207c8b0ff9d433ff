import type { Impact, ImpactedSymbol } from "../../../shared/model/impact.ts";
import { nodeWords } from "../../../shared/traceWords.ts";
import { openTracing } from "../../wiring.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines, printNotices } from "../context.ts";
import { targetIn } from "../trace/traceCommand.ts";

const listedMost = 25;

/** `whence impact`: stories, definitions, tests and people that a change touches. */
export async function impactCommand(context: CommandContext): Promise<void> {
  const words = context.arguments.words.join(" ").trim();
  if (words === "") throw new UsageError("What would change? Give PATH:LINE, PATH or a key.");
  const session = await openTracing(placeOf(context));
  try {
    const target = targetIn(context.folder, words);
    const { now, signal } = context;
    const impact = await session.impact({ target, depth: context.arguments.depth, now, signal });
    if (context.arguments.json) printJson(context, impact);
    else printLines(context, impactLines(impact));
    printNotices(context, session.notices());
  } finally {
    await session.close();
  }
}

function impactLines({
  subject,
  summary,
  items,
  symbols,
  tests,
  files,
  people,
  notices,
}: Impact): readonly string[] {
  return [
    nodeWords(subject),
    summary,
    ...section(
      "Stories",
      items.map(({ node, distance, via }) => `${distance}  ${nodeWords(node)}  — ${via}`),
    ),
    ...section("Code that reaches it", symbols.map(symbolLine)),
    ...section("Tests that reach it", tests.map(symbolLine)),
    ...section(
      "Files that import it",
      files.map(({ path, line }) => `   ${path}:${line}`),
    ),
    ...section(
      "People",
      people.map(
        ({ name, email, detail }) => `   ${name}${email === undefined ? "" : ` <${email}>`}  — ${detail}`,
      ),
    ),
    ...(notices.length === 0 ? [] : ["", ...notices]),
  ];
}

/** The number is the distance: how many calls or dependencies lie between. */
function symbolLine({ name, kind, path, line, distance, calls, isByNameOnly }: ImpactedSymbol): string {
  const doubt = isByNameOnly ? ", by name only" : "";
  return `${distance}  ${kind} ${name}  ${path}:${line}  — calls ${calls}${doubt}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - listedMost;
  const more = rest > 0 ? [`     … ${rest} more (--json lists all)`] : [];
  return ["", title, ...lines.slice(0, listedMost).map((line) => `  ${line}`), ...more];
}
