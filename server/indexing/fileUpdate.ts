import { cancelledError } from "../base/errors.ts";
import { fileUri } from "../model/documentUri.ts";
import type { PathScope } from "../model/pathScope.ts";
import type { DocumentState, StoredSkip } from "../model/storedState.ts";
import type { WorkspaceEntry } from "../model/workspaceFile.ts";
import { type ChangePlan, planChanges } from "./changePlan.ts";
import { marksContent } from "./documentMark.ts";
import { DocumentPipeline } from "./documentPipeline.ts";
import type { FolderSource } from "./folderSource.ts";
import type { IndexerParts, IndexOptions, RunCounts } from "./indexRun.ts";
import { partKnownSkips, storedSkip } from "./knownSkips.ts";
import type { UrgentPaths } from "./urgentPaths.ts";

/** Time stamps of some file systems are this coarse. */
const stampResolutionMs = 2_000;

/** Reads the files of a listing that are new or changed, and forgets those that are gone; with a scope, only there. */
export async function updateFiles(
  parts: IndexerParts,
  { entries, skipped, absent }: Awaited<ReturnType<FolderSource["list"]>>,
  started: number,
  counts: RunCounts,
  options: IndexOptions,
  scope?: PathScope,
): Promise<void> {
  const { catalog, writer } = parts;
  const states = fileStates(parts, scope);
  // Whatever is named is read: a run over some paths leaves no time stamp to trust.
  const trustedMs = scope === undefined ? trustedBeforeMs(parts, started) : Number.NEGATIVE_INFINITY;
  const { known, others } = partKnownSkips(entries, catalog.skipped.stamped(), trustedMs);
  const plan = planChanges(others, states, trustedMs, parts.config, absent);
  // From here on the stored text may be newer than the indexed commit: citations must not name that commit for it.
  catalog.meta.set("uncommittedPaths", JSON.stringify(unsurePaths(parts, plan)));
  await writer.removeDocuments(plan.removedUris);
  counts.documentsRemoved += plan.removedUris.length;
  const skippedWhenRead = await readFiles(parts, plan, states, counts, options);
  const rows = [...skipped, ...known, ...skippedWhenRead];
  if (scope === undefined) catalog.skipped.replaceAll(rows);
  else catalog.skipped.replaceBelow(scope.paths, rows);
}

async function readFiles(
  parts: IndexerParts,
  plan: ChangePlan,
  states: ReadonlyMap<string, DocumentState>,
  counts: RunCounts,
  options: IndexOptions,
): Promise<readonly StoredSkip[]> {
  const { catalog, config, processor, source, writer } = parts;
  const target = new DocumentPipeline(processor, writer, options.signal);
  const skipped: StoredSkip[] = [];
  const touched: { uri: string; modifiedMs: number; sizeBytes: number }[] = [];
  const gone: string[] = [];
  const total = plan.toRead.length;
  const asked: Asked[] = [];
  try {
    for await (const reading of source.read(urgentFirst(plan.toRead, asked, options.urgent))) {
      if (options.signal?.aborted === true) throw cancelledError();
      const { entry, isUrgent } = asked[counts.filesRead] ?? {};
      counts.filesRead += 1;
      options.onProgress?.({ phase: "reading", done: counts.filesRead, total });
      if (entry === undefined) continue;
      if (!reading.ok) {
        skipped.push(storedSkip(reading.skipped, entry));
        if (states.has(fileUri(entry.path))) gone.push(fileUri(entry.path));
        continue;
      }
      const { file } = reading;
      if (marksContent(states.get(file.uri)?.contentHash, file.contentHash, config)) {
        touched.push({ uri: file.uri, modifiedMs: file.modifiedMs, sizeBytes: entry.sizeBytes });
        continue;
      }
      counts.documentsChanged += 1;
      await target.add(file, entry.sizeBytes);
      if (isUrgent !== true) continue;
      await target.flush();
      options.onUrgentRead?.(entry.path);
    }
  } finally {
    // Also what was read before a failure; nothing may be written once the store is closed.
    await target.flush();
  }
  await writer.removeDocuments(gone);
  counts.documentsRemoved += gone.length;
  catalog.documents.touch(touched);
  return skipped;
}

/** A file that the source was asked for. */
interface Asked {
  readonly entry: WorkspaceEntry;
  readonly isUrgent: boolean;
}

/** Entries in their order, but what is urgent when the next is asked for before the rest. Each is noted in `asked`. */
function* urgentFirst(
  entries: readonly WorkspaceEntry[],
  asked: Asked[],
  urgent: UrgentPaths | undefined,
): Generator<WorkspaceEntry> {
  const left = new Map(entries.map((entry) => [entry.path, entry]));
  for (const next of entries) {
    const isLeft = (path: string) => left.has(path);
    for (let path = urgent?.take(isLeft); path !== undefined; path = urgent?.take(isLeft)) {
      const entry = left.get(path);
      if (entry === undefined) continue;
      left.delete(path);
      asked.push({ entry, isUrgent: true });
      yield entry;
    }
    if (!left.delete(next.path)) continue;
    asked.push({ entry: next, isUrgent: false });
    yield next;
  }
}

function fileStates(
  { catalog }: IndexerParts,
  scope: PathScope | undefined,
): ReadonlyMap<string, DocumentState> {
  const { documents, meta } = catalog;
  const model = meta.get("activeModel") ?? "";
  return scope === undefined ? documents.states(model, "files") : documents.statesBelow(model, scope.paths);
}

function trustedBeforeMs({ catalog }: IndexerParts, started: number): number {
  const { meta, runs } = catalog;
  // A copy of another folder may have other files with the same names, sizes and time stamps.
  if (meta.get("indexedFolder") === undefined) return Number.NEGATIVE_INFINITY;
  const last = runs.lastDone();
  return last === undefined ? started : Date.parse(last.startedAt) - stampResolutionMs;
}

function unsurePaths({ catalog }: IndexerParts, plan: ChangePlan): readonly string[] {
  const before = JSON.parse(catalog.meta.get("uncommittedPaths") ?? "[]") as readonly string[];
  return [...new Set([...before, ...plan.toRead.map((entry) => entry.path)])];
}
