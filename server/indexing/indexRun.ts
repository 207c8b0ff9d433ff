import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import type { StoreWriter } from "../stores/storeWriter.ts";
import type { DocumentProcessor } from "./documentProcessor.ts";
import type { FolderLinker } from "./folderLinker.ts";
import type { FolderSource } from "./folderSource.ts";
import type { IndexProgress } from "./indexProgress.ts";
import type { UrgentPaths } from "./urgentPaths.ts";
import type { VectorBuilder } from "./vectorBuilder.ts";

/** What an indexer works with. */
export interface IndexerParts {
  readonly source: FolderSource;
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
  readonly writer: StoreWriter;
  /** Absent where nothing is embedded: the vectors of earlier runs are kept then. */
  readonly vectors?: Pick<VectorBuilder, "build"> | undefined;
  readonly config: PipelineConfig;
  readonly processor: DocumentProcessor;
  readonly linker: FolderLinker;
  readonly storeFolder: string;
  /** Lets Git prepare for questions about single files; called where another commit is checked out. Throws only `cancelled`. */
  readonly prepareHistory?: ((signal?: AbortSignal) => Promise<void>) | undefined;
}

/** How a run is watched and stopped. */
export interface IndexOptions {
  readonly onProgress?: (progress: IndexProgress) => void;
  readonly signal?: AbortSignal;
  /** Called when all files were read: they are found from then on. */
  readonly onSearchable?: () => void;
  /** Files that are read before the others; more may be added while the run goes on. */
  readonly urgent?: UrgentPaths;
  /** Called when one of these was read: it is found from then on. */
  readonly onUrgentRead?: (path: string) => void;
  /** Asked before vectors are made, when words can be searched: a sentence says why none may be made now. */
  readonly refuseVectors?: () => Promise<string | undefined>;
}

/** The commit that is checked out; `unknown` where Git does not answer, so that nobody can say which commits there are. */
export type Head = Awaited<ReturnType<FolderSource["head"]>> | "unknown";

/** Counts that grow while a run goes on. */
export interface RunCounts {
  filesRead: number;
  documentsChanged: number;
  documentsRemoved: number;
}
