import { fileUri, hashOfUri } from "../../model/documentUri.ts";
import type { ScoredChunk } from "../../model/query.ts";
import type { Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";

const commitsRead = 30;
const filesKept = 15;
/** A commit over more files than this says nothing about any of them. */
const filesPerCommitMost = 60;

/**
 * Past commits with a similar message point at the files which they changed; each of these files speaks through its
 * best chunk for the question. The idea of "locating by similar bug reports": Zhou et al., BugLocator (ICSE 2012).
 */
export async function findByHistory(plan: QueryPlan, tools: SearchTools): Promise<FindingList> {
  const none: FindingList = { finder: "history", findings: [] };
  if (plan.terms.length === 0) return none;
  const commits = await tools.chunks.searchText(
    { terms: plan.terms, headBoost: 0 },
    { kinds: ["commit"] },
    commitsRead,
  );
  const files = scoreFiles(commits, tools);
  if (files.size === 0) return none;
  const uris = [...files.keys()].map(fileUri);
  const hits = await tools.chunks.searchText(
    { terms: plan.terms, headBoost: 0 },
    { ...tools.filter, uris },
    filesKept * 4,
  );
  const best = new Map<string, Finding>();
  for (const { chunk } of hits) {
    const file = files.get(chunk.path ?? "");
    if (file === undefined || best.has(chunk.uri)) continue;
    best.set(chunk.uri, {
      chunk,
      score: file.score,
      detail: `changed by ${file.hash.slice(0, 7)} "${file.subject}"`,
    });
  }
  return { finder: "history", findings: [...best.values()].toSorted((a, b) => b.score - a.score) };
}

interface FileScore {
  readonly score: number;
  /** The commit that said most. */
  readonly hash: string;
  readonly subject: string;
}

function scoreFiles(commits: readonly ScoredChunk[], tools: SearchTools): ReadonlyMap<string, FileScore> {
  const hashes = commits.map(({ chunk }) => hashOfUri(chunk.uri));
  const changed = Map.groupBy(
    tools.catalog.commits.filesOf(hashes, filesPerCommitMost + 1),
    (file) => file.hash,
  );
  const scores = new Map<string, FileScore>();
  for (const { chunk, score } of commits) {
    const hash = hashOfUri(chunk.uri);
    const files = changed.get(hash) ?? [];
    if (files.length > filesPerCommitMost) continue;
    for (const { path } of files) {
      const earlier = scores.get(path);
      const sum = (earlier?.score ?? 0) + score / Math.sqrt(files.length);
      scores.set(path, { hash: earlier?.hash ?? hash, subject: earlier?.subject ?? chunk.title, score: sum });
    }
  }
  return new Map([...scores].toSorted(([, a], [, b]) => b.score - a.score).slice(0, filesKept));
}
