import path from "node:path";
import type { IndexReport } from "../indexing/indexProgress.ts";
import { openIndexing } from "../wiring.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";
import { counted } from "./counted.ts";
import { ProgressDisplay } from "./progressDisplay.ts";

/** `whence index`: brings the index up to date and says what it holds. */
export async function indexCommand(context: CommandContext): Promise<void> {
  const report = await runIndex(context);
  if (context.arguments.json) printJson(context, report);
  else printLines(context, reportLines(report));
}

/** One indexing run with progress on the error stream; silent there with `--json` unless that is a terminal. */
export async function runIndex(context: CommandContext): Promise<IndexReport> {
  const display = new ProgressDisplay(context.errors);
  const isShown = context.errors.isTTY || !context.arguments.json;
  const { rebuild, include, forget } = context.arguments;
  const folders = { include: include.map((folder) => path.resolve(folder)), forget };
  const session = await openIndexing(placeOf(context), { rebuild, ...folders });
  try {
    return await session.indexer.run({
      signal: context.signal,
      ...(isShown ? { onProgress: display.show } : {}),
    });
  } finally {
    if (isShown) display.clear();
    await session.close();
  }
}

/** What a run did, in a few lines for people. */
export function reportLines(report: IndexReport): readonly string[] {
  const changed = report.documentsChanged + report.documentsRemoved;
  const lines = [
    `Indexed ${counted(report.files, "file")} and ${counted(report.commits, "commit")}: ` +
      `${counted(report.chunks, "passage")}, ${counted(report.symbols, "symbol")}, in ${report.seconds.toFixed(1)} s.`,
    changed === 0
      ? "Nothing had changed."
      : `${report.documentsChanged} new or changed, ${report.documentsRemoved} removed; ` +
        `${counted(report.chunksEmbedded, "vector")} computed, ${report.chunksFromCache.toLocaleString("en")} reused.`,
  ];
  if (report.skipped > 0)
    lines.push(`${counted(report.skipped, "path")} not indexed; \`whence doctor\` says why.`);
  if (report.shallow)
    lines.push("This is a shallow clone: older commits are missing (`git fetch --unshallow` brings them).");
  return [...lines, ...report.warnings];
}
