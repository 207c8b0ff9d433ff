import { decisionsIn } from "../model/decision.ts";
import { keyOfItem } from "../model/graphIds.ts";
import type { SharedRecord } from "../model/record.ts";

/** What somebody decided or changed, with what it was before, on one line. */
export function recordWords(record: SharedRecord): string {
  return record.kind === "policy" ? policyWords(record) : decisionWords(record);
}

function decisionWords(record: SharedRecord): string {
  const [decision] = decisionsIn([record], record.repository);
  if (decision === undefined) return "something that a newer Whence knows";
  const { verdict, code, item, before, note } = decision;
  const was = before === undefined ? "not linked" : before.origin;
  const why = note === undefined ? "" : `: ${note}`;
  return `${verdict} ${code.replace(/^(?:symbol|file):/, "")} — ${keyOfItem(item)} (was ${was})${why}`;
}

/** Names what changed; `whence graph log --json` has all of it, before and after. */
function policyWords({ body }: SharedRecord): string {
  const { before, after } = body as { before?: Record<string, unknown>; after?: Record<string, unknown> };
  if (before === undefined) return "began to share, as the team file says";
  const changed = Object.keys(after ?? {}).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after?.[name]),
  );
  return `changed the team file: ${changed.join(", ") || "nothing"}`;
}
