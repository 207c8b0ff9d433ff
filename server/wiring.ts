import { stat } from "node:fs/promises";
import type { SettingValues } from "../shared/settings.ts";
import { ExtractiveAnswerer } from "./answering/extractiveAnswerer.ts";
import { WhenceError } from "./base/errors.ts";
import { createCodeParser } from "./chunking/parsing/codeParser.ts";
import { createBuiltinEmbedder } from "./embedding/builtinEmbedder.ts";
import { withEmbeddingCache } from "./embedding/cachedEmbedder.ts";
import { Indexer } from "./indexing/indexer.ts";
import { VectorBuilder } from "./indexing/vectorBuilder.ts";
import type { Embedder } from "./model/embedding.ts";
import type { PipelineConfig, RetrievalSettings } from "./model/pipelineConfig.ts";
import { featureReranker } from "./retrieval/featureReranker.ts";
import { Retriever } from "./retrieval/retriever.ts";
import { Folder } from "./sources/folder.ts";
import { pipelineOfFolder } from "./sources/pipeline/folderPipeline.ts";
import type { Catalog } from "./stores/catalog.ts";
import { openStore, openStoreForWriting } from "./stores/openStore.ts";
import { storeLocation } from "./stores/storeLocation.ts";

// The composition root: the one place that names concrete classes. Read top-down: indexing, then answering.

/** Which folder is meant, and where its index lies. */
export interface Place {
  /** Absolute path. */
  readonly folder: string;
  /** Folder of the store where the user named one. */
  readonly store?: string | undefined;
  readonly settings: SettingValues;
}

/** An indexer that holds the store until `close`. */
export interface Indexing {
  readonly indexer: Indexer;
  close(): Promise<void>;
}

/** What answers questions about one folder. */
export interface Answering {
  readonly retriever: Retriever;
  readonly answerer: ExtractiveAnswerer;
  readonly catalog: Catalog;
  /** Sentences for people on what the index lacks. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/**
 * Puts an indexer together; `rebuild` starts from nothing but the embeddings, `embedder` takes the place of the one
 * that the settings name. Throws `badInput` for a folder that is none, `locked` where another process indexes.
 */
export async function openIndexing(
  place: Place,
  options: { readonly rebuild?: boolean; readonly embedder?: Embedder } = {},
): Promise<Indexing> {
  await requireFolder(place.folder);
  const storeFolder = storeOf(place);
  const config = pipelineOfFolder(place.folder, place.settings);
  const embedder = options.embedder ?? (await createBuiltinEmbedder(workersOf(place.settings)));
  const store = await openStoreForWriting(storeFolder, options);
  const { catalog, chunks, writer } = store;
  const parser = createCodeParser();
  const indexer = new Indexer({
    source: new Folder(place.folder, config.limits.maxFileSizeKb * 1024),
    config,
    catalog,
    chunks,
    writer,
    vectors: isSearchedByVectors(config)
      ? new VectorBuilder(catalog, writer, withEmbeddingCache(embedder, catalog.embeddings))
      : undefined,
    factsReader: { supports: parser.supports, read: (language, text) => parser.parse(language, text) },
    storeFolder,
  });
  return {
    indexer,
    async close() {
      await embedder.close();
      await store.close();
    },
  };
}

/** Opens the index of a folder for questions. Throws `notFound` where there is none yet. */
export async function openAnswering(place: Place): Promise<Answering> {
  await requireFolder(place.folder);
  const config = pipelineOfFolder(place.folder, place.settings);
  const store = openStore(storeOf(place));
  // A question is embedded in this thread: starting a worker would take longer.
  const embedder = await createBuiltinEmbedder({ workers: 0 });
  const { catalog, chunks } = store;
  const retriever = new Retriever({ catalog, chunks, embedder }, featureReranker, retrievalOf(config));
  return {
    retriever,
    answerer: new ExtractiveAnswerer(retriever, { catalog, chunks }, config.answering),
    catalog,
    notices: noticesOn(catalog, isSearchedByVectors(config) ? embedder.modelId : undefined),
    async close() {
      await embedder.close();
      await store.close();
    },
  };
}

/** An index that is being made, or was made by another version, answers by words alone. */
function noticesOn(catalog: Catalog, modelId: string | undefined): readonly string[] {
  if (!catalog.runs.recent(50).some((run) => run.outcome === "done")) {
    return [
      "The index is not complete: `whence index` is still at work or was stopped, so passages may be missing.",
    ];
  }
  if (modelId === undefined || catalog.meta.get("activeModel") === modelId) return [];
  return [
    "The index has no vectors of this version yet, so it is searched by words: `whence index` completes it.",
  ];
}

function isSearchedByVectors({ embedder }: PipelineConfig): boolean {
  return embedder.provider !== "none";
}

/** Vectors of an embedder that was switched off since are not searched. */
function retrievalOf(config: PipelineConfig): RetrievalSettings {
  const { retrieval } = config;
  return isSearchedByVectors(config) ? retrieval : { ...retrieval, off: [...retrieval.off, "vector"] };
}

/** Folder of the index: the one named, else one of its own below the folder which the settings or the system give. */
export function storeOf({ folder, store, settings }: Place): string {
  return storeLocation(folder, {
    override: store,
    below: String(settings["whence.store.folder"]) || undefined,
  });
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  const what = found === undefined ? "does not exist" : "is not a folder";
  throw new WhenceError("badInput", `${folder} ${what}: name a folder with --folder.`);
}

function workersOf(settings: SettingValues): { readonly workers?: number } {
  const workers = Number(settings["whence.embedding.workers"]);
  return workers === 0 ? {} : { workers };
}
