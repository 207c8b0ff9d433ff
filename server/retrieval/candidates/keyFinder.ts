import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

const perKey = 20;

/** The document which states a key, and everything that mentions it word for word. */
export async function findByKey(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const findings: Finding[] = [];
  for (const key of [...plan.keys, ...(plan.given?.keys ?? [])]) {
    const uris = tools.catalog.documents.byKey(key).map((document) => document.uri);
    const allowed =
      uris.length === 0
        ? []
        : await tools.chunks.searchText({ terms: plan.terms }, { ...tools.filter, uris }, perKey);
    findings.push(
      ...allowed.map(({ chunk }, at) => ({ chunk, score: 1 - at / (perKey * 2), detail: `is ${key}` })),
    );
    const term = key.toLowerCase();
    const mentions = await tools.chunks.searchText({ terms: [term], required: [term] }, tools.filter, perKey);
    findings.push(...mentions.map(({ chunk }) => ({ chunk, score: 0.5, detail: `mentions ${key}` })));
  }
  return { finder: "key", findings };
}
