import path from "node:path";
import { counted } from "../base/counted.ts";
import { WhenceError } from "../base/errors.ts";
import type { RemoteEmbedding } from "../embedderWiring.ts";
import type { IndexReport } from "../indexing/indexProgress.ts";
import { openIndexing } from "../wiring.ts";
import { refusalToSend } from "./consent.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines, printNotices } from "./context.ts";
import type { CostPreview } from "./costPreview.ts";
import { previewCost, previewLines } from "./costPreview.ts";
import { ProgressDisplay } from "./progressDisplay.ts";

/** `whence index`: brings the index up to date and says what it holds. */
export async function indexCommand(context: CommandContext): Promise<void> {
  const { report, preview, remote } = await runIndex(context);
  const { json } = context.arguments;
  if (preview !== undefined) {
    if (json) printJson(context, preview);
    else printLines(context, previewLines(preview, remote));
    return;
  }
  if (json) printJson(context, report);
  else printLines(context, reportLines(report));
  if (report.vectorProblem !== undefined) throw new WhenceError("serviceFailed", report.vectorProblem);
}

/** What a run did; with `--preview` what it did not do. */
interface IndexRun {
  readonly report: IndexReport;
  readonly preview?: CostPreview;
  readonly remote?: RemoteEmbedding | undefined;
}

/** One indexing run with progress on the error stream; silent there with `--json` unless that is a terminal. */
export async function runIndex(context: CommandContext): Promise<IndexRun> {
  const display = new ProgressDisplay(context.errors);
  const isShown = context.errors.isTTY || !context.arguments.json;
  const { rebuild, include, forget } = context.arguments;
  const folders = { include: include.map((folder) => path.resolve(folder)), forget };
  const session = await openIndexing(placeOf(context), { rebuild, ...folders });
  try {
    if (context.arguments.preview && session.parts.vectors === undefined) throw nothingToPreview();
    if (context.arguments.preview && session.vectorObstacle !== undefined)
      throw new WhenceError("badInput", session.vectorObstacle);
    printNotices(context, session.notices);
    let shown: CostPreview | undefined;
    const refuseVectors = async () => {
      const preview = previewCost(context, session);
      if (isShown) display.clear();
      if (context.arguments.preview) shown = preview;
      else if (session.remote !== undefined) return refusalToSend(context, session.remote, preview);
      return "Only a preview was asked for.";
    };
    const report = await session.indexer.run({
      signal: context.signal,
      ...(isShown ? { onProgress: display.show } : {}),
      ...(session.remote === undefined && !context.arguments.preview ? {} : { refuseVectors }),
    });
    return { report, remote: session.remote, ...(shown === undefined ? {} : { preview: shown }) };
  } finally {
    if (isShown) display.clear();
    await session.close();
  }
}

function nothingToPreview(): WhenceError {
  const sentence =
    "--preview shows what vectors take, and none are made for this folder: choose another embedder than `none` in .whence/config.yaml or whence.embedding.provider.";
  return new WhenceError("badInput", sentence);
}

/** What a run did, in a few lines for people. */
export function reportLines(report: IndexReport): readonly string[] {
  const changed = report.documentsChanged + report.documentsRemoved;
  const lines = [
    `Indexed ${counted(report.files, "file")} and ${counted(report.commits, "commit")}: ` +
      `${counted(report.chunks, "passage")}, ${counted(report.symbols, "symbol")}, ${counted(report.links, "link")}, in ${report.seconds.toFixed(1)} s.`,
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
