import { randomInt } from "node:crypto";
import { counted } from "../base/counted.ts";
import { WhenceError } from "../base/errors.ts";
import type { AuditFinding, AuditResult } from "../indexing/auditFinding.ts";
import type { IndexOptions } from "../indexing/indexRun.ts";
import type { Auditing } from "../wiring.ts";
import { openAuditing } from "../wiring.ts";
import { refusalToSend } from "./consent.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";
import { previewCost } from "./costPreview.ts";
import { ProgressDisplay } from "./progressDisplay.ts";

const sampleSize = 200;
const listedMost = 20;

/** What an audit found and mended, as `whence doctor --audit --json` prints it. */
interface AuditReport extends AuditResult {
  /** Findings that are no more. */
  readonly repaired: number;
  /** What is still wrong. */
  readonly remaining: readonly AuditFinding[];
  /** A sentence where nothing could be repaired because this process may not write. */
  readonly obstacle?: string;
  /** A sentence where the repaired passages have no vectors yet. */
  readonly vectorProblem?: string;
}

/**
 * `whence doctor --audit`: compares a sample of the index, or all, with the folder and itself, and repairs it. Throws
 * where something is still wrong at the end.
 */
export async function auditCommand(context: CommandContext): Promise<void> {
  const auditing = await openAuditing(placeOf(context));
  const display = context.errors.isTTY ? new ProgressDisplay(context.errors) : undefined;
  const report = await auditAndRepair(context, auditing, display).finally(async () => {
    display?.clear();
    await auditing.close();
  });
  if (context.arguments.json) printJson(context, report);
  else printLines(context, reportLines(report));
  if (report.remaining.length === 0) {
    if (report.vectorProblem !== undefined) throw new WhenceError("serviceFailed", report.vectorProblem);
    return;
  }
  const advice =
    report.obstacle === undefined
      ? "`whence index --rebuild` makes the index anew; embeddings are kept"
      : `nothing was repaired. ${report.obstacle}`;
  const remain = report.remaining.length === 1 ? "remains" : "remain";
  const sentence = `${counted(report.remaining.length, "finding")} of the audit ${remain}: ${advice}`;
  throw new WhenceError("storeCorrupt", sentence.replace(/\.?$/, "."));
}

async function auditAndRepair(
  context: CommandContext,
  { auditor, repairers, obstacle }: Auditing,
  display: ProgressDisplay | undefined,
): Promise<AuditReport> {
  const { arguments: words, signal } = context;
  const options = {
    seed: words.seed ?? randomInt(1_000_000),
    signal,
    ...(display && { onProgress: display.show }),
    ...(words.all ? {} : { sampleSize }),
  };
  const result = await auditor.audit(options);
  if (result.findings.length === 0) return { ...result, repaired: 0, remaining: [] };
  if (repairers === undefined) {
    return { ...result, repaired: 0, remaining: result.findings, ...(obstacle && { obstacle }) };
  }
  let vectorProblem: string | undefined;
  const run = async (wish?: IndexOptions) => {
    const report = await repairers.indexer.run({ ...wish, ...consentFor(context, repairers, display) });
    vectorProblem = report.vectorProblem;
    return report;
  };
  const remaining = await auditor.repair(result, { ...repairers, indexer: { run } }, options);
  const repaired = Math.max(0, result.findings.length - remaining.length);
  return { ...result, repaired, remaining, ...(vectorProblem && { vectorProblem }) };
}

/** A repair embeds what is missing like any other run, so a server gets nothing without the same consent. */
function consentFor(
  context: CommandContext,
  repairers: NonNullable<Auditing["repairers"]>,
  display: ProgressDisplay | undefined,
): IndexOptions {
  const { remote } = repairers;
  if (remote === undefined) return {};
  const refuseVectors = () => {
    display?.clear();
    return refusalToSend(context, remote, previewCost(context, repairers));
  };
  return { refuseVectors };
}

function reportLines(report: AuditReport): readonly string[] {
  const { checked, population, seed, findings, repaired, remaining } = report;
  const part = checked === population ? "all" : `${checked.toLocaleString("en")} of`;
  const lines = [
    `Audit     ${part} ${counted(population, "document")} compared with the folder and its history (seed ${seed})`,
  ];
  if (findings.length === 0) return [...lines, "Findings  none"];
  return [
    ...lines,
    `Findings  ${findings.length}`,
    ...findingLines(findings),
    `Repaired  ${repaired}`,
    ...(repaired > 0 && remaining.length > 0 ? ["Remaining", ...findingLines(remaining)] : []),
  ];
}

function findingLines(findings: readonly AuditFinding[]): readonly string[] {
  const shown = findings.slice(0, listedMost).map(({ uri, kind, sentence }) => {
    return `  ${uri.replace(/^repo:/, "")}: ${sentence} (${kind})`;
  });
  const rest = findings.length - shown.length;
  return rest === 0 ? shown : [...shown, `  … and ${rest} more (--json lists them)`];
}
