import type { FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** A name in the question should meet a title before it meets prose. */
const headBoost = 1.6;

/** Full-text search on the question's words. */
export async function findByText(plan: QueryPlan, tools: SearchTools, depth: number): Promise<FindingList> {
  if (plan.terms.length === 0) return { finder: "text", findings: [] };
  const findings = await tools.chunks.searchText({ terms: plan.terms, headBoost }, tools.filter, depth);
  return { finder: "text", findings };
}
