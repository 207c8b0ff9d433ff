import type { SharedRecord } from "../../model/record.ts";
import { recordWords } from "../../sharing/recordWords.ts";
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
  return `${when}  ${record.by}  ${recordWords(record)}${where}`;
}
