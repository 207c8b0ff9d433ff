import path from "node:path";
import { traceMermaid } from "../../../shared/traceMermaid.ts";
import { openTracing } from "../../wiring.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printNotices } from "../context.ts";
import { traceLines } from "./traceLines.ts";

const listedForPeople = 12;

/** `whence trace`: the chain behind a line, file or commit, or below a key. */
export async function traceCommand(context: CommandContext): Promise<void> {
  const words = context.arguments.words.join(" ").trim();
  if (words === "") throw new UsageError("What should be traced? Give PATH:LINE, PATH, a key or a commit.");
  const { json, mermaid, asOf, depth } = context.arguments;
  if (json && mermaid) throw new UsageError("Give --json or --mermaid, not both.");
  const session = await openTracing(placeOf(context));
  try {
    const target = targetIn(context.folder, words);
    const { now, signal } = context;
    const listedMost = json ? undefined : listedForPeople;
    const trace = await session.tracer.trace({ target, asOf, depth, listedMost, now, signal });
    if (json) printJson(context, trace);
    else if (mermaid) context.output.write(traceMermaid(trace));
    else context.output.write(`${traceLines(trace, styleOf(context)).join("\n")}\n`);
    printNotices(context, session.notices());
  } finally {
    await session.close();
  }
}

/** A path counts from where the user stands; within the indexed folder it is known by its path from there. */
export function targetIn(folder: string, words: string): string {
  const [, file = words, rest = ""] = /^(.+?)(:\d+(?::\d+)?)?$/.exec(words) ?? [];
  const within = path.relative(folder, path.resolve(file));
  const isBelow = within !== "" && !within.startsWith("..") && !path.isAbsolute(within);
  const isPath = /[/\\.]/.test(file) || rest !== "";
  return isPath && isBelow && path.resolve(folder) !== path.resolve(".") ? `${within}${rest}` : words;
}

/** Colour on a terminal alone, and not where `NO_COLOR` is set (https://no-color.org). */
export function styleOf({ output, environment }: CommandContext) {
  const isColoured = output.isTTY === true && (environment.NO_COLOR ?? "") === "";
  return { columns: output.isTTY === true ? (output.columns ?? 100) : 160, isColoured };
}
