import type { Document, DocumentKind } from "../model/document.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import { pipelineVersion } from "./pipelineVersion.ts";

/** What is known of a document when it has been cut. */
export interface CutDocument {
  readonly document: Document;
  /** Chunks that are kept. */
  readonly chunkCount: number;
  /** Chunks beyond the limit, which are not. */
  readonly omittedCount: number;
}

/**
 * What the catalog keeps as the hash of a document: which pipeline and which settings made its chunks, how many there
 * are, and the hash of what was read. So a changed setting makes a run read again the documents it concerns and no other.
 * The form is `version:kind:settings:count:hash`, with `+` after the count where chunks were left out.
 */
export function documentMark(
  { document, chunkCount, omittedCount }: CutDocument,
  config: PipelineConfig,
): string {
  const count = `${chunkCount}${omittedCount > 0 ? "+" : ""}`;
  return [pipelineVersion, document.kind, cutOf(document.kind, config), count, document.contentHash].join(
    ":",
  );
}

/** True where the pipeline and its settings would make the same chunks from the same content. */
export function isCurrentMark(mark: string | undefined, config: PipelineConfig): boolean {
  const [version, kind, cut, count = ""] = mark?.split(":") ?? [];
  if (version !== pipelineVersion || kind === undefined || !Object.hasOwn(config.chunking, kind))
    return false;
  if (cut !== cutOf(kind as DocumentKind, config)) return false;
  const most = config.limits.maxChunksPerFile;
  return count.endsWith("+") ? Number.parseInt(count, 10) === most : Number(count) <= most;
}

/** True where content with this hash would give what is stored under `mark`. */
export function marksContent(mark: string | undefined, contentHash: string, config: PipelineConfig): boolean {
  return mark?.endsWith(`:${contentHash}`) === true && isCurrentMark(mark, config);
}

/** The pipeline and the settings which all commits were made with. */
export function historyMark(config: PipelineConfig): string {
  return [pipelineVersion, cutOf("commit", config), config.limits.maxCommits].join(":");
}

function cutOf(kind: DocumentKind, { chunking }: PipelineConfig): string {
  const { strategy, target, max, overlap } = chunking[kind];
  return `${strategy}-${target}-${max}-${overlap}`;
}
