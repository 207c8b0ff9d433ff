import { configurationLines } from "./configurationLines.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";
import { counted } from "./counted.ts";
import { extraFolderLines } from "./extraFolderHealth.ts";
import type { IndexHealth } from "./indexHealth.ts";
import { inspectIndex } from "./indexHealth.ts";
import type { PathVerdict } from "./pathVerdict.ts";
import { judgePath } from "./pathVerdict.ts";

const listedMost = 12;

/** `whence doctor`: the state of the index; with `--why PATH` what became of one file. */
export async function doctorCommand(context: CommandContext): Promise<void> {
  const { json, why } = context.arguments;
  if (why !== undefined) {
    const verdict = await judgePath(placeOf(context), why);
    if (json) printJson(context, verdict);
    else printLines(context, verdictLines(verdict));
    return;
  }
  const health = await inspectIndex(placeOf(context));
  if (json) printJson(context, health);
  else printLines(context, healthLines(health));
}

function verdictLines(verdict: PathVerdict): readonly string[] {
  return [verdict.sentence, ...verdict.notes.map((note) => `  ${note}`)];
}

function healthLines(health: IndexHealth): readonly string[] {
  const { counts } = health;
  const git = health.isGit ? "" : ` (${health.gitProblem ?? "no Git repository: files only, no history"})`;
  const lines = [
    `Folder    ${health.folder}${git}`,
    `Store     ${health.store} (${(health.storeBytes / 1e6).toFixed(1)} MB)`,
    `Runtime   Node ${health.nodeVersion}, ${health.platform}`,
    ...configurationLines(health.pipeline),
  ];
  if (counts === undefined) return [...lines, "Index     none yet: run `whence index`."];
  const files = counts.documents - (counts.byKind.commit ?? 0);
  return [
    ...lines,
    `Index     ${counted(files, "file")}, ${counted(counts.commits, "commit")}, ${counted(counts.chunks, "passage")}, ${counted(counts.symbols, "symbol")}`,
    `Kinds     ${pairs(counts.byKind)}`,
    `Languages ${pairs(counts.byLanguage)}`,
    `Parsing   ${parsingSentence(health)}`,
    `Vectors   ${health.vectors ?? "none"}`,
    `Skipped   ${pairs(health.skippedByReason)}`,
    ...extraFolderLines(health.extraFolders),
    ...runLines(health),
    ...problemLines(health),
  ];
}

function parsingSentence({ parsing }: IndexHealth): string {
  const byEngine = Map.groupBy(parsing, ({ engine }) => engine);
  const parts = [...byEngine].map(
    ([engine, rows]) => `${engine}: ${rows.map(({ language }) => language).join(", ")}`,
  );
  return parts.join("; ") || "no code in a language with a grammar";
}

function runLines({ lastRun, shallow }: IndexHealth): readonly string[] {
  const lines = [];
  if (lastRun !== undefined) {
    const message = lastRun.message === undefined ? "" : `: ${lastRun.message}`;
    lines.push(`Last run  ${lastRun.startedAt}, ${lastRun.outcome}${message}`);
  }
  if (shallow)
    lines.push("History   cut off: this is a shallow clone (`git fetch --unshallow` brings the rest)");
  return lines;
}

function problemLines({ problems }: IndexHealth): readonly string[] {
  if (problems.length === 0) return ["Problems  none"];
  const shown = problems.slice(0, listedMost).map(({ path, sentence }) => `  ${path}: ${sentence}`);
  const rest =
    problems.length > listedMost ? [`  … and ${problems.length - listedMost} more (--json lists them)`] : [];
  return [`Problems  ${problems.length}`, ...shown, ...rest];
}

function pairs(counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => (b ?? 0) - (a ?? 0));
  return entries.map(([name, count]) => `${name} ${count}`).join(", ") || "nothing";
}
