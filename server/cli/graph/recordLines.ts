import { decisionsIn } from "../../model/decision.ts";
import { keyOfItem } from "../../model/graphIds.ts";
import type { SharedRecord } from "../../model/record.ts";
import type { TeamReplica } from "../../teamWiring.ts";
import type { CommandContext } from "../context.ts";
import { printJson, printLines } from "../context.ts";

const shownMost = 50;

/** `whence graph log`: who decided or changed what, newest first. */
export async function logCommand(context: CommandContext, { records }: TeamReplica): Promise<void> {
  const { limit = shownMost, json } = context.arguments;
  const all = records.list().toReversed();
  if (json) {
    printJson(context, all.slice(0, limit));
    return;
  }
  const rest = all.length - Math.min(limit, all.length);
  printLines(context, [
    ...(all.length === 0 ? ["Nobody has decided on a link yet."] : all.slice(0, limit).map(recordLine)),
    ...(rest > 0 ? [`… and ${rest.toLocaleString("en")} more (--limit N shows them)`] : []),
  ]);
}

function recordLine(record: SharedRecord): string {
  const when = record.at.slice(0, 16).replace("T", " ");
  const where = record.repository === undefined ? "" : `  in ${record.repository}`;
  return `${when}  ${record.by}  ${record.kind === "policy" ? policyWords(record) : decisionWords(record)}${where}`;
}

function decisionWords(record: SharedRecord): string {
  const [decision] = decisionsIn([record], record.repository);
  if (decision === undefined) return "something that a newer Whence knows";
  const { verdict, code, item, before, note } = decision;
  const was = before === undefined ? "not linked" : before.origin;
  const why = note === undefined ? "" : `: ${note}`;
  return `${verdict} ${code.replace(/^(?:symbol|file):/, "")} — ${keyOfItem(item)} (was ${was})${why}`;
}

/** Names what changed; `--json` has all of it, before and after. */
function policyWords({ body }: SharedRecord): string {
  const { before, after } = body as { before?: Record<string, unknown>; after?: Record<string, unknown> };
  if (before === undefined) return "began to share, as the team file says";
  const changed = Object.keys(after ?? {}).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after?.[name]),
  );
  return `changed the team file: ${changed.join(", ") || "nothing"}`;
}
