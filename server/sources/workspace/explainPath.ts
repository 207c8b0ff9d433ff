import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import type { TextEncodingName } from "../../model/rawItem.ts";
import type { SkippedFile, SkipReason } from "../../model/workspaceFile.ts";
import { explainIgnored } from "./gitListing.ts";
import { type ListOptions, listWorkspace, type WorkspaceListing } from "./listWorkspace.ts";
import { readWorkspaceFile } from "./readWorkspaceFile.ts";
import { problemOf } from "./regularFile.ts";
import { ignoredDetail } from "./workspaceDiscovery.ts";

/** Why one path is or is not indexed. */
export interface PathExplanation {
  /** Relative to the indexed folder, `/`-separated; empty for the folder itself. */
  readonly path: string;
  /** For a folder: whether any file in it may be indexed. */
  readonly indexed: boolean;
  /** Absent where the path is indexed, and for folders that no rule closes. */
  readonly reason?: SkipReason;
  /** One sentence for people; names the rule with its file and line where a rule decided. */
  readonly sentence: string;
}

/**
 * Says why `asked` (absolute, or relative to `folder`) is or is not indexed, by the same listing and reading that
 * indexing does. Throws as `listWorkspace` does.
 */
export async function explainPath(
  folder: string,
  asked: string,
  options: Omit<ListOptions, "listIgnored"> = {},
): Promise<PathExplanation> {
  const listing = await listWorkspace(folder, { ...options, listIgnored: true });
  const file = await relativeTo(listing.folder, asked);
  const entry = listing.entries.find((candidate) => candidate.path === file);
  if (entry !== undefined) {
    const read = await readWorkspaceFile(listing.folder, entry, options);
    if (!read.ok) return notIndexed(read.skipped);
    const because = entry.broughtBack ? ", because a rule asks for it" : "";
    const what = read.file.bytes === undefined ? `${ENCODING_NAMES[read.file.encoding]} text` : "a document";
    const form = `${what} of ${entry.sizeBytes.toLocaleString("en-US")} bytes`;
    return { path: file, indexed: true, sentence: `${file} is indexed, as ${form}${because}.` };
  }
  const skipped = await listedReason(listing, file, options.signal);
  return skipped === undefined ? explainUnlisted(listing, file) : notIndexed({ ...skipped, path: file });
}

/** The reason that the listing gives for the path or for a closed folder around it. */
async function listedReason(
  listing: WorkspaceListing,
  file: string,
  signal: AbortSignal | undefined,
): Promise<SkippedFile | undefined> {
  const exact = listing.skipped.find(({ path: known }) => known === file || known === `${file}/`);
  const around = listing.skipped.find(({ path: known }) => known.endsWith("/") && file.startsWith(known));
  const listed = exact ?? around;
  if (listed?.reason !== "ignoredByGit") return listed;
  const prefix = listing.gitPrefixes.filter((known) => file.startsWith(known)).sort(longestFirst)[0];
  if (prefix === undefined) return listed;
  const asked = [file.slice(prefix.length)];
  const [ignored] = await explainIgnored(path.join(listing.folder, prefix), asked, signal);
  return ignored?.rule === undefined ? listed : { ...listed, detail: ignoredDetail(ignored.rule) };
}

/** Folders, and what neither Git nor a walk lists: paths that do not exist, Git's storage, pipes. */
async function explainUnlisted(listing: WorkspaceListing, file: string): Promise<PathExplanation> {
  if (file === ".." || file.startsWith("../") || path.isAbsolute(file)) {
    return notIndexed({ path: file, reason: "outside", detail: "it lies outside the folder" });
  }
  if (file.split("/").includes(".git")) {
    return notIndexed({ path: file, reason: "repositoryData", detail: "it is Git's own storage" });
  }
  const facts = await lstat(path.join(listing.folder, file)).catch((error: NodeJS.ErrnoException) => error);
  if (facts instanceof Error) return notIndexed({ path: file, ...problemOf(facts) });
  if (facts.isDirectory()) return explainFolder(listing, file);
  return notIndexed({ path: file, ...unlistedKind(facts) });
}

function explainFolder(listing: WorkspaceListing, folder: string): PathExplanation {
  const below = folder === "" ? "" : `${folder}/`;
  const indexed = listing.entries.filter((entry) => entry.path.startsWith(below)).length;
  const skipped = listing.skipped.filter((file) => file.path.startsWith(below)).length;
  const name = folder === "" ? "The folder itself" : folder;
  const counts = `${indexed} of the files in it may be indexed and ${skipped} paths are left out`;
  return { path: folder, indexed: indexed > 0, sentence: `${name} is a folder: ${counts}.` };
}

function unlistedKind(facts: Stats): Pick<SkippedFile, "reason" | "detail"> {
  if (facts.isFile()) return { reason: "ignoredByGit", detail: "Git does not list it" };
  if (facts.isSymbolicLink()) return { reason: "symlink", detail: "it is a symbolic link" };
  return { reason: "notRegular", detail: "it is a pipe, socket or device and never opened" };
}

function notIndexed(file: SkippedFile): PathExplanation {
  const sentence = `${file.path} is not indexed: ${file.detail}.`;
  return { path: file.path, indexed: false, reason: file.reason, sentence };
}

/** A path as the listing writes it; the folder it lies in may be reached through links, the last name is kept. */
async function relativeTo(root: string, asked: string): Promise<string> {
  const absolute = path.resolve(root, asked);
  if (absolute === root) return "";
  const parent = await realpath(path.dirname(absolute)).catch(() => path.dirname(absolute));
  const real = path.isAbsolute(asked) ? path.join(parent, path.basename(absolute)) : absolute;
  return path.relative(root, real).split(path.sep).join("/");
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

const ENCODING_NAMES: Record<TextEncodingName, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little-endian)",
  "utf-16be": "UTF-16 (big-endian)",
  latin1: "Latin-1",
};
