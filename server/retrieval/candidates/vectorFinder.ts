import type { FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** Nearest chunks by meaning; none while the index has no vectors of this model. */
export async function findByVector(
  plan: QueryPlan,
  tools: SearchTools,
  depth: number,
  signal?: AbortSignal,
): Promise<FindingList> {
  const { catalog, chunks, embedder, filter } = tools;
  if (catalog.meta.get("activeModel") !== embedder.modelId) return { finder: "vector", findings: [] };
  const [vector] = await embedder.embed([plan.prose], signal);
  if (vector === undefined || vector.every((part) => part === 0)) return { finder: "vector", findings: [] };
  return { finder: "vector", findings: await chunks.searchVector(embedder.modelId, vector, filter, depth) };
}
