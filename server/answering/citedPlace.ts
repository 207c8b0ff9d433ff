import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Citation } from "../../shared/model/answer.ts";
import type { CitedPlace } from "../../shared/protocol/chatRequests.ts";
import { WhenceError } from "../base/errors.ts";
import { maskFileText } from "../documents/maskFileText.ts";
import { commitUri, extraFolderOf, pathOfUri } from "../model/documentUri.ts";
import { parseExtraFolders } from "../model/extraFolder.ts";
import { isBinaryDocument } from "../model/languages.ts";
import type { StoredDocument } from "../model/storedState.ts";
import { textAtCommit } from "../sources/git/textAtCommit.ts";
import { reasonByName } from "../sources/workspace/nameClassification.ts";
import { readWorkspaceFile } from "../sources/workspace/readWorkspaceFile.ts";
import type { Catalog } from "../stores/catalog.ts";
import { type Lines, unchangedLines } from "./unchangedLines.ts";

/** Where citations are looked up. */
export interface CitedPlaceTools {
  /** The indexed folder, absolute. */
  readonly folder: string;
  readonly catalog: Catalog;
  readonly signal?: AbortSignal;
}

/** A citation, and its passage as it was shown, by which lines are found that are in no commit. */
export interface CitedPassage {
  readonly citation: Citation;
  readonly text?: string | undefined;
}

const shortHash = 7;

/**
 * What to open for a citation. It may come from anywhere, so that it is looked up in the index first: only what is, or was, a
 * source of this folder is opened. Throws `notFound`.
 */
export async function citedPlace(passage: CitedPassage, tools: CitedPlaceTools): Promise<CitedPlace> {
  const { citation } = passage;
  const file = pathOfUri(citation.uri);
  if (file === undefined) return commitPlace(citation, tools);
  const document = tools.catalog.documents.get(citation.uri);
  if (document === undefined && !wasSource(citation, file, tools)) throw noSource(file);
  if (isBinaryDocument(file)) return documentPlace(passage, file, document, tools);
  return linesPlace(passage, file, tools);
}

/** The message, as it was indexed, and the files that were changed. */
function commitPlace({ uri, commit = "" }: Citation, { catalog }: CitedPlaceTools): CitedPlace {
  const known = catalog.commits.get(commit);
  if (known === undefined || commitUri(known.hash) !== uri) throw noSource(commit.slice(0, shortHash));
  const message = catalog.chunks
    .ofDocuments([uri])
    .map(({ text }) => text)
    .join("\n");
  const changes = catalog.commits.filesOf([known.hash]).map((file) => {
    const before = file.previousPath === undefined ? "" : ` (before: ${file.previousPath})`;
    return `${file.change}  ${file.path}${before}`;
  });
  const head = [
    `Commit ${known.hash}`,
    `Author ${known.authorName} <${known.authorEmail}>`,
    `Date   ${known.date}`,
  ];
  const text = [...head, "", message.trim(), ...(changes.length === 0 ? [] : ["", ...changes]), ""].join(
    "\n",
  );
  return {
    kind: "commit",
    hash: known.hash,
    title: `${known.hash.slice(0, shortHash)} ${known.subject}`,
    text,
  };
}

function documentPlace(
  { citation, text = "" }: CitedPassage,
  file: string,
  document: StoredDocument | undefined,
  tools: CitedPlaceTools,
): CitedPlace {
  const location = locate(file, tools);
  if (document === undefined || location === undefined) throw noSource(file);
  const lines = { startLine: citation.startLine ?? 1, endLine: citation.endLine ?? 1 };
  const read = indexedLines(citation.uri, lines, tools.catalog)?.join("\n") ?? text;
  const { startPage } = citation;
  return {
    kind: "document",
    file: pathToFileURL(location.absolute).href,
    ...(startPage === undefined ? {} : { page: startPage }),
    text: read,
  };
}

async function linesPlace(
  { citation, text }: CitedPassage,
  file: string,
  tools: CitedPlaceTools,
): Promise<CitedPlace> {
  const { startLine = 1, endLine = startLine, commit } = citation;
  const location = locate(file, tools);
  const present = location && (await presentLines(location, file));
  const cited = commit === undefined ? undefined : await committedLines(commit, file, tools);
  const shown = text?.split("\n");
  const wanted =
    cited?.slice(startLine - 1, endLine) ??
    shown ??
    indexedLines(citation.uri, { startLine, endLine }, tools.catalog);
  const found = present && wanted && unchangedLines(wanted, startLine, present);
  if (location !== undefined && present !== undefined && found !== undefined)
    return { kind: "file", location: { uri: urlOf(location), range: rangeOf(found, present) } };
  const read = cited ?? wanted;
  if (read === undefined) throw noSource(file);
  const lines = cited === undefined ? { startLine: 1, endLine: read.length } : { startLine, endLine };
  const version = commit === undefined ? "as it was read" : `at ${commit.slice(0, shortHash)}`;
  return {
    kind: "version",
    title: `${path.posix.basename(file)} (${version})`,
    path: file,
    text: read.join("\n"),
    range: rangeOf(lines, read),
    ...(location === undefined || present === undefined ? {} : { present: urlOf(location) }),
  };
}

interface FoundFile {
  readonly root: string;
  /** Relative to that. */
  readonly inside: string;
  readonly absolute: string;
}

/** Where a file of the folder, or of an extra folder that is known, lies. */
function locate(file: string, { folder, catalog }: CitedPlaceTools): FoundFile | undefined {
  const name = extraFolderOf(file);
  const extra = parseExtraFolders(catalog.meta.get("extraFolders")).find((each) => each.name === name);
  const root = name === undefined ? folder : extra?.folder;
  if (root === undefined) return undefined;
  const inside = name === undefined ? file : file.slice(`${name}:/`.length);
  const absolute = path.resolve(root, inside);
  return path.relative(root, absolute).split(path.sep)[0] === ".." ? undefined : { root, inside, absolute };
}

/** Nothing where the file is gone, or is none that may be read. */
async function presentLines(
  { root, inside }: FoundFile,
  file: string,
): Promise<readonly string[] | undefined> {
  const read = await readWorkspaceFile(root, { path: inside, broughtBack: true });
  return read.ok ? maskFileText(file, read.file.text).split("\n") : undefined;
}

async function committedLines(
  commit: string,
  file: string,
  { folder, signal }: CitedPlaceTools,
): Promise<readonly string[] | undefined> {
  if (extraFolderOf(file) !== undefined) return undefined;
  const text = await textAtCommit(folder, { commit, path: file }, signal);
  return text === undefined ? undefined : maskFileText(file, text).split("\n");
}

/** Lines as the index holds them. */
function indexedLines(
  uri: string,
  { startLine, endLine }: Lines,
  catalog: Catalog,
): readonly string[] | undefined {
  for (const chunk of catalog.chunks.ofDocuments([uri])) {
    if (chunk.startLine > startLine || chunk.endLine < endLine) continue;
    return chunk.text.split("\n").slice(startLine - chunk.startLine, endLine - chunk.startLine + 1);
  }
  return undefined;
}

/** True for a file that the index holds no longer, but which a commit that it knows has changed. */
function wasSource({ commit }: Citation, file: string, { catalog }: CitedPlaceTools): boolean {
  if (commit === undefined || extraFolderOf(file) !== undefined || reasonByName(file) !== undefined)
    return false;
  return catalog.commits.get(commit) !== undefined && catalog.commits.touching([file], 1).length > 0;
}

function urlOf({ absolute }: FoundFile): string {
  return pathToFileURL(absolute).href;
}

function rangeOf({ startLine, endLine }: Lines, lines: readonly string[]) {
  const last = Math.min(Math.max(startLine, endLine), Math.max(1, lines.length));
  const first = Math.min(startLine, last);
  return {
    start: { line: first - 1, character: 0 },
    end: { line: last - 1, character: lines[last - 1]?.length ?? 0 },
  };
}

function noSource(name: string): WhenceError {
  const sentence = `${name} is no source of this folder any more: ask again to see what is there now.`;
  return new WhenceError("notFound", sentence);
}
