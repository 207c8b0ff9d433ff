import { cancelledError, WhenceError } from "../base/errors.ts";
import { commitUri } from "../model/documentUri.ts";
import type { RawCommit } from "../model/rawItem.ts";
import { formatUnreadParts, type UnreadParts } from "../model/unreadParts.ts";
import { historyMark, isCurrentMark } from "./documentMark.ts";
import { DocumentPipeline } from "./documentPipeline.ts";
import type { Head, IndexerParts, IndexOptions, RunCounts } from "./indexRun.ts";

/**
 * Reads the commits that are new and forgets those that are gone. A history that Git cannot read to its end is no reason to
 * go without the files: a sentence says so.
 */
export async function updateHistoryIfReadable(
  parts: IndexerParts,
  head: Exclude<Head, "unknown">,
  counts: RunCounts,
  options: IndexOptions,
): Promise<readonly string[]> {
  try {
    await updateHistory(parts, head, counts, options);
    return [];
  } catch (error) {
    if (!WhenceError.is(error, "gitFailed")) throw error;
    return [`The history is incomplete and is tried again with the next run: ${error.message}`];
  }
}

async function updateHistory(
  parts: IndexerParts,
  head: Exclude<Head, "unknown">,
  counts: RunCounts,
  options: IndexOptions,
): Promise<void> {
  const { catalog, config, source, writer } = parts;
  const { meta } = catalog;
  const isSamePipeline = meta.get("pipeline") === historyMark(config);
  const historyHead = meta.get("historyHead");
  const shallow = head === undefined || head.boundary.length === 0 ? undefined : head.boundary.join(" ");
  const shallowBefore = meta.get("shallow");
  const isContinued = isSamePipeline && shallow === shallowBefore;
  if (head?.hash === historyHead && isContinued) return;
  // A run that is stopped from here on leaves the commits of neither HEAD: the next one has to compare them all.
  meta.set("historyHead", undefined);
  const known = catalog.commits.hashes();
  let damage: WhenceError | undefined;
  // Of a damaged history as much is read as Git gives; the failure is told when that is stored.
  const unlessDamaged = <Answer>(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> =>
    answer.catch((error) => {
      if (!WhenceError.is(error, "gitFailed")) throw error;
      damage = error;
      return otherwise;
    });
  const gone = new Set(
    head === undefined
      ? known
      : await unlessDamaged(source.unreachable(known, head.hash, options.signal), []),
  );
  // Where a clone was cut off, commits seemed to add every file; cut elsewhere, they are read anew.
  if (shallow !== shallowBefore) {
    for (const hash of `${shallow} ${shallowBefore}`.split(" ")) if (known.has(hash)) gone.add(hash);
  }
  await writer.removeDocuments([...gone].map(commitUri));
  counts.documentsRemoved += gone.size;
  if (head !== undefined) {
    const since = isContinued ? historyHead : undefined;
    const total = await unlessDamaged<number | undefined>(
      source.countCommits(head.hash, since, options.signal),
      undefined,
    );
    if (total !== undefined) tellUnread(catalog, { commits: total });
    await readCommits(parts, source.commits(head.hash, since, options.signal), total, counts, options);
  }
  if (damage !== undefined) throw damage;
  meta.set("historyHead", head?.hash);
  meta.set("shallow", shallow);
  meta.set("pipeline", historyMark(config));
}

async function readCommits(
  parts: IndexerParts,
  commits: AsyncIterable<RawCommit>,
  total: number | undefined,
  counts: RunCounts,
  options: IndexOptions,
): Promise<void> {
  const { config, processor, writer } = parts;
  const target = new DocumentPipeline(processor, writer, options.signal);
  const { documents, meta } = parts.catalog;
  const states = documents.states(meta.get("activeModel") ?? "", "commits");
  let done = 0;
  try {
    for await (const commit of commits) {
      if (options.signal?.aborted === true) break;
      done += 1;
      options.onProgress?.({ phase: "history", done, ...(total === undefined ? {} : { total }) });
      if (isCurrentMark(states.get(commit.uri)?.contentHash, config)) continue;
      counts.documentsChanged += 1;
      await target.add(commit, 0);
    }
  } finally {
    // Git's stream ends with an error when it is stopped; nothing may be written once the store is closed.
    await target.flush();
  }
  if (options.signal?.aborted === true) throw cancelledError();
}

/** Says what a run has still to read, for whoever searches meanwhile. */
export function tellUnread({ meta }: Pick<IndexerParts["catalog"], "meta">, parts: UnreadParts): void {
  meta.set("unread", formatUnreadParts(parts));
}
