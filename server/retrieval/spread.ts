import type { Candidate } from "./candidate.ts";

/** Each further hit from one file counts this much of the one before: ten hits are not one file. */
const sameFileFactor = 0.8;
/** Each further commit, so that history does not crowd out the code. */
const sameKindFactor = 0.9;

/** How results are spread. */
export interface SpreadOptions {
  /** Number of results. */
  readonly limit: number;
  /** True where the question or its filter asks for commits: they are not discounted then. */
  readonly commitsWanted: boolean;
  /** Most results from one file; 0 for any number. */
  readonly resultsPerFile: number;
  /** True where nothing is discounted. */
  readonly isEven: boolean;
}

/**
 * Takes the best `limit` candidates one after the other, each time discounting files which already have hits. A single
 * file can still fill the list where nothing else comes close.
 */
export function spreadOverFiles(
  candidates: readonly Candidate[],
  options: SpreadOptions,
): readonly Candidate[] {
  const { limit, resultsPerFile } = options;
  const pool = candidates.slice(0, Math.max(limit * 8, 80));
  const taken: Candidate[] = [];
  const hits = new Map<string, number>();
  const used = new Set<Candidate>();
  while (taken.length < limit && used.size < pool.length) {
    let best: Candidate | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const candidate of pool) {
      if (used.has(candidate) || candidate.score <= bestScore) continue;
      if (isFull(candidate, hits, resultsPerFile)) continue;
      const score = candidate.score * discount(candidate, hits, options);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    if (best === undefined) break;
    used.add(best);
    taken.push({ ...best, score: bestScore });
    const group = groupOf(best);
    hits.set(group, (hits.get(group) ?? 0) + 1);
  }
  return taken;
}

function isFull(candidate: Candidate, hits: ReadonlyMap<string, number>, resultsPerFile: number): boolean {
  if (resultsPerFile === 0 || candidate.chunk.kind === "commit") return false;
  return (hits.get(candidate.chunk.uri) ?? 0) >= resultsPerFile;
}

function discount(
  candidate: Candidate,
  hits: ReadonlyMap<string, number>,
  { commitsWanted, isEven }: SpreadOptions,
): number {
  if (isEven) return 1;
  const earlier = hits.get(groupOf(candidate)) ?? 0;
  if (candidate.chunk.kind !== "commit") return sameFileFactor ** earlier;
  return commitsWanted ? 1 : sameKindFactor ** earlier;
}

function groupOf(candidate: Candidate): string {
  return candidate.chunk.kind === "commit" ? "commits" : candidate.chunk.uri;
}
