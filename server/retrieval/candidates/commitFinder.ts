import { summaryOf } from "../../model/chunkSummary.ts";
import { commitUri } from "../../model/documentUri.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import { isInSpan } from "../questionDates.ts";
import type { SearchTools } from "../searchTools.ts";
import { commitsOfFolders, commitsThatChangedLast, commitsThatIntroduced } from "./originCommits.ts";

const commitsPerPerson = 15;
/** Of a span, the newest are looked at for what they changed. */
const commitsOfSpan = 2_000;
/** Read to find those before the end of a span, which the store cannot filter by. */
const commitsPerSpan = 200;

/** Commits which the question names by hash, and those of a person or a time that it names. */
export async function findCommits(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const wanted = new Map<string, { score: number; detail: string }>();
  for (const prefix of plan.hashes) {
    for (const commit of tools.catalog.commits.byHashPrefix(prefix, 3)) {
      wanted.set(commitUri(commit.hash), { score: 1, detail: `is commit ${commit.hash.slice(0, 7)}` });
    }
  }
  for (const { uri, score, detail } of [
    ...commitsThatIntroduced(plan, tools),
    ...commitsThatChangedLast(plan, tools),
  ])
    wanted.set(uri, { score, detail });
  for (const name of plan.people) addCommitsOf(name, plan, tools, wanted);
  if (plan.since !== undefined || plan.until !== undefined) {
    await addCommitsOfSpan(plan, tools, wanted);
    addNewestOfSpan(plan, tools, wanted);
  }
  const uris = [...wanted.keys()];
  if (uris.length === 0) return { finder: "commit", findings: [] };
  // Looked up, not searched: a commit that is named by its hash may share no word with the question.
  const chunks = tools.catalog.chunks.ofDocuments(uris).filter(chunkFilter(tools.filter)).map(summaryOf);
  const findings: Finding[] = chunks.map((chunk) => ({
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
  const commits = tools.catalog.commits
    .byAuthor(person.email, 500)
    .filter((commit) => isInSpan(plan, commit.date));
  const asked = commits.toSorted((a, b) => overlap(plan, b.subject) - overlap(plan, a.subject));
  for (const commit of asked.slice(0, commitsPerPerson)) {
    const score = 0.3 + 0.4 * overlap(plan, commit.subject);
    wanted.set(commitUri(commit.hash), { score, detail: `is by ${person.name}` });
  }
}

/** Commits of the time that the question names, those first which speak of its other words. */
async function addCommitsOfSpan(
  plan: QueryPlan,
  tools: SearchTools,
  wanted: Map<string, { score: number; detail: string }>,
): Promise<void> {
  const since = plan.since === undefined ? {} : { since: plan.since };
  const hits = await tools.chunks.searchText(
    { terms: plan.terms },
    { kinds: ["commit"], ...since },
    commitsPerSpan,
  );
  const inside = hits.filter(({ chunk }) => isInSpan(plan, chunk.date));
  const best = inside[0]?.score ?? 1;
  for (const { chunk, score } of inside.slice(0, commitsPerPerson)) {
    const day = chunk.date.slice(0, 10);
    if (!wanted.has(chunk.uri))
      wanted.set(chunk.uri, { score: (0.6 * score) / best, detail: `is of ${day}` });
  }
}

/** The newest commits of the time, for a question that says nothing else ("what changed in 2025?"). */
function addNewestOfSpan(
  plan: QueryPlan,
  tools: SearchTools,
  wanted: Map<string, { score: number; detail: string }>,
): void {
  const read = plan.folders.length > 0 ? commitsOfSpan : commitsPerPerson;
  const inside = tools.catalog.commits.between(plan, read);
  const ofFolders = commitsOfFolders(plan, inside, tools);
  for (const { uri, score, detail } of ofFolders) wanted.set(uri, { score, detail });
  if (plan.folders.length > 0) return;
  for (const { hash, date } of inside.slice(0, commitsPerPerson)) {
    const uri = commitUri(hash);
    if (!wanted.has(uri)) wanted.set(uri, { score: 0.2, detail: `is of ${date.slice(0, 10)}` });
  }
}

/** Share of the question's terms in a subject. */
function overlap(plan: QueryPlan, subject: string): number {
  const text = subject.toLowerCase();
  return plan.terms.filter((term) => text.includes(term)).length / Math.max(1, plan.terms.length);
}
