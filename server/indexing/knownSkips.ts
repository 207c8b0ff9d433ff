import type { StoredSkip } from "../model/storedState.ts";
import type { SkippedFile, SkipReason, WorkspaceEntry } from "../model/workspaceFile.ts";
import { pipelineVersion } from "./pipelineVersion.ts";

/** Reasons which lie in the content alone: as long as that stays, so do they. Rights, for one, change without a trace. */
const reasonsOfContent: ReadonlySet<SkipReason> = new Set(["binary", "minified", "generated"]);

/** What was read and is not indexed, as the catalog keeps it; with a stamp where only another content changes that. */
export function storedSkip(skipped: SkippedFile, entry: WorkspaceEntry): StoredSkip {
  const isLasting = reasonsOfContent.has(skipped.reason) && entry.broughtBack !== true;
  return isLasting ? { ...skipped, stamp: stampOf(entry) } : skipped;
}

/** Files parted into those that an earlier run excluded by their content, which is the same, and all others. */
export function partKnownSkips(
  entries: readonly WorkspaceEntry[],
  stamped: readonly StoredSkip[],
  trustedBeforeMs: number,
): { readonly known: readonly StoredSkip[]; readonly others: readonly WorkspaceEntry[] } {
  const byPath = new Map(stamped.map((skip) => [skip.path, skip]));
  const known: StoredSkip[] = [];
  const others: WorkspaceEntry[] = [];
  for (const entry of entries) {
    const skip = byPath.get(entry.path);
    const isKnown =
      skip?.stamp === stampOf(entry) && entry.broughtBack !== true && entry.modifiedMs < trustedBeforeMs;
    if (skip !== undefined && isKnown) known.push(skip);
    else others.push(entry);
  }
  return { known, others };
}

/** Also of the version, whose rules on content may be others. */
function stampOf({ sizeBytes, modifiedMs }: WorkspaceEntry): string {
  return [pipelineVersion, sizeBytes, modifiedMs].join(":");
}
