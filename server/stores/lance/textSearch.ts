import type { FullTextQuery } from "@lancedb/lancedb";
import type { TextQuery } from "../chunkStore.ts";
import type { LanceLibrary } from "./lanceLibrary.ts";
import type { Hit, LanceTable } from "./lanceTable.ts";

/** Terms beyond these only cost time: 64 take about 10 ms at 100,000 rows, 128 take 40. */
const MAX_TERMS = 64;
/** Optional terms beside required ones; LanceDB reads whole posting lists there: 16 take 7 ms, 64 take 400. */
const MAX_OPTIONAL_TERMS = 8;
/** Further rows from each column, so that sums of scores near the end of the list are right. */
const EXTRA_DEPTH = 20;

/**
 * Searches head and text, each by itself, and adds their scores. One query over both columns would be slower by a
 * factor of twenty: LanceDB skips through posting lists only where a query has one column.
 */
export async function searchText(
  library: LanceLibrary,
  table: LanceTable,
  query: TextQuery,
  where: string | undefined,
  limit: number,
): Promise<readonly Hit[]> {
  const { best } = await searchTextDeeply(library, table, query, where, { limit, depth: 0 });
  return best.slice(0, limit);
}

/** `best` is longer than `limit`; `hits` are those in the text alone. 300 cost LanceDB hardly more than 100. */
export async function searchTextDeeply(
  library: LanceLibrary,
  table: LanceTable,
  query: TextQuery,
  where: string | undefined,
  { limit, depth }: { readonly limit: number; readonly depth: number },
): Promise<{ readonly best: readonly Hit[]; readonly hits: readonly Hit[] }> {
  const headBoost = query.headBoost ?? 1;
  const summed = limit + EXTRA_DEPTH;
  const [text, head] = await Promise.all([
    searchColumn(table, columnQuery(library, query, "search_text"), where, Math.max(depth, summed)),
    headBoost > 0 ? searchColumn(table, columnQuery(library, query, "search_head"), where, summed) : [],
  ]);
  const best = new Map(withoutChanceEnd(text.slice(0, summed), summed, limit).map((hit) => [hit.id, hit]));
  for (const hit of withoutChanceEnd(head, summed, 1)) {
    const score = (best.get(hit.id)?.score ?? 0) + headBoost * hit.score;
    best.set(hit.id, { ...hit, score });
  }
  const hits = withoutChanceEnd(text.slice(0, depth), depth, 1);
  return { best: [...best.values()].sort(byScore), hits: hits.toSorted(byScore) };
}

function byScore(a: Hit, b: Hit): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}

/**
 * Where several hits at the end of a full list have one score, it is chance which of them are in it, from one search to
 * the next. None of them counts, so that a question is always answered alike; but `least` hits are kept.
 */
function withoutChanceEnd(hits: readonly Hit[], depth: number, least: number): readonly Hit[] {
  if (hits.length < depth) return hits;
  const lowest = Math.min(...hits.map(({ score }) => score));
  const certain = hits.filter(({ score }) => score > lowest);
  return certain.length < least ? hits : certain;
}

function columnQuery({ lance }: LanceLibrary, query: TextQuery, column: string): FullTextQuery | undefined {
  const required = cleanTerms(query.required ?? []).slice(0, MAX_TERMS);
  const optional = cleanTerms(query.terms).filter((term) => !required.includes(term));
  if (required.length === 0) {
    const terms = optional.slice(0, MAX_TERMS);
    return terms.length === 0 ? undefined : new lance.MatchQuery(terms.join(" "), column);
  }
  const all = new lance.MatchQuery(required.join(" "), column, { operator: lance.Operator.And });
  if (optional.length === 0) return all;
  const some = new lance.MatchQuery(optional.slice(0, MAX_OPTIONAL_TERMS).join(" "), column);
  return new lance.BooleanQuery([
    [lance.Occur.Must, all],
    [lance.Occur.Should, some],
  ]);
}

async function searchColumn(
  table: LanceTable,
  query: FullTextQuery | undefined,
  where: string | undefined,
  limit: number,
): Promise<readonly Hit[]> {
  if (query === undefined) return [];
  return table.search((handle) => {
    const search = handle.query().fullTextSearch(query).limit(limit);
    return where === undefined ? search : search.where(where);
  }, "_score");
}

/** Distinct terms without blanks, for the index separates terms at blanks. */
function cleanTerms(terms: readonly string[]): string[] {
  return [...new Set(terms.flatMap((term) => term.split(/\s+/)).filter((term) => term !== ""))];
}
