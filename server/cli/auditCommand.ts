import { randomInt } from "node:crypto";
import { WhenceError } from "../base/errors.ts";
import type { AuditFinding, AuditResult } from "../indexing/auditFinding.ts";
import type { Auditing } from "../wiring.ts";
import { openAuditing } from "../wiring.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";
import { counted } from "./counted.ts";

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
}

/**
 * `whence doctor --audit`: compares a sample of the index, or all, with the folder and itself, and repairs it. Throws
 * where something is still wrong at the end.
 */
export async function auditCommand(context: CommandContext): Promise<void> {
  const auditing = await openAuditing(placeOf(context));
  const report = await auditAndRepair(context, auditing).finally(auditing.close);
  if (context.arguments.json) printJson(context, report);
  else printLines(context, reportLines(report));
  if (report.remaining.length === 0) return;
  const advice =
    report.obstacle === undefined
      ? "`whence index --rebuild` makes the index anew; embeddings are kept"
      : `nothing was repaired. ${report.obstacle}`;
  const sentence = `${counted(report.remaining.length, "finding")} of the audit remain: ${advice}`;
  throw new WhenceError("storeCorrupt", sentence.replace(/\.?$/, "."));
}

async function auditAndRepair(
  { arguments: words, signal }: CommandContext,
  { auditor, repairers, obstacle }: Auditing,
): Promise<AuditReport> {
  const options = {
    seed: words.seed ?? randomInt(1_000_000),
    signal,
    ...(words.all ? {} : { sampleSize }),
  };
  const result = await auditor.audit(options);
  const isClean = result.findings.length === 0;
  const remaining =
    isClean || repairers === undefined ? result.findings : await auditor.repair(result, repairers, options);
  return {
    ...result,
    repaired: Math.max(0, result.findings.length - remaining.length),
    remaining,
    ...(isClean || obstacle === undefined ? {} : { obstacle }),
  };
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
