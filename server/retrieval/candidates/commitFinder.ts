import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

const commitsPerPerson = 15;

/** Commits which the question names by hash, and those of a person whom it names. */
export async function findCommits(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const wanted = new Map<string, { score: number; detail: string }>();
  for (const prefix of plan.hashes) {
    for (const commit of tools.catalog.commits.byHashPrefix(prefix, 3)) {
      wanted.set(`commit:${commit.hash}`, { score: 1, detail: `is commit ${commit.hash.slice(0, 7)}` });
    }
  }
  for (const name of plan.people) addCommitsOf(name, plan, tools, wanted);
  const uris = [...wanted.keys()];
  if (uris.length === 0) return { finder: "commit", findings: [] };
  const filter = { ...tools.filter, uris };
  const passing = await tools.chunks.searchText({ terms: plan.terms }, filter, uris.length);
  const known = new Map(passing.map(({ chunk }) => [chunk.id, chunk]));
  for (const chunk of await namedChunks(uris, plan, tools)) known.set(chunk.id, chunk);
  const findings: Finding[] = [...known.values()].map((chunk) => ({
    chunk,
    ...(wanted.get(chunk.uri) ?? { score: 0.5 }),
  }));
  return { finder: "commit", findings: findings.toSorted((a, b) => b.score - a.score) };
}

function addCommitsOf(
  name: string,
  plan: QueryPlan,
  tools: SearchTools,
  wanted: Map<string, { score: number; detail: string }>,
): void {
  const person = tools.catalog.commits.people(name, 1)[0];
  if (person === undefined) return;
  const isInSpan = (date: string): boolean => date >= (plan.since ?? "") && date < (plan.until ?? "9999");
  const commits = tools.catalog.commits.byAuthor(person.email, 500).filter((commit) => isInSpan(commit.date));
  const asked = commits.toSorted((a, b) => overlap(plan, b.subject) - overlap(plan, a.subject));
  for (const commit of asked.slice(0, commitsPerPerson)) {
    const score = 0.3 + 0.4 * overlap(plan, commit.subject);
    wanted.set(`commit:${commit.hash}`, { score, detail: `is by ${person.name}` });
  }
}

/** Share of the question's terms in a subject. */
function overlap(plan: QueryPlan, subject: string): number {
  const text = subject.toLowerCase();
  return plan.terms.filter((term) => text.includes(term)).length / Math.max(1, plan.terms.length);
}

/** A commit named by its hash shares no word with the question, so full text alone would miss it. */
async function namedChunks(uris: readonly string[], plan: QueryPlan, tools: SearchTools) {
  const isAllowed = tools.filter.kinds === undefined || tools.filter.kinds.includes("commit");
  const hasOtherFilter = tools.filter.pathGlob !== undefined || tools.filter.tag !== undefined;
  if (!isAllowed || hasOtherFilter || (plan.hashes.length === 0 && plan.people.length === 0)) return [];
  const chunks = await tools.chunks.chunksOfDocuments(uris);
  return chunks.filter((chunk) => chunk.date >= (tools.filter.since ?? ""));
}
