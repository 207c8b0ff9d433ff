import { searchTerms } from "../model/searchTerms.ts";
import type { Candidate } from "../retrieval/candidate.ts";
import { definitionsNamed } from "../retrieval/candidates/symbolFinder.ts";
import type { QueryPlan } from "../retrieval/queryPlan.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import type { WeightedTerm } from "./termMatcher.ts";
import { TermMatcher } from "./termMatcher.ts";

/** Below this support the honest answer is that nothing was found; how it was chosen: ARCHITECTURE.md. */
export const supportThreshold = 0.5;

/** Words of a question that name the asking, not the thing asked for. */
const askingWords = new Set(
  searchTerms(
    "work works working use used uses using happen happens handle handled handles code function functions method methods class file files repository project repo implement implemented implements implementation defined define defines find located decide decides get gets make makes made set sets kind way one two does explain show tell list change changed changes commit commits introduced added add adds called call calls line support supports supported wrote written exist",
  ),
);
/** Terms weighed; a long question says enough with its first ones. */
const termsWeighed = 16;

/** How well the best passages support an answer. */
export interface Evidence {
  /** 0 to 1. */
  readonly support: number;
  readonly matcher: TermMatcher;
  /** Names, keys or files in the question that exist nowhere in the index. */
  readonly unknownNames: readonly string[];
}

/**
 * Weighs what was found against what was asked. A question that names a symbol, key or file is supported when that
 * exists; any other by how much of the weight of its words one passage holds, and by the nearest vector. Words that no
 * document holds weigh most: they are usually what the question is about.
 */
export async function weighEvidence(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  tools: { readonly catalog: Catalog; readonly chunks: ChunkStore },
): Promise<Evidence> {
  const matcher = new TermMatcher(await weighTerms(plan, tools));
  const unknownNames = findUnknownNames(plan, tools.catalog, matcher);
  if (candidates.length === 0) return { support: 0, matcher, unknownNames };
  if (unknownNames.length > 0 && !hasExactHit(candidates)) return { support: 0, matcher, unknownNames };
  const top = candidates.slice(0, 5);
  const single = Math.max(...top.map((candidate) => matcher.coverageOf(textOf(candidate))));
  const together = matcher.coverageOf(top.map(textOf).join("\n"));
  const nearness = Math.max(0, ...top.map(cosineOf));
  const words = matcher.totalWeight === 0 ? nearness : 0.65 * single + 0.2 * together + 0.3 * nearness;
  const support = hasExactHit(candidates) ? 0.35 + 0.65 * Math.min(1, words) : Math.min(1, words);
  return { support: Math.round(support * 1000) / 1000, matcher, unknownNames };
}

/** The BM25 score of a term's best hit grows with its rarity, which saves keeping document frequencies. */
async function weighTerms(
  plan: QueryPlan,
  tools: { readonly chunks: ChunkStore },
): Promise<readonly WeightedTerm[]> {
  const telling = plan.terms.filter((term) => !askingWords.has(term) && term.length > 1);
  const terms = (telling.length > 0 ? telling : plan.terms).slice(0, termsWeighed);
  const best = await Promise.all(
    terms.map(async (term) => (await tools.chunks.searchText({ terms: [term] }, {}, 1))[0]?.score),
  );
  const highest = Math.max(1, ...best.map((score) => score ?? 0));
  return terms.map((term, at) => {
    const score = best[at];
    return { term, weight: score === undefined ? highest * 1.2 : score, isKnown: score !== undefined };
  });
}

/** A name written like code, a key or a file with an extension that is nowhere: the question assumes what is not so. */
function findUnknownNames(plan: QueryPlan, catalog: Catalog, matcher: TermMatcher): readonly string[] {
  const unknown = new Set(matcher.terms.filter((term) => !term.isKnown).map((term) => term.term));
  const isNowhere = (name: string): boolean => searchTerms(name).some((term) => unknown.has(term));
  const symbols = plan.symbols.filter(
    (name) => isNowhere(name) && definitionsNamed(name, { catalog }).length === 0,
  );
  const keys = plan.keys.filter((key) => unknown.has(key.toLowerCase()));
  const files = plan.places
    .map((place) => place.path)
    .filter(
      (path) =>
        /\.\w+$/.test(path) && catalog.documents.findPaths(path.split("/").at(-1) ?? path, 1).length === 0,
    )
    .filter(isNowhere);
  return [...symbols, ...keys, ...files];
}

/** True where one of the leading passages is there because the question named it. */
function hasExactHit(candidates: readonly Candidate[]): boolean {
  return candidates
    .slice(0, 5)
    .some((candidate) =>
      candidate.reasons.some(
        ({ finder, score }) =>
          (finder === "symbol" && score >= 0.55) ||
          finder === "path" ||
          finder === "key" ||
          (finder === "commit" && score >= 0.9),
      ),
    );
}

function textOf({ chunk }: Candidate): string {
  return [chunk.path ?? "", chunk.title, chunk.header, chunk.text].join("\n");
}

function cosineOf(candidate: Candidate): number {
  return candidate.reasons.find((reason) => reason.finder === "vector")?.score ?? 0;
}
