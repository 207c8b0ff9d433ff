import { realpath } from "node:fs/promises";
import path from "node:path";
import { cancelledError } from "../../base/errors.ts";
import type { RawCommit } from "../../model/rawItem.ts";
import { COMMIT_FORMAT, CommitRecords } from "./commitRecords.ts";
import { nulFields } from "./nulFields.ts";
import { historyConfiguration, type RepositoryState, repositoryState } from "./repositoryState.ts";
import { runGit, streamGit } from "./runGit.ts";

/** Which part of the history to read. */
export interface HistoryOptions {
  /** Newest commit to read; HEAD unless given, which may move while it is being read. */
  readonly head?: string;
  /** Only commits that are not reachable from this one; ignored where the repository no longer has it. */
  readonly since?: string;
  readonly signal?: AbortSignal | undefined;
  /** So many of the newest commits and no others. */
  readonly limit?: number | undefined;
  /** Only files of equal content count as renamed, which needs no content to be read. */
  readonly exactRenames?: boolean;
}

/**
 * Gives every commit reachable from HEAD, newest first, with the files it changed against its first parent (merges
 * too); one commit at a time, whatever their number. Where `folder` lies inside its repository, only commits that
 * touch it, with paths relative to it. Nothing is given without a repository or before the first commit; ask
 * `repositoryState` why. A partial clone fetches nothing: renames are found by equal content alone then, and a clone
 * without trees knows no files. Names and addresses are those which a `.mailmap` settles on. Throws as `runGit` does.
 */
export async function* readHistory(folder: string, options: HistoryOptions = {}): AsyncGenerator<RawCommit> {
  const { signal } = options;
  const state = await repositoryState(folder, signal);
  if (state.head === undefined) return;
  const args = await logArguments(folder, state, options);
  const records = new CommitRecords();
  for await (const fields of nulFields(streamGit(folder, args, { signal }))) {
    for (const field of fields) {
      const commit = records.take(field);
      if (commit === undefined) continue;
      if (signal?.aborted) throw cancelledError();
      yield commit;
    }
  }
  const last = records.finish();
  if (last !== undefined) yield last;
}

/**
 * Of `hashes`, those which `head` does not reach (with a limit: not among the newest ones); all of them before the first
 * commit. Throws as `runGit` does.
 */
export async function unreachableFromHead(
  folder: string,
  hashes: ReadonlySet<string>,
  { head = "HEAD", limit, signal }: Pick<HistoryOptions, "head" | "limit" | "signal"> = {},
): Promise<readonly string[]> {
  const unreached = new Set(hashes);
  const state = await repositoryState(folder, signal);
  if (state.head === undefined) return [...unreached];
  // Without a limit it does not matter which commits touch the folder, and asking would take longer.
  const which =
    limit === undefined ? [head] : await revisionArguments(folder, state, { head, limit, signal });
  for await (const piece of linesOf(streamGit(folder, ["rev-list", ...which], { signal })))
    unreached.delete(piece);
  return [...unreached];
}

/** How many commits `readHistory` will give. Throws as `runGit` does. */
export async function countHistory(folder: string, options: HistoryOptions = {}): Promise<number> {
  const state = await repositoryState(folder, options.signal);
  if (state.head === undefined) return 0;
  const revisions = await revisionArguments(folder, state, options);
  const { stdout } = await runGit(folder, ["rev-list", "--count", ...revisions], { signal: options.signal });
  return Number(stdout.toString("latin1"));
}

async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let unfinished = "";
  for await (const piece of pieces) {
    const lines = (unfinished + piece.toString("latin1")).split("\n");
    unfinished = lines.pop() ?? "";
    yield* lines;
  }
}

async function logArguments(
  folder: string,
  state: RepositoryState,
  options: HistoryOptions,
): Promise<readonly string[]> {
  const filters = state.isPartial
    ? (await historyConfiguration(folder, options.signal)).partialCloneFilters
    : [];
  return [
    "log",
    "-z",
    `--format=${COMMIT_FORMAT}`,
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-notes",
    ...fileArguments(state.isPartial || options.exactRenames === true, filters),
    "--relative",
    ...(await revisionArguments(folder, state, options)),
  ];
}

/** Which commits are meant, for `log` and `rev-list` alike. */
async function revisionArguments(
  folder: string,
  state: RepositoryState,
  options: HistoryOptions,
): Promise<readonly string[]> {
  const since =
    options.since !== undefined && (await hasCommit(folder, options.since, options.signal))
      ? [`^${options.since}`]
      : [];
  const isInside = path.relative(state.topLevel ?? folder, await realpath(folder)) !== "";
  return [
    ...(options.limit === undefined ? [] : [`--max-count=${options.limit}`]),
    ...(isInside ? ["--full-history"] : []),
    options.head ?? "HEAD",
    ...since,
    "--",
    ...(isInside ? ["."] : []),
  ];
}

function fileArguments(withoutContent: boolean, filters: readonly string[]): readonly string[] {
  if (filters.some((filter) => filter.startsWith("tree:"))) return ["--no-patch"];
  // Comparing contents reads blobs, which a partial clone may lack.
  const renames = withoutContent ? "-M100%" : "-M";
  return ["--name-status", "--diff-merges=first-parent", renames, `-l${MAX_RENAME_CANDIDATES}`];
}

async function hasCommit(folder: string, hash: string, signal: AbortSignal | undefined): Promise<boolean> {
  if (!/^[0-9a-f]{40,64}$/.test(hash)) return false;
  const { exitCode } = await runGit(folder, ["cat-file", "-e", `${hash}^{commit}`], {
    signal,
    answers: [0, 1, 128],
  });
  return exitCode === 0;
}

/** Pairs are compared by content up to this many files on each side; beyond, only equal contents are renames. */
const MAX_RENAME_CANDIDATES = 400;
