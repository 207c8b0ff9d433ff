import type { Chunk } from "../model/chunk.ts";
import { searchTerms } from "../model/searchTerms.ts";
import type { Candidate } from "../retrieval/candidate.ts";
import { definitionsNamed } from "../retrieval/candidates/symbolFinder.ts";
import type { QueryPlan } from "../retrieval/queryPlan.ts";
import { asksOfGiven } from "../retrieval/questionContext.ts";
import { folderWords } from "../retrieval/questionPlaces.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import { passageLines } from "./passageLines.ts";
import type { WeightedTerm } from "./termMatcher.ts";
import { TermMatcher } from "./termMatcher.ts";
import { findUnknownNames } from "./unknownNames.ts";

/** Words of a question that name the asking, not the thing asked for. */
const askingWords = new Set(
  searchTerms(
    "work works working use used uses using happen happens handle handled handles code function functions method methods class file files repository project repo implement implemented implements implementation defined define defines find located decide decides get gets make makes made set sets kind way one two does explain show tell list change changed changes commit commits introduced added add adds called call calls line definition definitions defining declared declaration say says said mean means meaning configured configuration support supports supported wrote written exist last past year years month months week weeks day days ago since yesterday",
  ),
);
/** Words beside the name of a folder. */
const folderTerms = new Set(searchTerms(folderWords));
/** Leading passages that are looked at. */
const passagesWeighed = 5;
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

/** What the index knows of the words of a question, whatever is found for it. */
export type QuestionWords = Pick<Evidence, "matcher" | "unknownNames">;

/** Looks the words and names of a question up. */
export async function readQuestionWords(
  plan: QueryPlan,
  tools: { readonly catalog: Catalog; readonly chunks: ChunkStore },
): Promise<QuestionWords> {
  const matcher = new TermMatcher(await weighTerms(plan, tools));
  return { matcher, unknownNames: await findUnknownNames(plan, tools, matcher) };
}

/**
 * Weighs what was found against what was asked. A question that names a symbol, key or file is supported when that
 * exists; any other by how much of the weight of its words one passage holds, and by the nearest vector. Words that no
 * document holds weigh most: they are usually what the question is about.
 */
export function weighEvidence(
  plan: QueryPlan,
  candidates: readonly Candidate<Chunk>[],
  { matcher, unknownNames }: QuestionWords,
  catalog: Catalog,
): Evidence {
  if (candidates.length === 0) return { support: 0, matcher, unknownNames };
  const exact = candidates.slice(0, passagesWeighed).filter(isNamed);
  if (exact.length > 0 && asksOfGiven(plan)) return { support: 0.95, matcher, unknownNames };
  if (unknownNames.length > 0 && !namesWhatExists(plan, exact, unknownNames, catalog)) {
    return { support: 0, matcher, unknownNames };
  }
  // "What changed in 2025?" asks for nothing but what was found.
  const namedFolders = new Set(plan.folders.flatMap((folder) => searchTerms(folder)));
  if (
    matcher.terms.every(({ term, isKnown }) => isKnown && namedFolders.has(term)) &&
    candidates.some(isOfTheTime)
  )
    return { support: 0.95, matcher, unknownNames };
  const support =
    exact.length > 0
      ? Math.max(
          supportOfClaim(plan, exact, matcher, candidates),
          // What was only added to a question is no name whose claim would have to hold.
          plan.given !== undefined && !namesSomething(plan) ? supportOf(matcher, candidates) : 0,
        )
      : supportOf(matcher, candidates);
  return { support: Math.round(Math.min(1, support) * 1000) / 1000, matcher, unknownNames };
}

function namesSomething({ symbols, keys, hashes, places, quoted }: QueryPlan): boolean {
  return symbols.length + keys.length + hashes.length + places.length + quoted.length > 0;
}

/** A question about two names, one of which is unknown, may still be answered for the other. */
function namesWhatExists(
  plan: QueryPlan,
  exact: readonly Candidate<Chunk>[],
  unknownNames: readonly string[],
  catalog: Catalog,
): boolean {
  const isOtherwiseNamed = exact.some(({ reasons }) =>
    reasons.some(({ finder }) => finder === "path" || finder === "commit"),
  );
  const known = plan.symbols.filter((name) => !unknownNames.some((unknown) => unknown.includes(name)));
  return isOtherwiseNamed || known.some((name) => definitionsNamed(name, { catalog }).length > 0);
}

/** What one passage holds of the question counts most, then what the leading ones hold together, then nearness. */
function supportOf(matcher: TermMatcher, candidates: readonly Candidate<Chunk>[]): number {
  const top = candidates.slice(0, passagesWeighed);
  const nearness = Math.max(0, ...top.map(cosineOf));
  if (matcher.totalWeight === 0) return nearness;
  const texts = top.map((candidate) => tellingText(candidate, matcher));
  const single = Math.max(...texts.map((text) => matcher.coverageOf(text)));
  return 0.65 * single + 0.2 * matcher.coverageOf(texts.join("\n")) + 0.3 * nearness;
}

/**
 * A question that names what exists may still claim of it what is not so: the words beside the name have to be
 * supported too. A bare "what is X?" has none.
 */
function supportOfClaim(
  plan: QueryPlan,
  exact: readonly Candidate<Chunk>[],
  matcher: TermMatcher,
  candidates: readonly Candidate<Chunk>[],
): number {
  // A line of a file, or a frame of a pasted trace, is answered by the passage that holds it, whatever else is said.
  if (plan.places.some(({ line }) => line !== undefined) && exact.some(holdsTheLine)) return 0.95;
  const named = [...plan.symbols, ...plan.keys, ...plan.hashes, ...plan.places.map((place) => place.path)];
  const nameTerms = new Set(named.flatMap((name) => searchTerms(name)));
  const claim = new TermMatcher(matcher.terms.filter(({ term }) => !nameTerms.has(term)));
  if (claim.totalWeight === 0) return 0.95;
  const ofNamed = Math.max(...exact.map((candidate) => claim.coverageOf(textOf(candidate))));
  return Math.max(0.3 + 0.6 * ofNamed, supportOf(matcher, candidates) * claimFactor(claim, candidates));
}

/** The name alone makes up much of a question's weight, so what is said of it counts by itself. */
function claimFactor(claim: TermMatcher, candidates: readonly Candidate<Chunk>[]): number {
  const top = candidates.slice(0, passagesWeighed);
  return 0.4 + 0.6 * Math.max(...top.map((candidate) => claim.coverageOf(textOf(candidate))));
}

/** The BM25 score of a term's best hit grows with its rarity, which saves keeping document frequencies. */
async function weighTerms(
  plan: QueryPlan,
  tools: { readonly chunks: ChunkStore },
): Promise<readonly WeightedTerm[]> {
  // Numbers say little and are unknown for bad reasons: a line of a trace, a year, a size.
  const telling = plan.terms.filter(
    (term) =>
      !askingWords.has(term) &&
      term.length > 1 &&
      !/^\d+$/.test(term) &&
      !(plan.folders.length > 0 && folderTerms.has(term)),
  );
  const isDated = plan.since !== undefined || plan.until !== undefined;
  const terms = (telling.length > 0 || isDated ? telling : plan.terms).slice(0, termsWeighed);
  const best = await Promise.all(
    terms.map(async (term) => (await tools.chunks.searchText({ terms: [term] }, {}, 1))[0]?.score),
  );
  const highest = Math.max(1, ...best.map((score) => score ?? 0));
  return terms.map((term, at) => {
    const score = best[at];
    return { term, weight: score === undefined ? highest * 1.2 : score, isKnown: score !== undefined };
  });
}

/** True for a passage that is there because the question named it. */
function isNamed(candidate: Candidate<Chunk>): boolean {
  return candidate.reasons.some(
    ({ finder, score }) =>
      (finder === "symbol" && score >= 0.45) ||
      (finder === "path" && score >= 0.2) ||
      finder === "key" ||
      finder === "quote" ||
      (finder === "commit" && score >= 0.9),
  );
}

function isOfTheTime({ reasons }: Candidate<Chunk>): boolean {
  return reasons.some(({ finder }) => finder === "commit");
}

function holdsTheLine({ reasons }: Candidate<Chunk>): boolean {
  return reasons.some(({ finder, score }) => finder === "path" && score >= 0.6);
}

/**
 * The lines that would be shown, with title and path: words scattered over a long list support nothing. The paths which a
 * commit changed stand in its header.
 */
function tellingText({ chunk }: Candidate<Chunk>, matcher: TermMatcher): string {
  return [chunk.path ?? chunk.header, chunk.title, passageLines(chunk, matcher).text].join("\n");
}

function textOf({ chunk }: Candidate<Chunk>): string {
  return [chunk.path ?? "", chunk.title, chunk.header, chunk.text].join("\n");
}

function cosineOf(candidate: Candidate<Chunk>): number {
  return candidate.reasons.find((reason) => reason.finder === "vector")?.score ?? 0;
}
