import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path, { posix } from "node:path";
import { setImmediate } from "node:timers/promises";
import { cancelledError, WhenceError } from "../../base/errors.ts";
import { foldersAbove, type PathScope, pathScope } from "../../model/pathScope.ts";
import type { SkippedFile, WorkspaceEntry } from "../../model/workspaceFile.ts";
import { workingTreeRoot } from "../git/repositoryState.ts";
import { runGit } from "../git/runGit.ts";
import { FileFacts } from "./fileFacts.ts";
import {
  attributeFilesAround,
  type LinguistAttributes,
  readLinguistAttributes,
} from "./linguistAttributes.ts";
import { reasonByName } from "./nameClassification.ts";
import { oversized } from "./regularFile.ts";
import { type SizeLimits, sizeLimitOf } from "./sizeLimits.ts";
import { readWhenceIgnore, type WhenceIgnore } from "./whenceIgnore.ts";
import {
  type Discovery,
  discoverByGit,
  discoverByWalk,
  discoverClosed,
  discoverIgnored,
  emptyDiscovery,
} from "./workspaceDiscovery.ts";

/** How to list a folder. */
export interface ListOptions extends SizeLimits {
  readonly signal?: AbortSignal | undefined;
  /** Also names in `skipped` what `.gitignore` rules leave out, whole folders as one; costs one more pass of Git. */
  readonly listIgnored?: boolean;
}

/** The files of a folder, each with a reason where it is not indexed. Both lists are sorted by path. */
export interface WorkspaceListing {
  /** The folder that was listed, absolute and free of links. */
  readonly folder: string;
  readonly entries: readonly WorkspaceEntry[];
  readonly skipped: readonly SkippedFile[];
  /** Sentences for people, for example that Git is missing, so that ignore files were read without it. */
  readonly warnings: readonly string[];
  /** Folders whose files Git listed: `""` or a prefix ending with `/`; empty without Git. */
  readonly gitPrefixes: readonly string[];
}

/**
 * Lists the files below `folder` that may be indexed, by name, size and Git's and our ignore rules; no file is opened
 * but ignore and attributes files. Links are listed and never followed. Throws `badInput` where there is no such
 * folder, and `cancelled`; where Git is missing or refuses, the folder is walked and a warning says so.
 */
export async function listWorkspace(folder: string, options: ListOptions = {}): Promise<WorkspaceListing> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new WhenceError("badInput", `There is no folder ${folder}: name one that exists.`, { cause });
  });
  const found = emptyDiscovery();
  const topLevel = await discover(root, found, options);
  const rules = readWhenceIgnore(root, foldersOf(found.files), topLevel ?? root);
  const asksForIgnored = options.listIgnored === true || rules.mayBringBack("");
  if (asksForIgnored) await discoverIgnored(root, found, options.signal);
  return judgedListing(root, topLevel, found, rules, options);
}

/**
 * The same of what lies at or below some paths (relative, with `/`), at a cost that does not grow with the folder. Nothing
 * where they do not tell everything: where they are rules for ignoring or attributes, lie in a repository within the folder,
 * or where a rule brings back what Git ignores. Throws as `listWorkspace` does.
 */
export async function listPaths(
  folder: string,
  paths: readonly string[],
  options: SizeLimits & { readonly signal?: AbortSignal | undefined } = {},
): Promise<WorkspaceListing | undefined> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined || paths.some((each) => each === "" || isRuleFile(each))) return undefined;
  const above = new Set(paths.flatMap(foldersAbove));
  // A folder that is named itself may have become a repository too.
  const inner = [...above, ...paths].map((each) => path.join(root, each, ".git"));
  if (inner.some((each) => existsSync(each))) return undefined;
  const found = emptyDiscovery();
  const topLevel = await discover(root, found, options, pathScope(paths));
  if (found.warnings.length > 0) return undefined;
  const folders = new Set([...above, ...foldersOf(found.files)]);
  const rules = readWhenceIgnore(root, folders, topLevel ?? root);
  if (rules.mayBringBack("")) return undefined;
  return judgedListing(root, topLevel, found, rules, options, ["", ...folders]);
}

/** Whoever changes one of these may change what becomes of any other file. */
const RULE_FILES = new Set([".gitignore", ".gitattributes", ".gitmodules", ".whenceignore", ".git"]);

/** True for a file that decides what becomes of others. */
export function isRuleFile(path: string): boolean {
  return RULE_FILES.has(posix.basename(path));
}

/** True where the repository around a folder ignores all of it: who asks for it wants its files nevertheless. Throws as `runGit`. */
export async function isIgnoredWhole(folder: string, signal?: AbortSignal): Promise<boolean> {
  const root = await realpath(folder);
  const topLevel = await workingTreeRoot(root, signal);
  return topLevel !== undefined && isIgnoredFolder(root, topLevel, signal);
}

async function judgedListing(
  root: string,
  topLevel: string | undefined,
  found: Discovery,
  rules: WhenceIgnore,
  options: ListOptions,
  attributeFolders: readonly string[] = [],
): Promise<WorkspaceListing> {
  const broughtBack = await bringBack(root, found, rules, options.signal);
  const attributes = await attributesOf(root, topLevel, found, options.signal, attributeFolders);
  const judged = await judge(root, found, rules, attributes, options);
  const skipped = found.skipped.filter(
    (file) => (options.listIgnored === true || file.reason !== "ignoredByGit") && !broughtBack.has(file.path),
  );
  return {
    folder: root,
    entries: judged.entries.sort(byPath),
    skipped: [...judged.skipped, ...skipped].sort(byPath),
    warnings: found.warnings,
    gitPrefixes: found.gitPrefixes,
  };
}

/** Finds all files; gives the root of the Git working tree where Git listed them. */
async function discover(
  root: string,
  found: Discovery,
  options: ListOptions,
  scope?: PathScope,
): Promise<string | undefined> {
  const { signal } = options;
  try {
    const topLevel = await workingTreeRoot(root, signal);
    if (topLevel !== undefined && !(await isIgnoredFolder(root, topLevel, signal))) {
      await discoverByGit(root, "", found, signal, scope);
      return topLevel;
    }
  } catch (error) {
    if (!(error instanceof WhenceError) || error.reason === "cancelled") throw error;
    found.warnings.push(`${error.message} The files were listed without Git.`);
  }
  await discoverByWalk(root, "", found, { signal, scope });
  return undefined;
}

/** Whoever asks for a folder that the repository around it ignores wants its files nevertheless. */
async function isIgnoredFolder(
  root: string,
  topLevel: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (path.relative(topLevel, root) === "") return false;
  const ignored = await runGit(root, ["check-ignore", "-q", "--", "."], { signal, answers: [0, 1] });
  if (ignored.exitCode === 1) return false;
  const tracked = await runGit(root, ["ls-files", "--cached"], { signal });
  return tracked.stdout.length === 0;
}

/** Adds the files in closed folders for which a `!` rule asks; gives their paths. */
async function bringBack(
  root: string,
  found: Discovery,
  rules: WhenceIgnore,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const broughtBack = new Set<string>();
  const inside = emptyDiscovery();
  for (const closed of found.closed.filter((candidate) => rules.mayBringBack(candidate))) {
    if (closed.endsWith("/")) await discoverClosed(root, closed, inside, signal);
    else inside.files.push(closed);
  }
  for (const file of inside.files) {
    if (rules.decide(file)?.ignored === false) broughtBack.add(file);
  }
  found.files.push(...broughtBack);
  return broughtBack;
}

async function attributesOf(
  root: string,
  topLevel: string | undefined,
  found: Discovery,
  signal: AbortSignal | undefined,
  attributeFolders: readonly string[],
): Promise<ReadonlyMap<string, LinguistAttributes>> {
  const attributes = new Map<string, LinguistAttributes>();
  for (const prefix of found.gitPrefixes) {
    const folder = path.join(root, prefix);
    const others = found.gitPrefixes.filter(
      (other) => other.length > prefix.length && other.startsWith(prefix),
    );
    const files = found.files.filter(
      (file) => file.startsWith(prefix) && !others.some((other) => file.startsWith(other)),
    );
    const listed = files.filter((file) => posix.basename(file) === ".gitattributes");
    const around = await attributeFilesAround(folder, prefix === "" ? (topLevel ?? folder) : folder, signal);
    const named = [...listed, ...attributeFolders.map((each) => `${each}.gitattributes`)];
    const attributeFiles = [...named.map((file) => path.join(root, file)), ...around];
    const local = files.map((file) => file.slice(prefix.length));
    for (const [file, stated] of await readLinguistAttributes(folder, local, attributeFiles, signal)) {
      attributes.set(prefix + file, stated);
    }
  }
  return attributes;
}

async function judge(
  root: string,
  found: Discovery,
  rules: WhenceIgnore,
  attributes: ReadonlyMap<string, LinguistAttributes>,
  options: ListOptions,
): Promise<{ entries: WorkspaceEntry[]; skipped: SkippedFile[] }> {
  const facts = new FileFacts(root);
  const entries: WorkspaceEntry[] = [];
  const skipped: SkippedFile[] = [];
  for (const [index, file] of found.files.entries()) {
    // Looking at a file takes microseconds, so it is done synchronously; others get their turn now and then.
    if (index % FILES_PER_TURN === 0) {
      await setImmediate();
      if (options.signal?.aborted) throw cancelledError();
    }
    const decision = rules.decide(file);
    const looked = facts.look(file);
    if ("reason" in looked) skipped.push(found.sparse.has(file) ? notCheckedOut(looked) : looked);
    else if (decision?.ignored) skipped.push(ignoredByWhence(file, decision.rule));
    else {
      const asked = decision !== undefined;
      const stated = attributes.get(file);
      const reason = reasonByName(file, stated, asked) ?? tooLarge(looked, sizeLimitOf(file, options));
      if (reason !== undefined) skipped.push({ path: file, ...reason });
      else entries.push(asked || stated?.generated === false ? { ...looked, broughtBack: true } : looked);
    }
  }
  return { entries, skipped };
}

function notCheckedOut(file: SkippedFile): SkippedFile {
  if (file.reason !== "vanished") return file;
  return { path: file.path, reason: "notCheckedOut", detail: "the sparse checkout leaves it out" };
}

function ignoredByWhence(file: string, rule: { pattern: string; file: string; line: number }): SkippedFile {
  const detail = `the rule "${rule.pattern}" in ${rule.file}, line ${rule.line}, leaves it out`;
  return { path: file, reason: "ignoredByWhence", detail };
}

function tooLarge(entry: WorkspaceEntry, maxBytes: number): ReturnType<typeof oversized> | undefined {
  return entry.sizeBytes > maxBytes ? oversized(entry.sizeBytes, maxBytes) : undefined;
}

function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    let end = file.lastIndexOf("/");
    while (end > 0 && !folders.has(file.slice(0, end + 1))) {
      folders.add(file.slice(0, end + 1));
      end = file.lastIndexOf("/", end - 1);
    }
  }
  return folders;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

const FILES_PER_TURN = 1_000;
