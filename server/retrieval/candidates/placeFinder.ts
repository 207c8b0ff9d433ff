import type { StoredDocument } from "../../model/storedState.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** More files of one name than this are not what `index.ts` in a question points at. */
const filesPerPlace = 5;
const chunksPerFile = 6;

/** Chunks of the files which the question names; the very lines where it names a line. */
export async function findByPlace(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const findings: Finding[] = [];
  for (const place of plan.places) {
    const documents = documentsAt(place.path, tools);
    for (const document of documents) {
      const weight = 1 / Math.sqrt(documents.length);
      findings.push(...(await findingsIn(document, place.line, weight, plan, tools)));
    }
  }
  return { finder: "path", findings: findings.toSorted((a, b) => b.score - a.score) };
}

/** A traceback names files by their place on another machine: leading folders are dropped until something fits. */
function documentsAt(path: string, tools: SearchTools): readonly StoredDocument[] {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  for (let from = 0; from < segments.length; from += 1) {
    const found = tools.catalog.documents.findPaths(segments.slice(from).join("/"), filesPerPlace + 1);
    if (found.length > 0) return found.length <= filesPerPlace ? found : [];
  }
  return [];
}

async function findingsIn(
  document: StoredDocument,
  line: number | undefined,
  weight: number,
  plan: QueryPlan,
  tools: SearchTools,
): Promise<readonly Finding[]> {
  if (line !== undefined) {
    const chunks = tools.catalog.chunks.at([{ uri: document.uri, line }]).filter(chunkFilter(tools.filter));
    return chunks.map((chunk) => ({ chunk, score: weight, detail: `holds ${document.path}:${line}` }));
  }
  const filter = { ...tools.filter, uris: [document.uri] };
  const best = await tools.chunks.searchText({ terms: plan.terms }, filter, chunksPerFile);
  const top = best[0]?.score ?? 1;
  return best.map(({ chunk, score }) => ({
    chunk,
    score: weight * (0.25 + (0.25 * score) / top),
    detail: `is in ${document.path}`,
  }));
}
