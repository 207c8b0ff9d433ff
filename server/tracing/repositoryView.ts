import { readFile } from "node:fs/promises";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { ignoredRevisions } from "../sources/git/ignoredRevisions.ts";
import { repositoryState, shallowBoundary } from "../sources/git/repositoryState.ts";
import { runGit } from "../sources/git/runGit.ts";

/** What a history depends on beside the file itself. */
export interface RepositoryFacts {
  /** Full hash of the commit that is checked out. */
  readonly head: string;
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
  #gitFolders: { readonly own: string; readonly common: string } | undefined;
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
    const state = await repositoryState(this.#folder, signal);
    if (state.problem !== undefined) throw new WhenceError("gitFailed", state.problem);
    const { head, topLevel } = state;
    if (head === undefined || topLevel === undefined) return undefined;
    const folders = await runGit(this.#folder, ["rev-parse", "--absolute-git-dir", "--git-common-dir"], {
      signal,
    });
    const [own = "", common = ""] = folders.stdout.toString().split("\n");
    this.#gitFolders = { own, common: path.resolve(this.#folder, common) };
    const named = await ignoredRevisions(this.#folder, topLevel, signal);
    const ignored = new Set([...named, ...this.#extraIgnored]);
    const boundary = state.isShallow ? await shallowBoundary(this.#folder, signal) : [];
    return {
      head,
      ignored,
      ignoredHash: sha256([...ignored].sort().join(" ")).slice(0, 16),
      boundary: new Set(boundary),
      boundaryHash: sha256(boundary.join(" ")).slice(0, 16),
      isPartial: state.isPartial,
    };
  }

  /**
   * Changes whenever HEAD may have moved, the clone was deepened or the list of ignored commits was edited: read from
   * files, because a process would take longer than all the rest of a cached answer.
   */
  async #mark(): Promise<string | undefined> {
    if (this.#gitFolders === undefined) return undefined;
    const { own, common } = this.#gitFolders;
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
      textOf(path.join(path.dirname(own), ".git-blame-ignore-revs")),
    ]);
    return sha256([head, tip, shallow, configuration, ignored].join("\0"));
  }
}

async function packedTip(common: string, branch: string): Promise<string> {
  const packed = await textOf(path.join(common, "packed-refs"));
  return packed.split("\n").find((line) => line.endsWith(` ${branch}`)) ?? "";
}

function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
