import type { Candidate } from "./candidate.ts";
import type { QueryPlan } from "./queryPlan.ts";

/** Puts fused candidates into their final order. Implementations never add candidates. */
export interface Reranker {
  /** Best first; scores may change, reasons stay. */
  rerank(plan: QueryPlan, candidates: readonly Candidate[]): readonly Candidate[];
}
