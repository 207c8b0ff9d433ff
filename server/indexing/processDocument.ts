import { codeChunks } from "../chunking/code/codeChunks.ts";
import { commitChunks } from "../chunking/commitChunks.ts";
import { lineWindowChunks } from "../chunking/lineWindows.ts";
import { proseChunks } from "../chunking/prose/proseChunks.ts";
import { readDocument } from "../documents/readDocument.ts";
import type { Chunk } from "../model/chunk.ts";
import type { CodeFacts } from "../model/codeFacts.ts";
import type { Document } from "../model/document.ts";
import { languageClass } from "../model/languages.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { RawItem } from "../model/rawItem.ts";
import type { StatedFacts } from "../model/statedFacts.ts";
import type { StoredDocument } from "../model/storedState.ts";
import type { DocumentRecord } from "../stores/catalog.ts";
import type { CutDocument } from "./documentMark.ts";
import { documentMark } from "./documentMark.ts";

/** Reads definitions, imports and calls; states in `problem` why it could not. */
export interface FactsReader {
  /** True where a grammar for the language is there. */
  supports(language: string): boolean;
  parse(language: string, text: string): Promise<CodeFacts>;
}

/** All that is stored of one item. */
export interface ProcessedDocument {
  readonly record: DocumentRecord;
  readonly chunks: readonly Chunk[];
}

/** Raw item → document → chunks and facts. `sizeBytes` is what lies on disk, 0 for commits. */
export async function processDocument(
  item: RawItem,
  sizeBytes: number,
  factsReader: FactsReader,
  config: PipelineConfig,
): Promise<ProcessedDocument> {
  const document = await readDocument(item);
  const facts = await factsOf(document, factsReader);
  const all = chunksOf(document, facts, config);
  const chunks = all.slice(0, config.limits.maxChunksPerFile);
  const cut: CutDocument = { document, chunkCount: chunks.length, omittedCount: all.length - chunks.length };
  return {
    record: {
      document: storedDocument(item, sizeBytes, { ...cut, facts }, documentMark(cut, config)),
      ...(facts === undefined ? {} : { facts }),
      ...(document.commit === undefined ? {} : { commit: document.commit }),
      ...stated(document, facts),
    },
    chunks,
  };
}

/** Most documents say nothing of items and people, and take no room for it. */
function stated(
  { mentions = [], specs = [], people = [], commit }: Document,
  facts: CodeFacts | undefined,
): { readonly stated?: StatedFacts } {
  const all = [...mentions, ...(facts?.mentions ?? [])];
  if (all.length === 0 && specs.length === 0 && people.length === 0) return {};
  const { committedAt } = commit ?? {};
  return {
    stated: { mentions: all, specs, people, ...(committedAt === undefined ? {} : { committedAt }) },
  };
}

async function factsOf(document: Document, factsReader: FactsReader): Promise<CodeFacts | undefined> {
  const { language, text } = document.kind === "code" ? document : (document.code ?? {});
  if (language === undefined || text === undefined || !factsReader.supports(language)) return undefined;
  return factsReader.parse(language, text);
}

function chunksOf(
  document: Document,
  facts: CodeFacts | undefined,
  { chunking }: PipelineConfig,
): readonly Chunk[] {
  const settings = chunking[document.kind];
  if (document.commit !== undefined) return commitChunks(document, settings);
  if (settings.strategy === "lines") return lineWindowChunks(document, settings);
  if (facts?.parsed === true && document.kind === "code") return codeChunks(document, facts, settings);
  if (document.sections !== undefined) return proseChunks(document, settings);
  return lineWindowChunks(document, settings);
}

function storedDocument(
  item: RawItem,
  sizeBytes: number,
  { document, facts, chunkCount, omittedCount }: CutDocument & { readonly facts: CodeFacts | undefined },
  mark: string,
): StoredDocument {
  const problem = facts === undefined ? noGrammar(document) : facts.problem;
  return {
    uri: document.uri,
    kind: document.kind,
    ...(document.path === undefined ? {} : { path: document.path }),
    language: document.language,
    title: document.title,
    ...(document.key === undefined ? {} : { key: document.key }),
    contentHash: mark,
    date: document.date,
    sizeBytes,
    modifiedMs: item.source === "workspace" ? item.modifiedMs : 0,
    tags: document.tags,
    chunkCount,
    parsed: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
    warnings: [...document.warnings, ...omissionWarnings(chunkCount, omittedCount)],
  };
}

function omissionWarnings(chunkCount: number, omittedCount: number): readonly string[] {
  if (omittedCount === 0) return [];
  const all = chunkCount + omittedCount;
  return [`Only the first ${chunkCount} of ${all} passages are indexed (limits.maxChunksPerFile).`];
}

/** Code in a language without grammar is indexed by line windows, and says so. */
function noGrammar(document: Document): string | undefined {
  if (languageClass(document.language) !== "code" || document.kind !== "code") return undefined;
  return `There is no grammar for ${document.language}; the file is indexed by line windows, without symbols.`;
}
