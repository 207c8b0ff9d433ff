import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import { runGit } from "./runGit.ts";

/** What Git says of a folder. */
export interface RepositoryState {
  readonly isGit: boolean;
  /** Hash of the commit that is checked out; absent where there is no commit yet. */
  readonly head?: string;
  /** Short name of the branch that is checked out; absent while HEAD is detached. */
  readonly branch?: string;
  /** True where older history was not cloned, so that `readHistory` cannot reach it. */
  readonly isShallow: boolean;
  /** True where some objects were not cloned (`--filter`); nothing fetches them. */
  readonly isPartial: boolean;
  /** For example `2.39.5`; absent where Git is not installed. */
  readonly gitVersion?: string;
  /** Root of the working tree, absolute. */
  readonly topLevel?: string;
  /**
   * A sentence for people where Git is missing or refuses the folder (`isGit` is false then), or where it cannot read the
   * commit that is checked out.
   */
  readonly problem?: string;
}

/** Says whether `folder` lies in a Git working tree and what is checked out there. Throws only when cancelled. */
export async function repositoryState(folder: string, signal?: AbortSignal): Promise<RepositoryState> {
  try {
    const version = await gitVersion(folder, signal);
    const topLevel = await workingTreeRoot(folder, signal);
    if (topLevel === undefined) return { ...NO_REPOSITORY, gitVersion: version };
    const [shallow, { partialCloneFilters: filters }, head, branch] = await Promise.all([
      line(folder, ["rev-parse", "--is-shallow-repository"], signal),
      historyConfiguration(folder, signal),
      line(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], signal),
      line(folder, ["symbolic-ref", "--short", "--quiet", "HEAD"], signal),
    ]);
    const unreadable =
      head === "" ? await line(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], signal) : "";
    return {
      isGit: true,
      ...(head === "" ? {} : { head }),
      ...(unreadable === "" ? {} : { problem: damaged(folder, unreadable) }),
      ...(branch === "" ? {} : { branch }),
      isShallow: shallow === "true",
      isPartial: filters.length > 0,
      gitVersion: version,
      topLevel,
    };
  } catch (error) {
    if (!(error instanceof WhenceError) || error.reason === "cancelled") throw error;
    return { ...NO_REPOSITORY, problem: error.message };
  }
}

/** A branch without commits names no hash; one whose commit is damaged does, and its history is not gone. */
function damaged(folder: string, hash: string): string {
  return `Git cannot read commit ${hash.slice(0, 7)}, which is checked out in ${folder}: "git fsck" says what is damaged.`;
}

/** Root of the working tree around `folder`, absolute, or undefined where there is none. Throws as `runGit` does. */
export async function workingTreeRoot(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { stdout } = await runGit(folder, ["rev-parse", "--is-inside-work-tree", "--show-toplevel"], {
      signal,
    });
    const [inside, ...rest] = stdout.toString().split("\n");
    const topLevel = rest.join("\n").replace(/\n$/, "");
    return inside === "true" ? path.normalize(topLevel) : undefined;
  } catch (error) {
    // Inside `.git` and in bare repositories there is no working tree; anywhere else there is no repository.
    if (WhenceError.is(error, "gitFailed") && /not a git repository|work tree/.test(String(error.cause))) {
      return undefined;
    }
    throw error;
  }
}

/** What a repository's configuration says of its history. */
export interface HistoryConfiguration {
  /** Filters of a partial clone such as `blob:none`; empty for an ordinary clone. */
  readonly partialCloneFilters: readonly string[];
  /** Files that list commits which say nothing about who wrote a line. */
  readonly ignoreRevisionsFiles: readonly string[];
}

/** Reads all of it with one process. Throws as `runGit` does. */
export async function historyConfiguration(
  folder: string,
  signal?: AbortSignal,
): Promise<HistoryConfiguration> {
  const names = [
    "remote\\..*\\.(promisor|partialclonefilter)",
    "extensions\\.partialclone",
    "blame\\.ignorerevsfile",
  ];
  const { stdout } = await runGit(
    folder,
    ["config", "-z", "--path", "--get-regexp", `^(${names.join("|")})$`],
    { signal, answers: [0, 1] },
  );
  const entries = stdout
    .toString()
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => ({ name: entry.split("\n", 1)[0], value: entry.slice(entry.indexOf("\n") + 1) }));
  const files = entries.filter(({ name }) => name === "blame.ignorerevsfile");
  return {
    partialCloneFilters: entries.filter((entry) => !files.includes(entry)).map(({ value }) => value),
    ignoreRevisionsFiles: files.map(({ value }) => value).filter((value) => value !== ""),
  };
}

/**
 * Hashes of the commits in a shallow clone whose parents were not cloned, sorted; they change when it is deepened. Empty
 * for a whole history. Throws as `runGit` does.
 */
export async function shallowBoundary(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
  const text = await readFile(await gitPath(folder, "shallow", signal), "latin1").catch(() => "");
  return text
    .split("\n")
    .filter((hash) => hash !== "")
    .sort();
}

/** Where Git keeps something of the repository around `folder`, such as `objects`, absolute. Throws as `runGit` does. */
export async function gitPath(folder: string, name: string, signal?: AbortSignal): Promise<string> {
  const { stdout } = await runGit(folder, ["rev-parse", "--git-path", name], { signal });
  return path.resolve(folder, stdout.toString().replace(/\n$/, ""));
}

/** True where `folder` itself holds `.git`, as a folder (clone) or a file (submodule, second working tree). */
export async function isRepositoryRoot(folder: string): Promise<boolean> {
  return stat(path.join(folder, ".git")).then(
    () => true,
    () => false,
  );
}

const NO_REPOSITORY = { isGit: false, isShallow: false, isPartial: false };

async function gitVersion(folder: string, signal: AbortSignal | undefined): Promise<string> {
  return (await line(folder, ["version"], signal)).replace(/^git version /, "");
}

async function line(folder: string, args: string[], signal: AbortSignal | undefined): Promise<string> {
  const { stdout } = await runGit(folder, args, { signal, answers: [0, 1, 128] });
  return stdout.toString().trim();
}
