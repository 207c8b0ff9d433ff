import { readFile } from "node:fs/promises";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { ignoredRevisions } from "../sources/git/ignoredRevisions.ts";
import { historyConfiguration, repositoryState, shallowBoundary } from "../sources/git/repositoryState.ts";
import { runGit } from "../sources/git/runGit.ts";

/** What a history depends on beside the file itself. */
export interface RepositoryFacts {
  /** Full hash of the commit that is checked out. */
  readonly head: string;
  /** Path of the folder in the repository, with a `/` at its end; empty at its root. */
  readonly prefix: string;
  /** Commits that link nothing. */
  readonly ignored: ReadonlySet<string>;
  readonly ignoredHash: string;
  /** Commits whose parents were not cloned. */
  readonly boundary: ReadonlySet<string>;
  readonly boundaryHash: string;
  readonly isPartial: boolean;
}

/** Knows the state of a repository; as long as HEAD stays the same it is asked for once. */
export class RepositoryView {
  readonly #folder: string;
  readonly #extraIgnored: readonly string[];
  #files: Pick<RepositoryPlace, "own" | "common" | "topLevel"> | undefined;
  #known: { readonly mark: string; readonly facts: RepositoryFacts | undefined } | undefined;

  constructor(folder: string, extraIgnored: readonly string[]) {
    this.#folder = folder;
    this.#extraIgnored = extraIgnored;
  }

  /** Nothing without a repository or before its first commit. Throws `gitFailed` where Git cannot read it. */
  async state(signal?: AbortSignal): Promise<RepositoryFacts | undefined> {
    const mark = await this.#mark();
    if (mark !== undefined && this.#known?.mark === mark) return this.#known.facts;
    const facts = await this.#read(signal);
    const after = await this.#mark();
    if (after !== undefined) this.#known = { mark: after, facts };
    return facts;
  }

  async #read(signal: AbortSignal | undefined): Promise<RepositoryFacts | undefined> {
    // One does not wait for the other: each of them takes longer to start than to answer.
    const asked = historyConfiguration(this.#folder, signal);
    asked.catch(() => {});
    const place = await repositoryPlace(this.#folder, signal);
    if (place === undefined) return undefined;
    const { head, prefix, topLevel, isShallow, own, common } = place;
    this.#files = { own, common, topLevel };
    const { partialCloneFilters, ignoreRevisionsFiles } = await asked;
    const [named, boundary] = await Promise.all([
      ignoredRevisions(topLevel, ignoreRevisionsFiles),
      isShallow ? shallowBoundary(this.#folder, signal) : [],
    ]);
    const ignored = new Set([...named, ...this.#extraIgnored]);
    return {
      head,
      prefix,
      ignored,
      ignoredHash: sha256([...ignored].sort().join(" ")).slice(0, 16),
      boundary: new Set(boundary),
      boundaryHash: sha256(boundary.join(" ")).slice(0, 16),
      isPartial: partialCloneFilters.length > 0,
    };
  }

  /**
   * Changes whenever HEAD may have moved, the clone was deepened or the list of ignored commits was edited: read from
   * files, because a process would take longer than all the rest of a cached answer.
   */
  async #mark(): Promise<string | undefined> {
    if (this.#files === undefined) return undefined;
    const { own, common, topLevel } = this.#files;
    const head = (await textOf(path.join(own, "HEAD"))).trim();
    const branch = /^ref: (.*)$/.exec(head)?.[1];
    const tip =
      branch === undefined
        ? head
        : (await textOf(path.join(common, branch))) || (await packedTip(common, branch));
    // Where refs are kept in another way, nothing is known without asking.
    if (tip === "" || branch === "refs/heads/.invalid") return undefined;
    const [shallow, configuration, ignored] = await Promise.all([
      textOf(path.join(common, "shallow")),
      textOf(path.join(common, "config")),
      textOf(path.join(topLevel, ".git-blame-ignore-revs")),
    ]);
    return sha256([head, tip, shallow, configuration, ignored].join("\0"));
  }
}

interface RepositoryPlace {
  readonly head: string;
  readonly prefix: string;
  readonly topLevel: string;
  readonly isShallow: boolean;
  /** Folder of this working tree's own state, and the one that it shares with others. */
  readonly own: string;
  readonly common: string;
}

/** One process says all of it; where something is wrong, `repositoryState` says what. */
async function repositoryPlace(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<RepositoryPlace | undefined> {
  const { stdout, exitCode } = await runGit(folder, ["rev-parse", ...questions], {
    signal,
    answers: [0, 1, 128],
  });
  const [topLevel, own, common, shallow, prefix, head] = stdout.toString().split("\n");
  if (exitCode === 0 && head !== undefined && topLevel && own && common) {
    return {
      head,
      prefix: prefix ?? "",
      topLevel,
      isShallow: shallow === "true",
      own,
      common: path.resolve(folder, common),
    };
  }
  const { problem } = await repositoryState(folder, signal);
  if (problem !== undefined) throw new WhenceError("gitFailed", problem);
  return undefined;
}

const questions = [
  "--show-toplevel",
  "--absolute-git-dir",
  "--git-common-dir",
  "--is-shallow-repository",
  "--show-prefix",
  "HEAD^{commit}",
];

async function packedTip(common: string, branch: string): Promise<string> {
  const packed = await textOf(path.join(common, "packed-refs"));
  return packed.split("\n").find((line) => line.endsWith(` ${branch}`)) ?? "";
}

function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
