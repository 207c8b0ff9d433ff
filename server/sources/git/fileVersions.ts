import { WhenceError } from "../../base/errors.ts";
import { decodeGitText } from "./gitText.ts";
import { nulFields } from "./nulFields.ts";
import { streamGit } from "./runGit.ts";

/** A commit that changed a file, and the contents on both sides. */
export interface FileVersion {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly subject: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly committedAt: string;
  /** One per parent in which the file has another content or none. */
  readonly changes: readonly FileVersionChange[];
}

/** The file in a commit and in one of its parents; paths count from the root of the repository. */
export interface FileVersionChange {
  /** Hash of the content right after the commit; absent where the commit took the file away. */
  readonly blob?: string;
  readonly path: string;
  /** Absent where that parent does not have the file. */
  readonly previous?: { readonly blob: string; readonly path: string; readonly isCopied: boolean };
}

/** A file by its path, which counts from the folder that is asked about, or from the root of its repository. */
export interface FilePlace {
  readonly path: string;
  readonly isFromRoot?: boolean;
}

/** From where to look back, and how. */
export interface FileVersionOptions {
  /** HEAD unless given. */
  readonly revision?: string;
  /** Only files of equal content count as renamed, which a partial clone can tell without what it lacks. */
  readonly withoutContent?: boolean;
  /**
   * Only the commits that changed the file under this very name. Git follows a rename for all branches at once, and loses
   * those which still have the old name; asked this way it loses nothing.
   */
  readonly withoutRenames?: boolean;
  /** Folder of objects with a commit graph (`writeCommitGraph`), which makes it faster. */
  readonly objects?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every commit reachable from `revision` that changed a file, newest first, through
 * renames. Merges are among them, with one change per parent that differs: fewer changes than parents mean that the file
 * is that of a parent. Throws as `runGit` does.
 */
export async function* fileVersions(
  folder: string,
  place: FilePlace,
  options: FileVersionOptions = {},
): AsyncGenerator<FileVersion> {
  let isBegun = false;
  try {
    for await (const version of readVersions(folder, place, options)) {
      isBegun = true;
      yield version;
    }
  } catch (error) {
    // A graph that is damaged, or of a repository that has moved, is no reason not to answer.
    if (isBegun || options.objects === undefined || !WhenceError.is(error, "gitFailed")) throw error;
    yield* readVersions(folder, place, { ...options, objects: undefined });
  }
}

async function* readVersions(
  folder: string,
  { path, isFromRoot = false }: FilePlace,
  { revision = "HEAD", withoutContent = false, withoutRenames = false, objects, signal }: FileVersionOptions,
): AsyncGenerator<FileVersion> {
  const args = [
    "log",
    ...(withoutRenames ? ["--no-renames"] : ["--follow", withoutContent ? "-M100%" : "-M"]),
    "-m",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-notes",
    "--full-history",
    `-l${mostRenameCandidates}`,
    "--format=%x00%H%x00%P%x00%ct%x00%s",
    revision,
    "--",
    isFromRoot ? `:(top,literal)${path}` : `:(literal)${path}`,
  ];
  let pending: FileVersion | undefined;
  for await (const version of parse(nulFields(streamGit(folder, args, { signal, objects })))) {
    if (pending?.hash === version.hash) {
      pending = { ...pending, changes: [...pending.changes, ...version.changes] };
      continue;
    }
    if (pending !== undefined) yield pending;
    pending = version;
  }
  if (pending !== undefined) yield pending;
}

const mostRenameCandidates = 400;

/** Fields: an empty one, four of the format, then `:modes blobs status` and one or two paths per file. */
async function* parse(batches: AsyncIterable<readonly Buffer[]>): AsyncGenerator<FileVersion> {
  let head: string[] | undefined;
  let changes: FileVersionChange[] = [];
  let raw: readonly string[] | undefined;
  let previousPath: string | undefined;
  for await (const fields of batches) {
    for (const field of fields) {
      if (head !== undefined && head.length < headFields) head.push(decodeGitText(field));
      else if (field.length === 0) {
        if (head !== undefined) yield versionOf(head, changes);
        head = [];
        changes = [];
        raw = undefined;
      } else if (raw === undefined) {
        raw = field.toString("latin1").trim().split(" ");
        previousPath = undefined;
      } else {
        const path = decodeGitText(field);
        if (/^[RC]/.test(raw[4] ?? "") && previousPath === undefined) previousPath = path;
        else {
          changes.push(changeOf(raw, path, previousPath ?? path));
          raw = undefined;
        }
      }
    }
  }
  if (head !== undefined && head.length === headFields) yield versionOf(head, changes);
}

const headFields = 4;

function versionOf(head: readonly string[], changes: readonly FileVersionChange[]): FileVersion {
  const [hash = "", parents = "", seconds = "", subject = ""] = head;
  const time = new Date(Number(seconds) * 1000);
  return {
    hash,
    parents: parents.split(" ").filter((parent) => parent !== ""),
    subject,
    committedAt: (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString(),
    changes,
  };
}

function changeOf(raw: readonly string[], path: string, previousPath: string): FileVersionChange {
  const [, , previous = "", blob = "", status = ""] = raw;
  return {
    path,
    ...(isNothing(blob) ? {} : { blob }),
    ...(isNothing(previous)
      ? {}
      : { previous: { blob: previous, path: previousPath, isCopied: status.startsWith("C") } }),
  };
}

function isNothing(blob: string): boolean {
  return /^0*$/.test(blob);
}
