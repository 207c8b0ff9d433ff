import type { ChunkSummary } from "./chunkSummary.ts";
import type { DocumentKind } from "./document.ts";

/** Restricts candidates before anything is ranked. All given parts must hold. */
export interface SearchFilter {
  readonly kinds?: readonly DocumentKind[];
  /** Glob over the whole path: `*`, `**`, `?`, `[…]`, `{a,b}`; a pattern without `/` matches at any depth. */
  readonly pathGlob?: string;
  /** ISO 8601; only what is dated then or later. */
  readonly since?: string;
  readonly tag?: string;
  /** Only these documents, by `uri`. */
  readonly uris?: readonly string[];
}

/** A chunk with the score of the one search which found it; higher is better. */
export interface ScoredChunk {
  readonly chunk: ChunkSummary;
  readonly score: number;
}
