import { opendirSync, statSync } from "node:fs";
import { WhenceError } from "../base/errors.ts";
import { extraFolderOf, extraPath, fileUri } from "../model/documentUri.ts";
import type { ExtraFolder } from "../model/extraFolder.ts";
import { pathScope } from "../model/pathScope.ts";
import type { RawCommit } from "../model/rawItem.ts";
import type { SkippedFile, WorkspaceEntry } from "../model/workspaceFile.ts";
import { Folder, type FolderHead } from "./folder.ts";
import { isRuleFile } from "./workspace/listWorkspace.ts";
import type { ReadResult } from "./workspace/readWorkspaceFile.ts";
import type { SizeLimits } from "./workspace/sizeLimits.ts";

type Listing = Awaited<ReturnType<Folder["list"]>>;

/** Files of the workspace and of the extra folders. */
export interface FoldersListing extends Listing {
  /** Names of extra folders that could not be listed: what the index holds of them stays. */
  readonly absent: readonly string[];
}

/**
 * The workspace and the extra folders as one source. Each folder is listed by its own ignore rules; a file of an extra
 * one has a path such as `handbook:/a.md`. History and commits are those of the workspace alone.
 */
export class WorkspaceFolders {
  readonly #workspace: Folder;
  readonly #extras: readonly (ExtraFolder & { readonly source: Folder })[];
  readonly #warnings: readonly string[];

  constructor(
    workspace: string,
    limits: SizeLimits & { readonly maxCommits?: number },
    extras: { readonly folders: readonly ExtraFolder[]; readonly warnings: readonly string[] },
  ) {
    this.#workspace = new Folder(workspace, limits, limits.maxCommits);
    this.#extras = extras.folders.map((extra) => ({ ...extra, source: new Folder(extra.folder, limits) }));
    this.#warnings = extras.warnings;
  }

  /** All files of all folders, and those that are not indexed, with reasons. */
  async list(signal?: AbortSignal): Promise<FoldersListing> {
    const listing = await this.#workspace.list(signal);
    const entries = [...listing.entries];
    const skipped = [...listing.skipped];
    const warnings = [...this.#warnings, ...listing.warnings];
    const absent: string[] = [];
    for (const extra of this.#extras) {
      const listed = await listExtra(extra, signal);
      if (typeof listed === "string") {
        absent.push(extra.name);
        warnings.push(listed);
        continue;
      }
      addUnder(extra.name, listed, { entries, skipped });
      warnings.push(...listed.warnings.map((warning) => `${extra.name}: ${warning}`));
    }
    return { ...listing, entries, skipped, warnings, absent };
  }

  /** As `Folder.listSome`, of the workspace and of the extra folders in which these paths lie. */
  async listSome(paths: readonly string[], signal?: AbortSignal): Promise<FoldersListing | undefined> {
    const ownerOf = (path: string) => this.#extras.find(({ name }) => name === extraFolderOf(path));
    const byFolder = Map.groupBy(paths, ownerOf);
    const listing = await this.#workspace.listSome(byFolder.get(undefined) ?? [], signal);
    if (listing === undefined) return undefined;
    const entries = [...listing.entries];
    const skipped = [...listing.skipped];
    for (const [extra, named] of byFolder) {
      if (extra === undefined) continue;
      const own = await listSomeOf(extra, named, signal);
      if (own === undefined) return undefined;
      addUnder(extra.name, own, { entries, skipped });
    }
    return { ...listing, entries, skipped, absent: [] };
  }

  /** Contents in the order of `entries`, or why one is not indexed after all. */
  async *read(entries: Iterable<WorkspaceEntry>, signal?: AbortSignal): AsyncGenerator<ReadResult> {
    for (const { name, run } of runsByFolder(entries)) {
      const extra = this.#extras.find((one) => one.name === name);
      if (name === undefined || extra === undefined) yield* this.#workspace.read(run, signal);
      else yield* readExtra(extra, run, signal);
    }
  }

  /** As `Folder.head`. */
  head(signal?: AbortSignal): Promise<FolderHead | undefined> {
    return this.#workspace.head(signal);
  }

  /** As `Folder.commits`. */
  commits(head: string, since: string | undefined, signal?: AbortSignal): AsyncGenerator<RawCommit> {
    return this.#workspace.commits(head, since, signal);
  }

  /** As `Folder.countCommits`. */
  countCommits(head: string, since: string | undefined, signal?: AbortSignal): Promise<number> {
    return this.#workspace.countCommits(head, since, signal);
  }

  /** As `Folder.unreachable`. */
  unreachable(hashes: ReadonlySet<string>, head: string, signal?: AbortSignal): Promise<readonly string[]> {
    return this.#workspace.unreachable(hashes, head, signal);
  }

  /** As `Folder.committed`: never a file of an extra folder, whose versions the workspace's commits do not name. */
  committed(head: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
    return this.#workspace.committed(head, signal);
  }
}

/** The listing, or a sentence where the folder is gone. An empty one may be where a share is mounted at other times. */
async function listExtra(
  { name, folder, origin, source }: ExtraFolder & { readonly source: Folder },
  signal: AbortSignal | undefined,
): Promise<Listing | string> {
  const dropped =
    origin === "include" ? `\`whence index --forget ${name}\`` : "the setting names it no longer";
  const kept = `what the index holds of it stays until it is back or ${dropped}`;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return `The extra folder ${folder} (${name}) is not there; ${kept}.`;
  try {
    const listing = await source.list(signal);
    const isEmpty = origin !== "added" && listing.entries.length + listing.skipped.length === 0;
    return isEmpty ? `The extra folder ${folder} (${name}) is empty; ${kept}.` : listing;
  } catch (error) {
    if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
    return `The extra folder ${folder} (${name}) cannot be listed: ${error.message} Meanwhile ${kept}.`;
  }
}

/** Adds the files of an extra folder with the paths by which they are known everywhere. */
function addUnder(
  name: string,
  own: Pick<Listing, "entries" | "skipped">,
  { entries, skipped }: { readonly entries: WorkspaceEntry[]; readonly skipped: SkippedFile[] },
): void {
  for (const entry of own.entries) entries.push({ ...entry, path: extraPath(name, entry.path) });
  for (const file of own.skipped) skipped.push({ ...file, path: extraPath(name, file.path) });
}

/**
 * What lies at or below some paths of an extra folder, at the cost of that folder at most. A folder that is missing or empty loses nothing:
 * then only a look at everything tells, as where rules changed.
 */
async function listSomeOf(
  { name, folder, origin, source }: ExtraFolder & { readonly source: Folder },
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Pick<Listing, "entries" | "skipped"> | undefined> {
  const own = paths.map((each) => each.slice(extraPath(name, "").length));
  if (origin !== "added") {
    if (!isFilled(folder)) return undefined;
    const some = await source.listSome(own, signal);
    if (some !== undefined || own.some(isRuleFile)) return some;
  }
  const scope = pathScope(own);
  const { entries, skipped } = await source.list(signal);
  return {
    entries: entries.filter((entry) => scope.contains(entry.path)),
    skipped: skipped.filter((file) => scope.contains(file.path)),
  };
}

function isFilled(folder: string): boolean {
  try {
    const names = opendirSync(folder);
    try {
      for (let found = names.readSync(); found !== null; found = names.readSync())
        if (found.name !== ".git") return true;
      return false;
    } finally {
      names.closeSync();
    }
  } catch {
    return false;
  }
}

async function* readExtra(
  { name, folder, source }: ExtraFolder & { readonly source: Folder },
  run: Iterable<WorkspaceEntry>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadResult> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const sentence = `The extra folder ${folder} (${name}) went away while it was read: run \`whence index\` once it is back.`;
    throw new WhenceError("noAccess", sentence);
  }
  for await (const result of source.read(ownPaths(run, name), signal)) {
    if (result.ok) {
      const path = extraPath(name, result.file.path);
      yield { ok: true, file: { ...result.file, path, uri: fileUri(path) } };
    } else {
      yield { ok: false, skipped: { ...result.skipped, path: extraPath(name, result.skipped.path) } };
    }
  }
}

/** As the folder itself names them. */
function* ownPaths(run: Iterable<WorkspaceEntry>, name: string): Generator<WorkspaceEntry> {
  for (const entry of run) yield { ...entry, path: entry.path.slice(`${name}:/`.length) };
}

/**
 * Neighbouring entries of one folder together, so that the order of the whole stays. Each run has to be read to its end before
 * the next; entries are taken one by one as they are read, for which is next may be decided late.
 */
function* runsByFolder(entries: Iterable<WorkspaceEntry>): Generator<{
  readonly name: string | undefined;
  readonly run: Iterable<WorkspaceEntry>;
}> {
  const iterator = entries[Symbol.iterator]();
  let next = iterator.next();
  while (next.done !== true) {
    const name = extraFolderOf(next.value.path);
    const run = function* (): Generator<WorkspaceEntry> {
      while (next.done !== true && extraFolderOf(next.value.path) === name) {
        yield next.value;
        next = iterator.next();
      }
    };
    yield { name, run: run() };
  }
}
