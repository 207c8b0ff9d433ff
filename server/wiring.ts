import { existsSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import type { SettingValues } from "../shared/settings.ts";
import { ExtractiveAnswerer } from "./answering/extractiveAnswerer.ts";
import { WhenceError } from "./base/errors.ts";
import { createCodeParser } from "./chunking/parsing/codeParser.ts";
import type { EmbedderPlace, IndexingEmbedder, RemoteEmbedding } from "./embedderWiring.ts";
import { indexingEmbedder, openLedger, questionEmbedder } from "./embedderWiring.ts";
import { withEmbeddingCache } from "./embedding/cachedEmbedder.ts";
import type { AuditRepairers } from "./indexing/auditor.ts";
import { Auditor } from "./indexing/auditor.ts";
import { ThreadedProcessor } from "./indexing/documentProcessor.ts";
import type { EmbeddingWork } from "./indexing/embeddingWork.ts";
import { measureEmbeddingWork } from "./indexing/embeddingWork.ts";
import { FolderLinker } from "./indexing/folderLinker.ts";
import { Indexer } from "./indexing/indexer.ts";
import type { IndexerParts } from "./indexing/indexRun.ts";
import type { FactsReader } from "./indexing/processDocument.ts";
import { VectorBuilder } from "./indexing/vectorBuilder.ts";
import type { Embedder } from "./model/embedding.ts";
import { type ExtraFolder, parseExtraFolders } from "./model/extraFolder.ts";
import type { GraphStore } from "./model/graphStore.ts";
import type { PipelineConfig, RetrievalSettings } from "./model/pipelineConfig.ts";
import type { Place } from "./model/place.ts";
import { featureReranker } from "./retrieval/featureReranker.ts";
import { indexGaps } from "./retrieval/indexGaps.ts";
import { Retriever } from "./retrieval/retriever.ts";
import { judgePath, type PathVerdict } from "./session/pathVerdict.ts";
import { resolveExtraFolders } from "./sources/extraFolders.ts";
import { commitGraphFolder, writeCommitGraph } from "./sources/git/commitGraph.ts";
import { remoteRepositories } from "./sources/git/remoteRepositories.ts";
import { readTags } from "./sources/git/tags.ts";
import { inspectPipeline, pipelineOfFolder } from "./sources/pipeline/folderPipeline.ts";
import type { SizeLimits } from "./sources/workspace/sizeLimits.ts";
import { WorkspaceFolders } from "./sources/workspaceFolders.ts";
import { addedFolder } from "./stores/addedFiles.ts";
import type { Catalog } from "./stores/catalog.ts";
import { openGraph } from "./stores/openGraph.ts";
import { openRecords } from "./stores/openRecords.ts";
import { openStore, openStoreForWriting, type WritableStore } from "./stores/openStore.ts";
import type { RecordLog } from "./stores/recordLog.ts";
import { storeLocation } from "./stores/storeLocation.ts";
import { symbolOrigins } from "./tracing/symbolOrigins.ts";
import type { Tracing } from "./tracingWiring.ts";
import { openTracingOf } from "./tracingWiring.ts";

// The composition root: the one place that names concrete classes. Read top-down: indexing, then answering.

/** Folders outside of the workspace that a run is asked to index from now on, and those to forget: paths or names. */
export interface ExtraFolderWishes {
  readonly include?: readonly string[];
  readonly forget?: readonly string[];
}

/** An indexer that holds the store until `close`. */
export interface Indexing {
  readonly indexer: Indexer;
  /** The parts that it works with, and what reads code. */
  readonly parts: IndexerParts & { readonly factsReader: FactsReader };
  /** The server that makes the vectors, where one does. */
  readonly remote?: RemoteEmbedding;
  /** Sentences for people on how vectors are made. */
  readonly notices: readonly string[];
  /** Why the settings make vectors impossible, as a sentence. */
  readonly vectorObstacle?: string;
  /** What is still to be embedded; right once everything is read. */
  embeddingWork(): EmbeddingWork;
  close(): Promise<void>;
}

/** What compares an index with its folder. */
export interface Auditing {
  readonly auditor: Auditor;
  /** Absent where this process may not change the index; `obstacle` says why. */
  readonly repairers?: AuditRepairers & Pick<Indexing, "remote" | "embeddingWork">;
  readonly obstacle?: string;
  close(): Promise<void>;
}

/** What answers questions about one folder. */
export interface Answering {
  readonly retriever: Retriever;
  readonly answerer: ExtractiveAnswerer;
  readonly catalog: Catalog;
  readonly tracing: Tracing;
  /** Sentences for people on what the index lacks. */
  readonly notices: readonly string[];
  /** What a first indexing that goes on, or was stopped, has not brought yet: a sentence for people. */
  gaps(): string | undefined;
  /** What went wrong while questions were answered, for people. */
  problems(): readonly string[];
  close(): Promise<void>;
}

/**
 * Puts an indexer together; `rebuild` starts from nothing but the embeddings, `embedder` takes the place of the one
 * that the settings name. Throws `badInput` for a folder that is none, `locked` where another process indexes.
 */
export async function openIndexing(
  place: Place,
  options: { readonly rebuild?: boolean; readonly embedder?: Embedder } & ExtraFolderWishes = {},
): Promise<Indexing> {
  await requireFolder(place.folder);
  const storeFolder = storeOf(place);
  const extras = await extraFoldersOf(place, options);
  const config = pipelineOfFolder(place.folder, place.settings);
  const chosen: IndexingEmbedder =
    options.embedder === undefined
      ? await indexingEmbedder(embedderPlace(place, config))
      : { embedder: options.embedder };
  const opened: { close(): unknown }[] = [chosen.embedder];
  try {
    const store = await openStoreForWriting(storeFolder, options);
    opened.push(store);
    const graph = openGraph(storeFolder, "write");
    opened.push(graph);
    const records = openRecords(storeFolder, "write");
    const { repository, projects: teamProjects = [] } = graph.sharing.sharing() ?? {};
    const shared = { graph, records, repository, teamProjects };
    return assembleIndexing(place, config, extras, chosen, { ...store, ...shared });
  } catch (error) {
    for (const each of opened.reverse()) await each.close();
    throw error;
  }
}

function assembleIndexing(
  place: Place,
  config: PipelineConfig,
  extras: Awaited<ReturnType<typeof extraFoldersOf>>,
  { embedder, remote, notice, problem }: IndexingEmbedder,
  store: WritableStore & {
    readonly graph: GraphStore;
    readonly records: RecordLog;
    readonly repository: string | undefined;
    readonly teamProjects: readonly string[];
  },
): Indexing {
  const { catalog, chunks, graph, records, writer } = store;
  catalog.meta.set("extraFolders", JSON.stringify(extras.folders));
  const factsReader = createCodeParser();
  const processor = new ThreadedProcessor(factsReader, config);
  const vectors =
    problem === undefined
      ? new VectorBuilder(catalog, writer, withEmbeddingCache(embedder, catalog.embeddings))
      : { build: () => Promise.resolve({ computed: 0, fromCache: 0, problem }) };
  const parts: IndexerParts = {
    source: new WorkspaceFolders(
      place.folder,
      { ...sizeLimitsOf(place.settings, config), ...historyLimit(config) },
      extras,
    ),
    config,
    catalog,
    chunks,
    writer,
    vectors: isSearchedByVectors(config) ? vectors : undefined,
    processor,
    linker: new FolderLinker({
      catalog,
      graph,
      records,
      repository: store.repository,
      projects: [...linkedProjectsOf(place.settings), ...store.teamProjects],
      names: {
        tags: (signal) => readTags(place.folder, signal),
        remotes: (signal) => remoteRepositories(place.folder, signal),
      },
    }),
    storeFolder: storeOf(place),
    prepareHistory: (signal) => writeCommitGraph(place.folder, commitGraphFolder(storeOf(place)), signal),
  };
  return {
    indexer: new Indexer(parts),
    parts: { ...parts, factsReader },
    ...(remote === undefined ? {} : { remote }),
    notices: notice === undefined ? [] : [notice],
    ...(problem === undefined ? {} : { vectorObstacle: problem }),
    embeddingWork: () => measureEmbeddingWork(catalog, embedder.modelId, remote?.estimateTokens ?? (() => 0)),
    async close() {
      await processor.close();
      await embedder.close();
      records.close();
      await graph.close();
      await store.close();
    },
  };
}

/**
 * Puts an auditor together, with the right to repair where no other process indexes and the store may be written.
 * Throws `notFound` where there is no index yet.
 */
export async function openAuditing(place: Place): Promise<Auditing> {
  await requireFolder(place.folder);
  await openStore(storeOf(place)).close();
  try {
    const indexing = await openIndexing(place);
    const { parts, close } = indexing;
    return { auditor: new Auditor(parts), repairers: { ...indexing, writer: parts.writer }, close };
  } catch (error) {
    if (!WhenceError.is(error) || (error.reason !== "locked" && error.reason !== "noAccess")) throw error;
    const { catalog, chunks, close } = openStore(storeOf(place));
    const config = pipelineOfFolder(place.folder, place.settings);
    const extras = await extraFoldersOf(place, {});
    const source = new WorkspaceFolders(place.folder, sizeLimitsOf(place.settings, config), extras);
    return {
      auditor: new Auditor({ catalog, chunks, config, source, factsReader: createCodeParser() }),
      obstacle: error.message,
      close,
    };
  }
}

/** Opens the index and the graph of a folder for traces. Throws `notFound` where there is no index yet. */
export async function openTracing(place: Place): Promise<Tracing> {
  await requireFolder(place.folder);
  const store = openStore(storeOf(place));
  const tracing = openTracingOf(place.folder, storeOf(place), store.catalog);
  return {
    ...tracing,
    async close() {
      await tracing.close();
      await store.close();
    },
  };
}

/** Opens the index of a folder for questions. Throws `notFound` where there is none yet. */
export async function openAnswering(place: Place): Promise<Answering> {
  await requireFolder(place.folder);
  const config = pipelineOfFolder(place.folder, place.settings);
  const store = openStore(storeOf(place));
  const { catalog, chunks } = store;
  const activeModel = catalog.meta.get("activeModel");
  const { embedder, notice, problem } = await questionEmbedder(
    embedderPlace(place, config),
    activeModel,
    catalog.embeddings,
  );
  const tracing = openTracingOf(place.folder, storeOf(place), catalog);
  const { graph, tracer } = tracing;
  const tools = { catalog, chunks, embedder, graph, origins: symbolOrigins(tracing) };
  const retriever = new Retriever(tools, featureReranker, retrievalOf(config));
  return {
    retriever,
    answerer: new ExtractiveAnswerer(retriever, { catalog, chunks, tracer }, config.answering),
    catalog,
    tracing,
    notices: noticesOn(catalog, isSearchedByVectors(config) ? embedder.modelId : undefined, notice),
    gaps: () => indexGaps(catalog, isSearchedByVectors(config) ? embedder.modelId : undefined),
    problems: () => [problem()].filter((sentence) => sentence !== undefined),
    async close() {
      await tracing.close();
      await embedder.close();
      await store.close();
    },
  };
}

/** An index that is being made, or was made by another version, answers by words alone. */
function noticesOn(
  catalog: Catalog,
  modelId: string | undefined,
  notice: string | undefined,
): readonly string[] {
  if (notice !== undefined) return [notice];
  // Of what a first run has not brought yet, `gaps` speaks.
  if (indexGaps(catalog, modelId) !== undefined) return [];
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

/** The extra folders of a run; those of `--include` are remembered by the index, files that were added lie beside it. */
export async function extraFoldersOf(place: Place, { include = [], forget = [] }: ExtraFolderWishes = {}) {
  const added = addedFolder(storeOf(place));
  const fromSettings = place.settings["whence.sources.extraFolders"];
  return resolveExtraFolders({
    workspace: place.folder,
    fromSettings: Array.isArray(fromSettings) ? fromSettings : [],
    include,
    forget,
    known: await knownExtraFolders(storeOf(place)),
    added: existsSync(added) ? added : undefined,
  });
}

/** A store that cannot be read knows none; whoever opens it for writing says why. */
async function knownExtraFolders(store: string): Promise<readonly ExtraFolder[]> {
  if (!existsSync(path.join(store, "catalog.sqlite"))) return [];
  try {
    const { catalog, close } = openStore(store);
    const known = parseExtraFolders(catalog.meta.get("extraFolders"));
    await close();
    return known;
  } catch {
    return [];
  }
}

/** Up to which size files and documents are read. */
export function sizeLimitsOf(settings: SettingValues, { limits }: PipelineConfig): SizeLimits {
  return {
    maxFileBytes: limits.maxFileSizeKb * 1024,
    maxDocumentBytes: Number(settings["whence.index.maxDocumentSizeMb"]) * 1024 * 1024,
  };
}

/** Says why a path is or is not indexed, and what the index holds of it. Throws as `requireFolder`. */
export async function judgePathIn(place: Place, asked: string): Promise<PathVerdict> {
  await requireFolder(place.folder);
  const limits = sizeLimitsOf(place.settings, inspectPipeline(place.folder, place.settings).config);
  return judgePath({ folder: place.folder, store: storeOf(place), limits }, asked);
}

/** Prefixes whose keys count, or with a dash before them never do. */
export function linkedProjectsOf(settings: SettingValues): readonly string[] {
  const projects = settings["whence.links.projects"];
  return Array.isArray(projects) ? projects : [];
}

function historyLimit({ limits: { maxCommits } }: PipelineConfig): { readonly maxCommits?: number } {
  return maxCommits === "all" ? {} : { maxCommits };
}

/** Folder of the index: the one named, else one of its own below the folder which the settings or the system give. */
export function storeOf({ folder, store, settings }: Place): string {
  return storeLocation(folder, {
    override: store,
    below: String(settings["whence.store.folder"]) || undefined,
  });
}

/** What left this machine on behalf of a folder. Empty where nothing did. */
export function openEgressLedger(place: Place): ReturnType<typeof openLedger> {
  return openLedger(storeOf(place));
}

/** Throws `badInput` or `noAccess`, with a sentence, for what is no folder that can be read. */
export async function requireFolder(folder: string, option = "--folder"): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    const what = found === undefined ? "does not exist" : "is not a folder";
    throw new WhenceError("badInput", `${folder} ${what}: name a folder with ${option}.`);
  }
  await access(folder, constants.R_OK | constants.X_OK).catch((cause) => {
    const sentence = `${folder} cannot be read by this user: change its rights, or name another folder with ${option}.`;
    throw new WhenceError("noAccess", sentence, { cause });
  });
}

function embedderPlace(place: Place, { embedder }: PipelineConfig): EmbedderPlace {
  const { settings, environment = {} } = place;
  return { settings, environment, storeFolder: storeOf(place), choice: embedder };
}
