import type { FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** A word in a title or path counts half as much again; more favours short titles over passages that answer. */
const headBoost = 0.5;

/** Full-text search on the question's words. */
export async function findByText(plan: QueryPlan, tools: SearchTools, depth: number): Promise<FindingList> {
  if (plan.terms.length === 0) return { finder: "text", findings: [] };
  const findings = await tools.chunks.searchText({ terms: plan.terms, headBoost }, tools.filter, depth);
  return { finder: "text", findings };
}
