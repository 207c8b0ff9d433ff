import { WhenceError } from "../base/errors.ts";
import { commitUri, extraFolderOf, fileUri, pathOfUri } from "../model/documentUri.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { RawItem } from "../model/rawItem.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { AuditFinding } from "./auditFinding.ts";
import { isCurrentMark, marksContent } from "./documentMark.ts";
import type { FolderSource } from "./folderSource.ts";
import type { FactsReader } from "./processDocument.ts";
import { processDocument } from "./processDocument.ts";

/** What documents are compared with. */
export interface AuditedSources {
  readonly source: FolderSource;
  readonly catalog: Catalog;
  readonly config: PipelineConfig;
  readonly factsReader: FactsReader;
}

/** How a comparison is watched and stopped. */
export interface ComparisonWatch {
  readonly signal: AbortSignal | undefined;
  /** Hears of each item that was compared. */
  readonly onCompared: () => void;
}

/** The files that are there. */
export type Listing = Awaited<ReturnType<FolderSource["list"]>>;

/** Compares files with what was made of them: reads each again and cuts it again. `uris` may hold any documents. */
export async function auditFiles(
  parts: AuditedSources,
  listing: Listing,
  uris: ReadonlySet<string>,
  { signal, onCompared }: ComparisonWatch,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const entries = listing.entries.filter((entry) => uris.has(fileUri(entry.path)));
  const present = new Set(entries.map((entry) => fileUri(entry.path)));
  for (const uri of uris) {
    const path = pathOfUri(uri);
    if (path === undefined || present.has(uri) || isAbsent(path, listing)) continue;
    if (isIndexed(parts, uri)) {
      const skipped = listing.skipped.find((file) => file.path === path);
      const why = skipped === undefined ? "it is not in the folder any more" : skipped.detail;
      findings.push({ kind: "gone", uri, sentence: `is indexed, but ${why}` });
    }
  }
  let at = 0;
  for await (const reading of parts.source.read(entries, signal)) {
    const entry = entries[at++];
    onCompared();
    if (entry === undefined) continue;
    const uri = fileUri(entry.path);
    if (reading.ok) findings.push(...(await auditItem(parts, reading.file, entry.sizeBytes)));
    else if (isIndexed(parts, uri)) {
      findings.push({ kind: "gone", uri, sentence: `is indexed, but ${reading.skipped.detail}` });
    }
  }
  return findings;
}

/**
 * Compares commits with the history: which of `uris` HEAD does not reach, and whether it reaches more than are indexed.
 * With `everything` each commit is read again and cut again too.
 */
export async function auditHistory(
  parts: AuditedSources,
  uris: ReadonlySet<string>,
  everything: boolean,
  { signal, onCompared }: ComparisonWatch,
): Promise<readonly AuditFinding[]> {
  const { catalog, config, source } = parts;
  const head = await headOf(source, signal);
  if (head === "unknown") return [];
  const hashes = catalog.commits.hashes();
  const asked = new Set([...hashes].filter((hash) => uris.has(commitUri(hash))));
  const lost = head === undefined ? [...asked] : await source.unreachable(asked, head.hash, signal);
  const findings: AuditFinding[] = lost.map((hash) => {
    return { kind: "gone", uri: commitUri(hash), sentence: "is indexed, but HEAD does not reach it" };
  });
  if (head === undefined) return findings;
  if (everything) {
    for await (const commit of source.commits(head.hash, undefined, signal)) {
      findings.push(...(await auditItem(parts, commit, 0)));
      onCompared();
    }
    return findings;
  }
  const count = await source.countCommits(head.hash, undefined, signal);
  const { maxCommits } = config.limits;
  const most = maxCommits === "all" ? count : Math.min(count, maxCommits);
  const isWhole = lost.length === 0 && hashes.size >= most;
  if (isWhole) return findings;
  const sentence = `${most} commits lead to HEAD, and ${hashes.size} are indexed`;
  return [...findings, { kind: "missing", uri: "history", sentence }];
}

/** Git that does not answer says nothing about the index. */
async function headOf(source: FolderSource, signal: AbortSignal | undefined) {
  try {
    return await source.head(signal);
  } catch (error) {
    if (!WhenceError.is(error, "gitFailed")) throw error;
    return "unknown";
  }
}

/** Compares one document with its source. */
async function auditItem(
  { catalog, config, factsReader }: AuditedSources,
  item: RawItem,
  sizeBytes: number,
): Promise<readonly AuditFinding[]> {
  const stored = catalog.documents.get(item.uri);
  const finding = (kind: AuditFinding["kind"], sentence: string): AuditFinding[] => [
    { kind, uri: item.uri, sentence },
  ];
  if (stored === undefined) return finding("missing", "is not indexed");
  if (item.source === "workspace" && !marksContent(stored.contentHash, item.contentHash, config)) {
    return finding("stale", "was indexed with another content or by other settings");
  }
  if (!isCurrentMark(stored.contentHash, config)) {
    return finding("stale", "was indexed by other settings or an older version");
  }
  // Where a reader gave up, perhaps after minutes, there is nothing to compare.
  if (item.source === "workspace" && item.bytes !== undefined && stored.chunkCount === 0) return [];
  const { record, chunks } = await processDocument(item, sizeBytes, factsReader, config);
  const name = ({ id, contentHash, startLine, endLine }: (typeof chunks)[number]) =>
    `${id} ${contentHash} ${startLine} ${endLine}`;
  const held = catalog.chunks.ofDocuments([item.uri]).map(name).join("\n");
  const symbols = catalog.symbols.ofDocument(item.uri).length;
  const isSame = held === chunks.map(name).join("\n") && symbols === (record.facts?.symbols.length ?? 0);
  return isSame ? [] : finding("different", "has passages or symbols which its content does not give");
}

function isIndexed({ catalog }: AuditedSources, uri: string): boolean {
  return catalog.documents.get(uri) !== undefined;
}

/** Documents of an extra folder that is not there for the moment stay. */
function isAbsent(path: string, { absent }: Listing): boolean {
  const name = extraFolderOf(path);
  return name !== undefined && absent?.includes(name) === true;
}
