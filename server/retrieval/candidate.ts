import type { ChunkSummary } from "../model/chunkSummary.ts";
import type { Finder } from "../model/pipelineConfig.ts";

/** What one finder says about one chunk. */
export interface Finding {
  readonly chunk: ChunkSummary;
  /** As the finder measures it; comparable within one list only. */
  readonly score: number;
  /** What was found, for people: `defines Client.get`, `commit 1a2b3c4 changed it`. */
  readonly detail?: string;
}

/** One finder's findings, best first. */
export interface FindingList {
  readonly finder: Finder;
  readonly findings: readonly Finding[];
}

/** One way in which a candidate was found. */
export interface CandidateReason {
  readonly finder: Finder;
  /** Raw score of the finder. */
  readonly score: number;
  /** What it added to the fused score. */
  readonly share: number;
  readonly detail?: string;
}

/** A chunk on its way to being a result: a summary while it is ranked, the whole chunk once it is chosen. */
export interface Candidate<Of = ChunkSummary> {
  readonly chunk: Of;
  /** Higher is better; comparable within one answer. */
  readonly score: number;
  readonly reasons: readonly CandidateReason[];
}
