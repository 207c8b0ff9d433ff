import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import { foldersAbove } from "../../model/pathScope.ts";
import { explainIgnored } from "./gitListing.ts";
import { isIgnoredWhole } from "./listWorkspace.ts";
import { vendoredBy } from "./vendoredPaths.ts";
import { readWhenceIgnore } from "./whenceIgnore.ts";

/** Folders at the top are asked about first: an ignored one spares the question for all that is in it. */
const topDepth = 2;

/**
 * Which paths of a folder no run would index, before anything is read: a storm of events in ignored folders costs a look into
 * a set for each, and Git is asked once for each batch. In doubt a path counts as not ignored; the run itself decides.
 */
export class IgnoredPaths {
  readonly #folder: string;
  readonly #ignored = new Set<string>();
  readonly #open = new Set<string>();
  #isIgnoredWhole: boolean | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** True where it is known without asking; cheap. */
  isKnown(relative: string): boolean {
    const above = foldersAbove(relative);
    return (
      relative === ".git" ||
      above.some((folder) => folder === ".git/" || folder.endsWith("/.git/") || this.#ignored.has(folder)) ||
      vendoredBy(relative) !== undefined
    );
  }

  /** Those of `paths` that may be indexed. */
  async keep(paths: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    const unknown = paths.filter((each) => !this.isKnown(each));
    await this.#askAbout(
      unknown.flatMap((each) => foldersAbove(each).slice(0, topDepth)),
      signal,
    );
    const inOpenFolders = unknown.filter((each) => !this.isKnown(each));
    await this.#askAbout(inOpenFolders.flatMap(foldersAbove), signal);
    const left = inOpenFolders.filter((each) => !this.isKnown(each));
    const rules = readWhenceIgnore(this.#folder, new Set(left.flatMap(foldersAbove)), this.#folder);
    const ignored = await this.#ignoredByGit(left, signal);
    return left.filter(
      (each) => rules.decide(each)?.ignored !== true && (!ignored.has(each) || rules.mayBringBack(each)),
    );
  }

  /** Rules may be others from now on. */
  forget(): void {
    this.#ignored.clear();
    this.#open.clear();
    this.#isIgnoredWhole = undefined;
  }

  async #askAbout(folders: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const asked = [...new Set(folders)].filter((each) => !this.#open.has(each) && !this.#ignored.has(each));
    const rules = readWhenceIgnore(this.#folder, asked, this.#folder);
    const ignored = await this.#ignoredByGit(asked, signal);
    for (const each of asked) {
      const isClosed = ignored.has(each) && !rules.mayBringBack(each);
      (isClosed || rules.decide(each)?.ignored === true ? this.#ignored : this.#open).add(each);
    }
  }

  /** Without Git, and for paths of which it does not speak, nothing is known to be ignored. */
  async #ignoredByGit(
    paths: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlySet<string>> {
    try {
      this.#isIgnoredWhole ??= await isIgnoredWhole(this.#folder, signal);
      if (this.#isIgnoredWhole) return new Set();
      const answers = await explainIgnored(path.resolve(this.#folder), paths, signal);
      return new Set(answers.filter(({ rule }) => rule !== undefined).map((answer) => answer.path));
    } catch (error) {
      if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
      return new Set();
    }
  }
}
