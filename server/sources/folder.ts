import { WhenceError } from "../base/errors.ts";
import type { RawCommit } from "../model/rawItem.ts";
import type { WorkspaceEntry } from "../model/workspaceFile.ts";
import { committedPaths } from "./git/committedPaths.ts";
import { countHistory, readHistory, unreachableFromHead } from "./git/history.ts";
import { repositoryState, shallowBoundary } from "./git/repositoryState.ts";
import type { WorkspaceListing } from "./workspace/listWorkspace.ts";
import { listPaths, listWorkspace } from "./workspace/listWorkspace.ts";
import type { ReadResult } from "./workspace/readWorkspaceFile.ts";
import { readWorkspaceFiles } from "./workspace/readWorkspaceFile.ts";
import type { SizeLimits } from "./workspace/sizeLimits.ts";

/** The commit that is checked out. */
export interface FolderHead {
  readonly hash: string;
  /** Commits whose parents were not cloned; empty for a whole history. */
  readonly boundary: readonly string[];
}

/** One folder as a source: its files, and its history where Git has one. */
export class Folder {
  readonly #folder: string;
  readonly #limits: SizeLimits;
  readonly #maxCommits: number | undefined;

  /** `maxCommits`: so many of the newest commits are all of the history. */
  constructor(folder: string, limits: SizeLimits, maxCommits?: number) {
    this.#folder = folder;
    this.#limits = limits;
    this.#maxCommits = maxCommits;
  }

  /**
   * HEAD, and where history is cut off; `undefined` without a repository or before the first commit. Throws
   * `gitFailed` where there is one and Git does not answer.
   */
  async head(signal?: AbortSignal): Promise<FolderHead | undefined> {
    const { head, isShallow, problem } = await repositoryState(this.#folder, signal);
    if (problem !== undefined) throw new WhenceError("gitFailed", problem);
    if (head === undefined) return undefined;
    return { hash: head, boundary: isShallow ? await shallowBoundary(this.#folder, signal) : [] };
  }

  /** All files that may be indexed, and those that are not, with reasons. */
  list(signal?: AbortSignal): Promise<WorkspaceListing> {
    return listWorkspace(this.#folder, { signal, ...this.#limits });
  }

  /** The same at or below some paths; nothing where they alone do not tell it. */
  listSome(paths: readonly string[], signal?: AbortSignal): Promise<WorkspaceListing | undefined> {
    return listPaths(this.#folder, paths, { signal, ...this.#limits });
  }

  /** Texts of files in the order of `entries`, or why one is not indexed after all. */
  read(entries: Iterable<WorkspaceEntry>, signal?: AbortSignal): AsyncIterable<ReadResult> {
    return readWorkspaceFiles(this.#folder, entries, { signal, ...this.#limits });
  }

  /**
   * Commits reachable from `head` and not from `since`, newest first. Where Git cannot compare contents because the
   * repository lacks some, the rest comes without inexact renames.
   */
  async *commits(head: string, since: string | undefined, signal?: AbortSignal): AsyncGenerator<RawCommit> {
    const options = { head, signal, limit: this.#maxCommits, ...(since === undefined ? {} : { since }) };
    const given = new Set<string>();
    try {
      for await (const commit of readHistory(this.#folder, options)) {
        given.add(commit.hash);
        yield commit;
      }
    } catch (error) {
      if (!WhenceError.is(error, "gitFailed")) throw error;
      for await (const commit of readHistory(this.#folder, { ...options, exactRenames: true })) {
        if (!given.has(commit.hash)) yield commit;
      }
    }
  }

  /** How many commits `commits` will give. */
  countCommits(head: string, since: string | undefined, signal?: AbortSignal): Promise<number> {
    const limit = this.#maxCommits;
    return countHistory(this.#folder, { head, signal, limit, ...(since === undefined ? {} : { since }) });
  }

  /** Of `hashes`, those that `head` does not reach, or not among the newest ones that are read. */
  unreachable(hashes: ReadonlySet<string>, head: string, signal?: AbortSignal): Promise<readonly string[]> {
    return unreachableFromHead(this.#folder, hashes, { head, signal, limit: this.#maxCommits });
  }

  /** Paths whose content on disk is that of `head`. */
  committed(head: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
    return committedPaths(this.#folder, head, signal);
  }
}
