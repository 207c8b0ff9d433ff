import type { DeepTextResult } from "../../stores/chunkStore.ts";
import type { FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** A word in a title or path counts half as much again; more favours short titles over passages that answer. */
const headBoost = 0.5;
/** Hits for the finder of history, which needs commits and files that are not among the best passages. */
const hitsRead = 300;

/** Full-text search on the question's words, for all finders that need it. */
export async function searchWords(
  plan: QueryPlan,
  { chunks, filter }: SearchTools,
  depth: number,
): Promise<DeepTextResult> {
  if (plan.terms.length === 0) return { best: [], hits: [] };
  return chunks.searchTextDeeply({ terms: plan.terms, headBoost }, filter, depth, hitsRead);
}

/** The passages whose words, titles and paths fit best. */
export function findByText(found: DeepTextResult): FindingList {
  return { finder: "text", findings: found.best };
}
