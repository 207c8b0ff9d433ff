import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { cancelledError, WhenceError } from "../../base/errors.ts";
import type { PathScope } from "../../model/pathScope.ts";
import type { SkippedFile, SkipReason } from "../../model/workspaceFile.ts";
import { isRepositoryRoot } from "../git/repositoryState.ts";
import { runGit } from "../git/runGit.ts";
import { listByGit, listIgnoredByGit } from "./gitListing.ts";
import { type DecidingRule, decideByRules, GitRules } from "./ignoreRules.ts";
import { readRegularFile } from "./regularFile.ts";
import { vendoredBy } from "./vendoredPaths.ts";

/** Everything that may be a file of the workspace, before anything but its name is known. */
export interface Discovery {
  /** Paths of files and links. */
  readonly files: string[];
  readonly skipped: SkippedFile[];
  /** Tracked paths that a sparse checkout leaves out. */
  readonly sparse: Set<string>;
  /** Folders in which Git listed the files: `""` or a prefix ending with `/`. */
  readonly gitPrefixes: string[];
  /** Ignored or vendored paths whose insides were not listed and which a `!` rule may bring back. */
  readonly closed: string[];
  readonly warnings: string[];
}

/** How a folder is walked. */
interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly opened?: boolean;
  readonly scope?: PathScope | undefined;
}

/** A discovery in which nothing was found yet. */
export function emptyDiscovery(): Discovery {
  return { files: [], skipped: [], sparse: new Set(), gitPrefixes: [], closed: [], warnings: [] };
}

/**
 * Adds what Git lists below `root`/`prefix`, and in submodules and nested repositories, each by its own rules. A second
 * working tree of the same repository is not entered: it would show every file twice. A scope holds paths below `root`, with
 * an empty prefix. Throws as `runGit` does.
 */
export async function discoverByGit(
  root: string,
  prefix: string,
  found: Discovery,
  signal: AbortSignal | undefined,
  scope?: PathScope,
): Promise<void> {
  const folder = path.join(root, prefix);
  const listing = await listByGit(folder, signal, scope?.paths);
  found.gitPrefixes.push(prefix);
  for (const file of listing.files) found.files.push(prefix + file);
  for (const file of listing.sparse) found.sparse.add(prefix + file);
  for (const file of listing.unnameable) found.skipped.push({ ...file, path: prefix + file.path });
  for (const submodule of listing.submodules) {
    const below = `${prefix}${submodule}/`;
    if (await isRepositoryRoot(path.join(root, below))) await enterRepository(root, below, found, signal);
    else
      found.skipped.push(
        skip(below, "notCheckedOut", "the submodule is not checked out (git submodule update)"),
      );
  }
  for (const nested of listing.nestedRepositories) {
    const below = `${prefix}${nested}/`;
    if (await sameRepository(folder, path.join(root, below), signal)) {
      found.skipped.push(skip(below, "otherWorktree", "it is another working tree of the same repository"));
    } else await enterRepository(root, below, found, signal);
  }
}

/** Adds what Git ignores below each folder that Git listed; what is in ignored folders stays closed. */
export async function discoverIgnored(
  root: string,
  found: Discovery,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const prefix of found.gitPrefixes) {
    for (const ignored of await listIgnoredByGit(path.join(root, prefix), signal)) {
      found.closed.push(prefix + ignored.path);
      found.skipped.push(skip(prefix + ignored.path, "ignoredByGit", ignoredDetail(ignored.rule)));
    }
  }
}

/** The reason of an ignored path, for people. */
export function ignoredDetail(rule: DecidingRule | undefined): string {
  if (rule === undefined) return "Git ignores everything in it";
  return `Git ignores it by the rule "${rule.pattern}" in ${rule.file}, line ${rule.line}`;
}

/**
 * Adds what lies below `root`/`prefix` where there is no Git: `.gitignore` files count all the same, links are listed
 * and not followed, and a repository further down is listed by its own Git. With `opened`, the folder is one that was
 * closed: nothing but `.git` is left out then, the caller decides by path. With a scope nothing else is looked at.
 */
export async function discoverByWalk(
  root: string,
  prefix: string,
  found: Discovery,
  options: WalkOptions,
  outerRules: readonly GitRules[] = [],
): Promise<void> {
  if (options.signal?.aborted) throw cancelledError();
  const entries = await readdir(path.join(root, prefix), { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    found.skipped.push(skip(prefix, "unreadable", "the folder cannot be read"));
    return;
  }
  const names = new Set(entries.map((entry) => entry.name));
  const rules = options.opened ? [] : withRulesOf(root, prefix, names, outerRules);
  for (const entry of entries) {
    if (entry.name === ".git" || entry.name === ".hg" || entry.name === ".svn") continue;
    const isFolder = entry.isDirectory();
    const below = prefix + entry.name + (isFolder ? "/" : "");
    if (options.scope?.reaches(below) === false) continue;
    const decision = decideByRules(rules, below);
    if (decision?.ignored) {
      found.closed.push(below);
      found.skipped.push(skip(below, "ignoredByGit", ignoredDetail(decision.rule)));
    } else if (!isFolder) found.files.push(below);
    else await enterFolder(root, below, found, options, rules);
  }
}

/** Adds everything in a folder that is ignored or vendored; a repository in it keeps its own rules. */
export async function discoverClosed(
  root: string,
  prefix: string,
  found: Discovery,
  signal: AbortSignal | undefined,
): Promise<void> {
  await enterFolder(root, prefix, found, { signal, opened: true }, []);
}

async function enterFolder(
  root: string,
  below: string,
  found: Discovery,
  options: WalkOptions,
  rules: readonly GitRules[],
): Promise<void> {
  const vendored = options.opened ? undefined : vendoredBy(`${below}x`);
  if (vendored !== undefined) {
    found.closed.push(below);
    found.skipped.push(skip(below, "vendored", `${vendored} holds code of others`));
  } else if (await isRepositoryRoot(path.join(root, below))) {
    await enterRepository(root, below, found, options.signal);
  } else if (await isBareRepository(path.join(root, below))) {
    found.skipped.push(skip(below, "repositoryData", "it is the storage of a Git repository"));
  } else await discoverByWalk(root, below, found, options, rules);
}

/** Lists a repository by its own Git, or by walking where Git cannot or must not read it. */
async function enterRepository(
  root: string,
  prefix: string,
  found: Discovery,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await discoverByGit(root, prefix, found, signal);
  } catch (error) {
    if (!(error instanceof WhenceError) || error.reason === "cancelled") throw error;
    found.warnings.push(error.message);
    await discoverByWalk(root, prefix, found, { signal });
  }
}

function withRulesOf(
  root: string,
  prefix: string,
  names: ReadonlySet<string>,
  outerRules: readonly GitRules[],
): readonly GitRules[] {
  if (!names.has(".gitignore")) return outerRules;
  const file = `${prefix}.gitignore`;
  const read = readRegularFile(path.join(root, file), MAX_RULES_BYTES);
  const text = "bytes" in read ? read.bytes.toString("utf8") : "";
  return [new GitRules({ file, prefix, above: "", text }), ...outerRules];
}

async function sameRepository(
  folder: string,
  nested: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const [ours, theirs] = await Promise.all([commonFolder(folder, signal), commonFolder(nested, signal)]);
  return ours !== undefined && ours === theirs;
}

async function commonFolder(folder: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { stdout, exitCode } = await runGit(folder, ["rev-parse", "--git-common-dir"], {
    signal,
    answers: [0, 128],
  });
  return exitCode === 0 ? path.resolve(folder, stdout.toString().replace(/\n$/, "")) : undefined;
}

async function isBareRepository(folder: string): Promise<boolean> {
  const parts = ["HEAD", "objects", "refs"].map((name) => stat(path.join(folder, name)));
  return Promise.all(parts).then(
    ([head, objects, refs]) => Boolean(head?.isFile() && objects?.isDirectory() && refs?.isDirectory()),
    () => false,
  );
}

function skip(skippedPath: string, reason: SkipReason, detail: string): SkippedFile {
  return { path: skippedPath, reason, detail };
}

const MAX_RULES_BYTES = 1_000_000;
