import type { ChunkSummary } from "./chunkSummary.ts";
import type { DocumentKind } from "./document.ts";

/** Restricts candidates before anything is ranked. All given parts must hold. */
export interface SearchFilter {
  readonly kinds?: readonly DocumentKind[];
  /** Glob over the whole path: `*`, `**`, `?`, `[…]`, `{a,b}`; a pattern without `/` matches at any depth. */
  readonly pathGlob?: string;
  /** ISO 8601; only what is dated then or later. */
  readonly since?: string;
  /** ISO 8601; only what is dated then or earlier, a day with its whole length. */
  readonly until?: string;
  readonly tag?: string;
  /** Only these documents, by `uri`. */
  readonly uris?: readonly string[];
  /** Only what is one of these files or lies below one of these folders; paths without wildcards. */
  readonly within?: readonly string[];
  /** Only these documents, by `uri`, beside what `uris` says. */
  readonly among?: readonly string[];
}

/** What a person restricts a question to. */
export interface AskedFilter extends SearchFilter {
  /** Part of a name or address: only commits of whoever has it, in any case. */
  readonly author?: string;
}

/** A chunk with the score of the one search which found it; higher is better. */
export interface ScoredChunk {
  readonly chunk: ChunkSummary;
  readonly score: number;
}
