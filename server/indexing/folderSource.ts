import type { RawCommit, RawFile } from "../model/rawItem.ts";
import type { SkippedFile, WorkspaceEntry } from "../model/workspaceFile.ts";

/** What the indexer reads of one folder. */
export interface FolderSource {
  /**
   * HEAD, and the commits at which history is cut off; `undefined` for a folder without Git or without commits;
   * throws `gitFailed` where Git does not answer. The
   * methods below are given this hash because HEAD may move during a run.
   */
  head(
    signal?: AbortSignal,
  ): Promise<{ readonly hash: string; readonly boundary: readonly string[] } | undefined>;
  /** All files that may be indexed and those that are not, without reading any. */
  list(signal?: AbortSignal): Promise<{
    /** Absolute and free of links. */
    readonly folder: string;
    readonly entries: readonly WorkspaceEntry[];
    readonly skipped: readonly SkippedFile[];
    /** Sentences for people, for example that Git is missing. */
    readonly warnings: readonly string[];
    /** Names of extra folders that are not there at the moment; their documents stay. */
    readonly absent?: readonly string[];
  }>;
  /**
   * The same of what lies at or below some paths alone. Nothing where they do not tell everything: a rule for ignoring changed,
   * or they lie in a repository within the folder.
   */
  listSome(
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<FolderSource["list"]>> | undefined>;
  /** Texts in the order of `entries`, or why one is not indexed after all. Never throws for a bad file. */
  read(entries: Iterable<WorkspaceEntry>, signal?: AbortSignal): AsyncIterable<FileReading>;
  /** Commits reachable from `head`, without those reachable from `since`; newest first. */
  commits(head: string, since: string | undefined, signal?: AbortSignal): AsyncIterable<RawCommit>;
  /** How many commits `commits` will give. */
  countCommits(head: string, since: string | undefined, signal?: AbortSignal): Promise<number>;
  /** Of `hashes`, those that `head` does not reach (after a rewrite or a switch of branches). */
  unreachable(hashes: ReadonlySet<string>, head: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Paths whose content on disk is that of `head`. */
  committed(head: string, signal?: AbortSignal): Promise<ReadonlySet<string>>;
}

/** A file that was read, or the reason why it is not indexed. */
export type FileReading =
  | { readonly ok: true; readonly file: RawFile }
  | { readonly ok: false; readonly skipped: SkippedFile };
