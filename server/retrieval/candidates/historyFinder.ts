import { commitUri, fileUri, hashOfUri } from "../../model/documentUri.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { DeepTextResult, TextHit } from "../../stores/chunkStore.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

const commitsRead = 30;
const commitsEnough = 20;
const filesKept = 15;

/** A commit over more files than this says nothing about any of them. */
const filesPerCommitMost = 60;

/**
 * Past commits with a similar message point at the files which they changed; each of these files speaks through its
 * best chunk for the question. The idea of "locating by similar bug reports": Zhou et al., BugLocator (ICSE 2012).
 * Both are taken from the one search for the words of the question: a file that has no passage among its hits speaks
 * through its beginning.
 */
export async function findByHistory(
  plan: QueryPlan,
  found: DeepTextResult,
  tools: SearchTools,
): Promise<FindingList> {
  const commits = await similarCommits(plan, found, tools);
  const files = scoreFiles(commits, tools);
  const best = new Map<string, string>();
  for (const { id, uri } of found.hits) if (files.has(uri) && !best.has(uri)) best.set(uri, id);
  const subjects = new Map<string, string>();
  const subjectOf = (hash: string): string => {
    const subject = subjects.get(hash) ?? tools.catalog.commits.get(hash)?.subject ?? "";
    subjects.set(hash, subject);
    return subject;
  };
  const others = [...files.keys()].filter((uri) => !best.has(uri)).map((uri) => ({ uri, line: 1 }));
  const isAllowed = chunkFilter(tools.filter);
  const chunks = [
    ...tools.catalog.chunks.summaries([...best.values()]),
    ...tools.catalog.chunks.at(others).filter(isAllowed),
  ];
  const findings = chunks.map((chunk): Finding => {
    const { score, hash } = files.get(chunk.uri) ?? { score: 0, hash: "" };
    return { chunk, score, detail: `changed by ${hash.slice(0, 7)} "${subjectOf(hash)}"` };
  });
  return { finder: "history", findings: findings.toSorted((a, b) => b.score - a.score) };
}

/**
 * Commits are searched for by themselves where few are among the hits, and where the user's filter, which is for what is
 * shown, kept them out.
 */
async function similarCommits(
  plan: QueryPlan,
  { hits }: DeepTextResult,
  { chunks, filter }: SearchTools,
): Promise<readonly Pick<TextHit, "uri" | "score">[]> {
  const among = hits.filter(({ uri }) => uri.startsWith(commitUri("")));
  const isFiltered = Object.values(filter).some((part) => part !== undefined);
  if (!isFiltered && among.length >= commitsEnough) return among.slice(0, commitsRead);
  if (plan.terms.length === 0) return [];
  const query = { terms: plan.terms, headBoost: 0 };
  const commits = await chunks.searchText(query, { kinds: ["commit"] }, commitsRead);
  return commits.map(({ chunk, score }) => ({ uri: chunk.uri, score }));
}

interface FileScore {
  readonly score: number;
  /** The commit that said most. */
  readonly hash: string;
}

/** Files by the URI of their document. */
function scoreFiles(
  commits: readonly Pick<TextHit, "uri" | "score">[],
  tools: SearchTools,
): ReadonlyMap<string, FileScore> {
  const hashes = commits.map(({ uri }) => hashOfUri(uri));
  const changed = Map.groupBy(
    tools.catalog.commits.filesOf(hashes, filesPerCommitMost + 1),
    (file) => file.hash,
  );
  const scores = new Map<string, FileScore>();
  for (const { uri, score } of commits) {
    const hash = hashOfUri(uri);
    const files = changed.get(hash) ?? [];
    if (files.length > filesPerCommitMost) continue;
    for (const { path } of files) {
      const earlier = scores.get(fileUri(path));
      const sum = (earlier?.score ?? 0) + score / Math.sqrt(files.length);
      scores.set(fileUri(path), { hash: earlier?.hash ?? hash, score: sum });
    }
  }
  return new Map([...scores].toSorted(([, a], [, b]) => b.score - a.score).slice(0, filesKept));
}
