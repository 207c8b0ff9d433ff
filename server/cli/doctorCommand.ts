import { counted } from "../base/counted.ts";
import { serverModelPrefix } from "../model/embedding.ts";
import type { PathVerdict } from "../session/pathVerdict.ts";
import { judgePathIn } from "../wiring.ts";
import { auditCommand } from "./auditCommand.ts";
import { configurationLines } from "./configurationLines.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";
import { extraFolderLines } from "./extraFolderHealth.ts";
import type { IndexHealth } from "./indexHealth.ts";
import { inspectIndex } from "./indexHealth.ts";
import { linkLines } from "./linkHealth.ts";

const listedMost = 12;

/** `whence doctor`: the state of the index; with `--why PATH` what became of one file; with `--audit` a comparison. */
export async function doctorCommand(context: CommandContext): Promise<void> {
  const { json, why, audit } = context.arguments;
  if (audit) return auditCommand(context);
  if (why !== undefined) {
    const verdict = await judgePathIn(placeOf(context), why);
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
  const isWhole = health.isGit && health.gitProblem === undefined;
  const git = isWhole ? "" : ` (${health.gitProblem ?? "no Git repository: files only, no history"})`;
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
    `Cache     ${cacheSentence(health)}`,
    `Skipped   ${pairs(health.skippedByReason)}`,
    ...(health.links === undefined ? [] : linkLines(health.links)),
    ...extraFolderLines(health.extraFolders),
    ...runLines(health),
    ...problemLines(health),
  ];
}

function parsingSentence({ parsing }: IndexHealth): string {
  const byEngine = Map.groupBy(parsing, ({ engine, engineOfFewFiles }) => {
    return engine === engineOfFewFiles ? engine : `${engine} (${engineOfFewFiles} where few files changed)`;
  });
  const parts = [...byEngine].map(
    ([engine, rows]) => `${engine}: ${rows.map(({ language }) => language).join(", ")}`,
  );
  return parts.join("; ") || "no code in a language with a grammar";
}

function cacheSentence({ cachedVectors = {} }: IndexHealth): string {
  const models = Object.entries(cachedVectors).map(([model, count]) => {
    const care = model.startsWith(serverModelPrefix) ? ", never dropped" : "";
    return `${counted(count, "vector")} (${model}${care})`;
  });
  return models.join("; ") || "empty";
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
  // Two files with as many masked values more or less have the same problem.
  const groups = [...Map.groupBy(problems, ({ sentence }) => sentence.replaceAll(/\d+/g, "#")).values()];
  const lines = groups.toSorted((a, b) => b.length - a.length).map(groupLine);
  const rest = lines.length - listedMost;
  const more = rest > 0 ? [`  … and ${rest} more kinds (--json lists all)`] : [];
  return [`Problems  ${problems.length.toLocaleString("en")}`, ...lines.slice(0, listedMost), ...more];
}

function groupLine(problems: IndexHealth["problems"]): string {
  const [first] = problems;
  if (first === undefined) return "";
  if (problems.length === 1) return `  ${first.path}: ${first.sentence}`;
  const isSame = problems.every(({ sentence }) => sentence === first.sentence);
  const example = isSame ? "" : `, in ${first.path}`;
  return `  ${counted(problems.length, "file")}${example}: ${first.sentence}`;
}

function pairs(counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => (b ?? 0) - (a ?? 0));
  return entries.map(([name, count]) => `${name} ${count}`).join(", ") || "nothing";
}
