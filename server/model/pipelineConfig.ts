import type { DocumentKind } from "./document.ts";

/**
 * How documents are cut, embedded and ranked. Plain data, so that it can be sent to worker threads. The values come from
 * the user's settings, else from `.whence/config.yaml` of the indexed folder, else from `defaultPipelineConfig`.
 */
export interface PipelineConfig {
  readonly chunking: Readonly<Record<DocumentKind, ChunkSettings>>;
  readonly embedder: EmbedderChoice;
  readonly retrieval: RetrievalSettings;
  readonly answering: AnsweringSettings;
  readonly limits: PipelineLimits;
}

/** How documents of one kind are cut. Sizes are UTF-16 units of `Chunk.text`. */
export interface ChunkSettings {
  /** `structure`: by definitions, sections and blocks where the document has some; `lines`: by lines alone. */
  readonly strategy: "structure" | "lines";
  /** Small neighbours are merged up to this size. */
  readonly target: number;
  /** Nothing is larger than this, overlap aside. */
  readonly max: number;
  /** So many lines before a chunk are repeated in it, where the one before ends right there. */
  readonly overlap: number;
}

/** Which embedder makes the vectors. Addresses and keys are never part of it: they are settings of the user. */
export interface EmbedderChoice {
  readonly provider: EmbedderProvider;
  /** Model of the provider; absent where its settings name one, and for the built-in embedder. */
  readonly model?: string;
  readonly dimensions?: number;
}

/** `none` searches by words and names alone. */
export type EmbedderProvider = "builtin" | "openai" | "none";

/** Searches that a question goes through; each adds candidates with its own reason. */
export const finders = [
  "text",
  "vector",
  "quote",
  "symbol",
  "path",
  "key",
  "commit",
  "history",
  "neighbour",
  "graph",
] as const;

/** Which search found a chunk. */
export type Finder = (typeof finders)[number];

/** What can be switched off by itself: each finder, the reranker, and the spread of results over files. */
export const techniques = [...finders, "rerank", "spread"] as const;

/** A part of retrieval that can be switched off. */
export type Technique = (typeof techniques)[number];

/** How much each finder counts; a list's best hit gets the whole weight. */
export type FinderWeights = Readonly<Record<Finder, number>>;

/** How candidates are found and ranked. */
export interface RetrievalSettings {
  readonly weights: FinderWeights;
  readonly off: readonly Technique[];
  /** How many hits the two broad searches (text and vector) contribute. */
  readonly depth: number;
  /** Fused candidates that are reranked. */
  readonly rerankDepth: number;
  /** Most results from one file; 0 for any number. */
  readonly resultsPerFile: number;
}

/** When an answer is given at all. */
export interface AnsweringSettings {
  /** Below this support, 0 to 1, the honest answer is that nothing was found. */
  readonly supportThreshold: number;
}

/** What is read at most. */
export interface PipelineLimits {
  /** Larger files are listed as skipped, in kibibytes. */
  readonly maxFileSizeKb: number;
  /** So many of the newest commits are read; 0 for none. */
  readonly maxCommits: number | "all";
  /** The first so many chunks of a file are kept; the file's warnings say where there were more. */
  readonly maxChunksPerFile: number;
}

/**
 * The target is about what a reader takes in as one passage and what the built-in embedder still averages usefully; the
 * maximum keeps a whole section together which is only a little larger.
 */
const defaultChunking: ChunkSettings = { strategy: "structure", target: 1500, max: 2400, overlap: 0 };

/** What holds where nobody says otherwise. How the figures were chosen: ARCHITECTURE.md. */
export const defaultPipelineConfig: PipelineConfig = {
  chunking: {
    code: defaultChunking,
    doc: defaultChunking,
    spec: defaultChunking,
    config: defaultChunking,
    text: defaultChunking,
    commit: defaultChunking,
  },
  embedder: { provider: "builtin" },
  retrieval: {
    /*
     * Text and vector carry the ranking; exact matches are worth more than either because a question that names a
     * symbol, line or key nearly always wants it; history and neighbours only tip the balance.
     */
    weights: {
      text: 1,
      vector: 1,
      quote: 1.2,
      symbol: 1.2,
      path: 2,
      key: 1.5,
      commit: 1.5,
      history: 0.35,
      neighbour: 0.15,
      graph: 1.2,
    },
    off: [],
    depth: 80,
    rerankDepth: 200,
    resultsPerFile: 0,
  },
  answering: { supportThreshold: 0.65 },
  limits: { maxFileSizeKb: 1024, maxCommits: "all", maxChunksPerFile: 10_000 },
};
