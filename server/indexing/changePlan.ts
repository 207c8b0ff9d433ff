import { extraFolderOf, fileUri, pathOfUri } from "../model/documentUri.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { DocumentState } from "../model/storedState.ts";
import type { WorkspaceEntry } from "../model/workspaceFile.ts";
import { isCurrentMark } from "./documentMark.ts";

/** What a run has to do with the files of a folder. */
export interface ChangePlan {
  /** New files, and those that may have changed: their content decides. Those that were changed last come first. */
  readonly toRead: readonly WorkspaceEntry[];
  /** Documents whose file is gone. */
  readonly removedUris: readonly string[];
  readonly unchangedCount: number;
}

/**
 * Compares the files on disk with the indexed ones by size and time stamp, and their chunks with what the settings ask
 * for. A file that was modified so shortly before
 * the last run (`trustedBeforeMs`) that a second change could carry the same stamp is read again, as Git does with
 * "racily clean" entries (Documentation/technical/racy-git.txt). Documents of extra folders that are `absent`, by name,
 * are not taken for removed.
 */
export function planChanges(
  entries: readonly WorkspaceEntry[],
  states: ReadonlyMap<string, DocumentState>,
  trustedBeforeMs: number,
  config: PipelineConfig,
  absent: readonly string[] = [],
): ChangePlan {
  const toRead: WorkspaceEntry[] = [];
  const present = new Set<string>();
  for (const entry of entries) {
    const uri = fileUri(entry.path);
    present.add(uri);
    const state = states.get(uri);
    const isUnchanged =
      state !== undefined &&
      isCurrentMark(state.contentHash, config) &&
      state.sizeBytes === entry.sizeBytes &&
      state.modifiedMs === entry.modifiedMs &&
      entry.modifiedMs < trustedBeforeMs;
    if (!isUnchanged) toRead.push(entry);
  }
  toRead.sort((a, b) => b.modifiedMs - a.modifiedMs);
  const removedUris = [...states.keys()].filter((uri) => {
    const path = pathOfUri(uri);
    return path !== undefined && !present.has(uri) && !absent.includes(extraFolderOf(path) ?? "");
  });
  return { toRead, removedUris, unchangedCount: entries.length - toRead.length };
}
