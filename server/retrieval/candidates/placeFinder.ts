import { summaryOf } from "../../model/chunkSummary.ts";
import type { StoredDocument } from "../../model/storedState.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { GivenPlace } from "../givenContext.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

/** More files of one name than this are not what `index.ts` in a question points at. */
const filesPerPlace = 5;
const chunksPerFile = 6;
const chunksPerFolder = 20;
/** Up to so many, files are named to the search: looking at the path of every row takes 40 ms at 100,000 rows. */
const filesNamed = 300;
/** What a dotted name stands for is less sure than a path. */
const moduleWeight = 0.7;
/** Languages whose modules are named like the folders and files that hold them. */
const moduleEndings = [".py", "/__init__.py", ".java", ".kt", ".scala", ".php", ".cs"];

/** Chunks of the files which the question names; the very lines where it names a line. */
export async function findByPlace(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const findings: Finding[] = [];
  for (const place of plan.places) {
    const documents = documentsAt(place.path, tools);
    for (const document of documents) {
      const weight = place.nearness / Math.sqrt(documents.length);
      findings.push(...(await findingsIn(document, place.line, weight, plan, tools)));
    }
  }
  for (const document of documentsOfModules(plan, tools)) {
    findings.push(...(await findingsIn(document, undefined, moduleWeight, plan, tools)));
  }
  for (const place of plan.given?.places ?? []) findings.push(...findingsOfGiven(place, tools));
  for (const folder of plan.folders) findings.push(...(await findingsBelow(folder, plan, tools)));
  return { finder: "path", findings: findings.toSorted((a, b) => b.score - a.score) };
}

/** What was added to a question is what it is about, whatever its words are: its first passages are there. */
function findingsOfGiven({ path, startLine, endLine, detail }: GivenPlace, tools: SearchTools) {
  const document = tools.catalog.documents.byPath(path);
  if (document === undefined) return [];
  const { uri } = document;
  const from = startLine ?? 1;
  const lines = [from, Math.round((from + (endLine ?? from)) / 2), endLine ?? from];
  const first = tools.catalog.chunks.at(lines.map((line) => ({ uri, line })));
  // A file may begin with what belongs to no passage.
  const chunks =
    first.length > 0 ? first : tools.catalog.chunks.ofDocuments([uri]).slice(0, 1).map(summaryOf);
  const once = [...new Map(chunks.map((chunk) => [chunk.id, chunk])).values()];
  const isWhole = startLine === undefined;
  return once
    .filter(chunkFilter(tools.filter))
    .map((chunk, at): Finding => ({ chunk, score: isWhole ? 0.5 : 1 - at / 10, detail }));
}

/** Passages of a folder that say most about the question; none where the user restricts the paths already. */
async function findingsBelow(
  folder: string,
  plan: QueryPlan,
  tools: SearchTools,
): Promise<readonly Finding[]> {
  if (tools.filter.pathGlob !== undefined || tools.filter.within !== undefined) return [];
  const uris = tools.catalog.documents.urisBelow(folder, filesNamed + 1);
  if (uris.length === 0) return [];
  const below = uris.length > filesNamed ? { pathGlob: `**/${folder}/**` } : { uris };
  const filter = { ...tools.filter, ...below };
  const best = await tools.chunks.searchText({ terms: plan.terms }, filter, chunksPerFolder);
  const top = best[0]?.score ?? 1;
  return best.map(({ chunk, score }) => ({
    chunk,
    score: 0.1 + (0.2 * score) / top,
    detail: `is below ${folder}/`,
  }));
}

/** Files that dotted names stand for; the last part may be a name inside of the file. */
function documentsOfModules(plan: QueryPlan, tools: SearchTools): readonly StoredDocument[] {
  const documents = plan.modules.flatMap((module) => {
    const segments = module.split(".");
    const readings = [segments, segments.slice(0, -1)].filter((parts) => parts.length > 1);
    for (const parts of readings) {
      for (const ending of moduleEndings) {
        const found = tools.catalog.documents.findPaths(`${parts.join("/")}${ending}`, 2);
        if (found.length === 1) return found;
      }
    }
    return [];
  });
  return [...new Map(documents.map((document) => [document.uri, document])).values()];
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
