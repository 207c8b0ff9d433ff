import type { Candidate } from "./candidate.ts";

/** What the next passages of the same file add to each; the sum stays below twice this. */
const fileShare = 0.3;
const passagesCounted = 5;
const passageFactor = 0.5;

/**
 * A file of which several passages fit is a better guess than one with a single lucky passage: each candidate gets a part
 * of what the others of its file scored, the best of them first. Best first again; commits stay as they are.
 */
export function withFileEvidence(candidates: readonly Candidate[]): readonly Candidate[] {
  const files = Map.groupBy(candidates, ({ chunk }) => chunk.uri);
  return candidates
    .map((candidate) => {
      const others = (files.get(candidate.chunk.uri) ?? []).slice(0, passagesCounted);
      const added = others
        .filter((other) => other !== candidate)
        .reduce((sum, { score }, at) => sum + score * passageFactor ** at, 0);
      return { ...candidate, score: candidate.score + fileShare * added };
    })
    .toSorted((a, b) => b.score - a.score);
}
