import type { Finder, FinderWeights } from "../model/pipelineConfig.ts";
import type { Candidate, CandidateReason, FindingList } from "./candidate.ts";

/** Finders that judge each hit by itself, from 0 to 1; their best hit need not be a good one. */
const absoluteFinders: ReadonlySet<Finder> = new Set(["quote", "symbol", "path", "key", "commit", "graph"]);

/**
 * Sum of normalised scores: the list of a search is scaled linearly so that its best score counts 1 and the score at
 * its end 0 (a list of equal scores counts 1 throughout), exact matches count as they are, and both are multiplied by
 * the finder's weight. On code search this beats reciprocal ranks, which throw away by how much one hit is better than
 * the next; see Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval" (2022), and the figures in
 * ARCHITECTURE.md.
 */
export function fuse(lists: readonly FindingList[], weights: FinderWeights): readonly Candidate[] {
  const byId = new Map<string, { candidate: Candidate; reasons: CandidateReason[]; score: number }>();
  for (const { finder, findings } of lists) {
    const seen = new Set<string>();
    const scale = absoluteFinders.has(finder) ? unchanged : scaleOf(findings.map((finding) => finding.score));
    for (const finding of findings) {
      if (seen.has(finding.chunk.id)) continue;
      seen.add(finding.chunk.id);
      const share = weights[finder] * scale(finding.score);
      const reason: CandidateReason = {
        finder,
        score: finding.score,
        share,
        ...(finding.detail === undefined ? {} : { detail: finding.detail }),
      };
      const known = byId.get(finding.chunk.id);
      const reasons = [...(known?.reasons ?? []), reason];
      const score = (known?.score ?? 0) + share;
      byId.set(finding.chunk.id, { candidate: { chunk: finding.chunk, score, reasons }, reasons, score });
    }
  }
  return [...byId.values()].map((entry) => entry.candidate).toSorted((a, b) => b.score - a.score);
}

function unchanged(score: number): number {
  return Math.min(1, score);
}

/** The lower end keeps a tenth, so that being found last still beats not being found. */
function scaleOf(scores: readonly number[]): (score: number) => number {
  const highest = Math.max(...scores);
  const lowest = scores.length < 10 ? Math.min(...scores, highest * 0.5) : Math.min(...scores);
  const width = highest - lowest;
  return (score) => (width <= 0 ? 1 : 0.1 + (0.9 * (score - lowest)) / width);
}
