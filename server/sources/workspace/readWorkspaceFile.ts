import { realpath } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { cancelledError } from "../../base/errors.ts";
import { sha256 } from "../../base/hashes.ts";
import { fileUri } from "../../model/documentUri.ts";
import { isBinaryDocument, isInterfaceDescription } from "../../model/languages.ts";
import type { RawFile } from "../../model/rawItem.ts";
import type { SkippedFile, WorkspaceEntry } from "../../model/workspaceFile.ts";
import { FileFacts } from "./fileFacts.ts";
import { generatedMarker } from "./generatedFiles.ts";
import { minifiedText } from "./minifiedText.ts";
import { reasonByName } from "./nameClassification.ts";
import { readRegularFile } from "./regularFile.ts";
import { type SizeLimits, sizeLimitOf } from "./sizeLimits.ts";
import { decodeText } from "./textDecoding.ts";
import { wordListText } from "./wordList.ts";

/** A file's text, or why it is not indexed after all. */
export type ReadResult =
  | { readonly ok: true; readonly file: RawFile }
  | { readonly ok: false; readonly skipped: SkippedFile };

/** How to read files. */
export interface ReadOptions extends SizeLimits {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads one file of the workspace; `entry.path` is relative to `folder`. What its content says (binary, minified,
 * generated) is answered as a reason. Never throws for a file: one that is gone or may not be read has a reason too.
 */
export async function readWorkspaceFile(
  folder: string,
  entry: Pick<WorkspaceEntry, "path" | "broughtBack">,
  options: ReadOptions = {},
): Promise<ReadResult> {
  const root = await realpath(folder).catch(() => path.resolve(folder));
  return readFrom(root, new FileFacts(root), entry, options);
}

/**
 * Reads many files, one at a time, and gives the results in the order of `entries`. Throws `cancelled` once the
 * signal is aborted.
 */
export async function* readWorkspaceFiles(
  folder: string,
  entries: Iterable<Pick<WorkspaceEntry, "path" | "broughtBack">>,
  options: ReadOptions = {},
): AsyncGenerator<ReadResult> {
  const root = await realpath(folder);
  const facts = new FileFacts(root);
  let count = 0;
  for (const entry of entries) {
    // Files are read synchronously; others get their turn now and then.
    if (count++ % FILES_PER_TURN === 0) await setImmediate();
    if (options.signal?.aborted) throw cancelledError();
    yield readFrom(root, facts, entry, options);
  }
}

function readFrom(
  root: string,
  facts: FileFacts,
  entry: Pick<WorkspaceEntry, "path" | "broughtBack">,
  options: ReadOptions,
): ReadResult {
  const broughtBack = entry.broughtBack === true;
  const file = entry.path;
  if (leadsOutside(file)) return refuse(file, { reason: "outside", detail: "it lies outside the folder" });
  const named = reasonByName(file, { generated: false, vendored: false }, broughtBack);
  if (named !== undefined) return refuse(file, named);
  const looked = facts.look(file);
  if ("reason" in looked) return { ok: false, skipped: looked };
  const read = readRegularFile(path.join(root, file), sizeLimitOf(file, options));
  if ("reason" in read) return refuse(file, read);
  const contentHash = sha256(read.bytes);
  const identity = { source: "workspace", uri: fileUri(file), path: file, contentHash } as const;
  const { modifiedMs } = read;
  if (isBinaryDocument(file)) {
    const noText = { text: "", encoding: "utf-8", decodedCleanly: true } as const;
    return { ok: true, file: { ...identity, modifiedMs, ...noText, bytes: read.bytes } };
  }
  const decoded = decodeText(read.bytes);
  if (decoded === undefined) {
    return refuse(file, { reason: "binary", detail: "its bytes are no text" });
  }
  const reason = broughtBack ? undefined : reasonByText(file, decoded.text);
  if (reason !== undefined) return refuse(file, reason);
  return { ok: true, file: { ...identity, modifiedMs, ...decoded } };
}

function reasonByText(file: string, text: string): Pick<SkippedFile, "reason" | "detail"> | undefined {
  // A description of an interface on one line is laid out by its reader.
  const minified = isInterfaceDescription(file) ? undefined : minifiedText(file, text);
  if (minified !== undefined) return { reason: "minified", detail: minified };
  const words = wordListText(text);
  if (words !== undefined) return { reason: "generated", detail: words };
  const marker = generatedMarker(file, text);
  return marker === undefined ? undefined : { reason: "generated", detail: `it says so itself: "${marker}"` };
}

function leadsOutside(file: string): boolean {
  const normal = path.posix.normalize(file);
  return path.isAbsolute(file) || normal === ".." || normal.startsWith("../");
}

function refuse(file: string, why: Pick<SkippedFile, "reason" | "detail">): ReadResult {
  return { ok: false, skipped: { path: file, ...why } };
}

const FILES_PER_TURN = 20;
