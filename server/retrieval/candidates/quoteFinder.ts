import { searchTerms } from "../../model/searchTerms.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

const passagesPerQuote = 40;
const quotesMost = 4;

/** Passages that hold what the question quotes, word for word (an error message, a line of a log). */
export async function findByQuote(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const findings: Finding[] = [];
  for (const quote of plan.quoted.slice(0, quotesMost)) {
    const required = [...new Set(searchTerms(quote))];
    if (required.length === 0) continue;
    const hits = await tools.chunks.searchText({ terms: required, required }, tools.filter, passagesPerQuote);
    const wanted = folded(quote);
    const whole = tools.catalog.chunks.byId(hits.map(({ chunk }) => chunk.id));
    const exact = whole.filter((chunk) => folded(`${chunk.title}\n${chunk.text}`).includes(wanted));
    const ids = new Set(exact.map((chunk) => chunk.id));
    const found = hits.filter(({ chunk }) => ids.has(chunk.id));
    findings.push(...found.map(({ chunk }) => ({ chunk, score: 1, detail: `says "${quote}"` })));
  }
  return { finder: "quote", findings };
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, " ");
}
