import type { IndexHealth, PathVerdict } from "../wiring.ts";
import { explainPath, inspectIndex } from "../wiring.ts";
import type { CommandContext } from "./context.ts";
import { printJson, printLines } from "./context.ts";
import { readSettings } from "./settingsFromEnvironment.ts";

const listedMost = 12;

/** `whence doctor`: the state of the index; with `--why PATH` what became of one file. */
export async function doctorCommand(context: CommandContext): Promise<void> {
  const { json, store, why } = context.arguments;
  const settings = readSettings(context.environment);
  if (why !== undefined) {
    const verdict = await explainPath(context.folder, why, store, settings);
    if (json) printJson(context, verdict);
    else printLines(context, verdictLines(verdict));
    return;
  }
  const health = await inspectIndex(context.folder, store, settings);
  if (json) printJson(context, health);
  else printLines(context, healthLines(health));
}

function verdictLines(verdict: PathVerdict): readonly string[] {
  return [verdict.sentence, ...verdict.notes.map((note) => `  ${note}`)];
}

function healthLines(health: IndexHealth): readonly string[] {
  const { counts, lastRun } = health;
  const lines = [
    `Folder   ${health.folder}${health.isGit ? "" : " (no Git repository: files only, no history)"}`,
    `Store    ${health.store} (${(health.storeBytes / 1e6).toFixed(1)} MB)`,
    `Runtime  Node ${health.nodeVersion}, ${health.platform}; code is parsed by ${health.parsing}`,
  ];
  if (counts === undefined) return [...lines, "Index    none yet: run `whence index`."];
  lines.push(
    `Index    ${counts.documents - (counts.byKind.commit ?? 0)} files, ${counts.commits} commits, ${counts.chunks} passages, ${counts.symbols} symbols`,
    `Kinds    ${pairs(counts.byKind)}`,
    `Language ${pairs(counts.byLanguage)}`,
    `Vectors  ${health.vectors}`,
    `Skipped  ${pairs(health.skippedByReason)}`,
  );
  if (lastRun !== undefined)
    lines.push(
      `Last run ${lastRun.startedAt}, ${lastRun.outcome}${lastRun.message === undefined ? "" : `: ${lastRun.message}`}`,
    );
  if (health.shallow)
    lines.push("History  cut off: this is a shallow clone (`git fetch --unshallow` brings the rest)");
  lines.push(...problemLines(health));
  return lines;
}

function problemLines({ problems }: IndexHealth): readonly string[] {
  if (problems.length === 0) return ["Problems none"];
  const shown = problems.slice(0, listedMost).map(({ path, sentence }) => `  ${path}: ${sentence}`);
  const rest =
    problems.length > listedMost ? [`  … and ${problems.length - listedMost} more (--json lists them)`] : [];
  return [`Problems ${problems.length}`, ...shown, ...rest];
}

function pairs(counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => (b ?? 0) - (a ?? 0));
  return entries.map(([name, count]) => `${name} ${count}`).join(", ") || "nothing";
}
