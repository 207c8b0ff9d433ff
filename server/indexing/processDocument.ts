import { codeChunks } from "../chunking/code/codeChunks.ts";
import { commitChunks } from "../chunking/commitChunks.ts";
import { lineWindowChunks } from "../chunking/lineWindows.ts";
import { proseChunks } from "../chunking/prose/proseChunks.ts";
import { toDocument } from "../documents/toDocument.ts";
import type { Chunk } from "../model/chunk.ts";
import type { CodeFacts } from "../model/codeFacts.ts";
import type { Document } from "../model/document.ts";
import { languageClass } from "../model/languages.ts";
import type { RawItem } from "../model/rawItem.ts";
import type { StoredDocument } from "../model/storedState.ts";
import type { DocumentRecord } from "../stores/catalog.ts";
import { pipelineVersion } from "./pipelineVersion.ts";

/** Reads definitions, imports and calls; states in `problem` why it could not. */
export interface FactsReader {
  /** True where a grammar for the language is there. */
  supports(language: string): boolean;
  read(language: string, text: string): Promise<CodeFacts>;
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
): Promise<ProcessedDocument> {
  const document = await toDocument(item);
  const facts = await factsOf(document, factsReader);
  const chunks = chunksOf(document, facts);
  return {
    record: {
      document: storedDocument(item, sizeBytes, document, facts, chunks.length),
      ...(facts === undefined ? {} : { facts }),
      ...(document.commit === undefined ? {} : { commit: document.commit }),
    },
    chunks,
  };
}

/** What the catalog compares: the hash of the content together with the version of the pipeline that read it. */
export function storedHash(contentHash: string): string {
  return `${pipelineVersion}:${contentHash}`;
}

async function factsOf(document: Document, factsReader: FactsReader): Promise<CodeFacts | undefined> {
  if (document.kind !== "code" || !factsReader.supports(document.language)) return undefined;
  return factsReader.read(document.language, document.text);
}

function chunksOf(document: Document, facts: CodeFacts | undefined): readonly Chunk[] {
  if (document.commit !== undefined) return commitChunks(document);
  if (facts?.parsed === true) return codeChunks(document, facts);
  if (document.sections !== undefined) return proseChunks(document);
  return lineWindowChunks(document);
}

function storedDocument(
  item: RawItem,
  sizeBytes: number,
  document: Document,
  facts: CodeFacts | undefined,
  chunkCount: number,
): StoredDocument {
  const problem = facts === undefined ? noGrammar(document) : facts.problem;
  return {
    uri: document.uri,
    kind: document.kind,
    ...(document.path === undefined ? {} : { path: document.path }),
    language: document.language,
    title: document.title,
    ...(document.key === undefined ? {} : { key: document.key }),
    contentHash: storedHash(document.contentHash),
    date: document.date,
    sizeBytes,
    modifiedMs: item.source === "workspace" ? item.modifiedMs : 0,
    tags: document.tags,
    chunkCount,
    parsed: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
    warnings: document.warnings,
  };
}

/** Code in a language without grammar is indexed by line windows, and says so. */
function noGrammar(document: Document): string | undefined {
  if (languageClass(document.language) !== "code" || document.kind !== "code") return undefined;
  return `There is no grammar for ${document.language}; the file is indexed by line windows, without symbols.`;
}
