import { type ChunkSummary, countTerms, countTitleTerms, termHash } from "../model/chunkSummary.ts";
import type { QueryPlan } from "./queryPlan.ts";
import { isInSpan } from "./questionDates.ts";
import type { Reranker } from "./reranker.ts";

/**
 * Reranks by what is cheap to see in a chunk: how many of the question's terms its title and text hold, whether it is
 * a definition, and whether it is a test which nobody asked for.
 */
export const featureReranker: Reranker = {
  rerank(plan, candidates) {
    const wanted = plan.terms.map(termHash);
    const reordered = candidates.map((candidate) => ({
      ...candidate,
      score: candidate.score * factorOf(plan, wanted, candidate.chunk),
    }));
    return reordered.toSorted((a, b) => b.score - a.score);
  },
};

/** A report asks for the code that has to change; documents, tests and commits on it stand behind. */
const besideCode = 0.5;

function factorOf(plan: QueryPlan, wanted: readonly number[], chunk: ChunkSummary): number {
  let factor = 1;
  if (wanted.length > 0) {
    factor += (0.25 * countTerms(wanted, chunk.terms)) / wanted.length;
    factor += (0.2 * countTitleTerms(wanted, chunk.terms)) / wanted.length;
  }
  if (chunk.tags.includes("test") && !plan.wantsTests) factor *= 0.75;
  if (chunk.tags.includes("example")) factor *= 0.9;
  if (plan.kinds.length > 0) factor *= plan.kinds.includes(chunk.kind) ? 1.3 : 0.7;
  else if (chunk.kind === "commit") factor *= commitFactor(plan);
  else if (plan.wantsReason && (chunk.kind === "spec" || chunk.kind === "doc")) factor *= 1.15;
  else if (chunk.kind === "config" || chunk.kind === "text") factor *= 0.85;
  if (plan.isReport && (chunk.kind !== "code" || chunk.tags.includes("test"))) factor *= besideCode;
  if (isTiny(chunk)) factor *= 0.75;
  return factor * dateFactor(plan, chunk);
}

/** One short line scores high in full-text search because it is short, and answers nothing. */
function isTiny(chunk: ChunkSummary): boolean {
  return chunk.kind !== "commit" && chunk.textLength < 80;
}

/** "Where …" asks for a place in the code, "why …" may well be answered by a commit. */
function commitFactor(plan: QueryPlan): number {
  if (plan.wantsReason) return 0.95;
  return /^\s*where\b/i.test(plan.question) ? 0.6 : 0.8;
}

/** A span in the question ("last month") is about when something changed, so it speaks of commits. */
function dateFactor(plan: QueryPlan, chunk: ChunkSummary): number {
  if (chunk.kind !== "commit" || (plan.since === undefined && plan.until === undefined)) return 1;
  return isInSpan(plan, chunk.date) ? 1.5 : 0.5;
}
