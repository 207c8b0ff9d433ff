import type { Chunk } from "../model/chunk.ts";
import { searchTerms } from "../model/searchTerms.ts";
import type { QueryPlan } from "./queryPlan.ts";
import { isInSpan } from "./questionDates.ts";
import type { Reranker } from "./reranker.ts";

/**
 * Reranks by what is cheap to see in a chunk: how many of the question's terms its title and text hold, whether it is
 * a definition, and whether it is a test which nobody asked for.
 */
export const featureReranker: Reranker = {
  rerank(plan, candidates) {
    const reordered = candidates.map((candidate) => ({
      ...candidate,
      score: candidate.score * factorOf(plan, candidate.chunk),
    }));
    return reordered.toSorted((a, b) => b.score - a.score);
  },
};

function factorOf(plan: QueryPlan, chunk: Chunk): number {
  const wanted = new Set(plan.terms);
  let factor = 1;
  if (wanted.size > 0) {
    factor += 0.25 * coverage(wanted, `${chunk.header} ${chunk.title} ${chunk.text}`);
    factor += 0.2 * coverage(wanted, chunk.title);
  }
  if (chunk.tags.includes("test") && !plan.wantsTests) factor *= 0.75;
  if (chunk.tags.includes("example")) factor *= 0.9;
  if (plan.kinds.length > 0) factor *= plan.kinds.includes(chunk.kind) ? 1.3 : 0.7;
  else if (chunk.kind === "commit") factor *= commitFactor(plan);
  else if (plan.wantsReason && (chunk.kind === "spec" || chunk.kind === "doc")) factor *= 1.15;
  else if (chunk.kind === "config" || chunk.kind === "text") factor *= 0.85;
  if (isTiny(chunk)) factor *= 0.75;
  return factor * dateFactor(plan, chunk);
}

/** Share of the wanted terms that occur in a text, 0 to 1. */
function coverage(wanted: ReadonlySet<string>, text: string): number {
  const present = new Set(searchTerms(text));
  let found = 0;
  for (const term of wanted) if (present.has(term)) found += 1;
  return found / wanted.size;
}

/** One short line scores high in full-text search because it is short, and answers nothing. */
function isTiny(chunk: Chunk): boolean {
  return chunk.kind !== "commit" && chunk.text.trim().length < 80;
}

/** "Where …" asks for a place in the code, "why …" may well be answered by a commit. */
function commitFactor(plan: QueryPlan): number {
  if (plan.wantsReason) return 0.95;
  return /^\s*where\b/i.test(plan.question) ? 0.6 : 0.8;
}

/** A span in the question ("last month") is about when something changed, so it speaks of commits. */
function dateFactor(plan: QueryPlan, chunk: Chunk): number {
  if (chunk.kind !== "commit" || (plan.since === undefined && plan.until === undefined)) return 1;
  return isInSpan(plan, chunk.date) ? 1.5 : 0.5;
}
