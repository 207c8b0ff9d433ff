import type { RawCommit } from "../model/rawItem.ts";
import type { WorkspaceEntry } from "../model/workspaceFile.ts";
import { readHistory } from "./git/history.ts";
import { repositoryState } from "./git/repositoryState.ts";
import { runGit } from "./git/runGit.ts";
import type { WorkspaceListing } from "./workspace/listWorkspace.ts";
import { listWorkspace } from "./workspace/listWorkspace.ts";
import type { ReadResult } from "./workspace/readWorkspaceFile.ts";
import { readWorkspaceFiles } from "./workspace/readWorkspaceFile.ts";

/** One folder as a source: its files, and its history where Git has one. */
export class Folder {
  readonly #folder: string;
  readonly #maxFileBytes: number;

  constructor(folder: string, maxFileBytes: number) {
    this.#folder = folder;
    this.#maxFileBytes = maxFileBytes;
  }

  /** HEAD, and whether history is cut off; `undefined` without Git or before the first commit. */
  async head(
    signal?: AbortSignal,
  ): Promise<{ readonly hash: string; readonly isShallow: boolean } | undefined> {
    const { head, isShallow } = await repositoryState(this.#folder, signal);
    return head === undefined ? undefined : { hash: head, isShallow };
  }

  /** All files that may be indexed, and those that are not, with reasons. */
  list(signal?: AbortSignal): Promise<WorkspaceListing> {
    return listWorkspace(this.#folder, { signal, maxFileBytes: this.#maxFileBytes });
  }

  /** Texts of files in the order of `entries`, or why one is not indexed after all. */
  read(entries: Iterable<WorkspaceEntry>, signal?: AbortSignal): AsyncIterable<ReadResult> {
    return readWorkspaceFiles(this.#folder, entries, { signal, maxFileBytes: this.#maxFileBytes });
  }

  /** Commits reachable from HEAD and not from `since`, newest first. */
  commits(since: string | undefined, signal?: AbortSignal): AsyncIterable<RawCommit> {
    return readHistory(this.#folder, { signal, ...(since === undefined ? {} : { since }) });
  }

  /** Of `hashes`, those that HEAD does not reach. */
  async unreachable(hashes: ReadonlySet<string>, signal?: AbortSignal): Promise<readonly string[]> {
    const state = await repositoryState(this.#folder, signal);
    if (state.head === undefined) return [...hashes];
    const { stdout } = await runGit(this.#folder, ["rev-list", state.head], { signal });
    const reached = new Set(stdout.toString("latin1").split("\n"));
    return [...hashes].filter((hash) => !reached.has(hash));
  }

  /** Paths whose content on disk is that of HEAD. */
  async committed(signal?: AbortSignal): Promise<ReadonlySet<string>> {
    const { head } = await repositoryState(this.#folder, signal);
    if (head === undefined) return new Set();
    const tracked = await this.#paths(["ls-files", "-z", "--cached"], signal);
    const changed = await this.#paths(
      ["diff", "--name-only", "-z", "--relative", "--no-ext-diff", "HEAD"],
      signal,
    );
    const dirty = new Set(changed);
    return new Set(tracked.filter((path) => !dirty.has(path)));
  }

  async #paths(args: readonly string[], signal: AbortSignal | undefined): Promise<readonly string[]> {
    const { stdout } = await runGit(this.#folder, args, { signal });
    return stdout.toString("utf8").split("\0");
  }
}
