import type { ScoreMatrix } from "./scoreMatrix.ts";
import { emptyMatrix } from "./scoreMatrix.ts";

/** How often each term of a vocabulary stands in a text: numbers of terms, and counts beside them. */
export interface TermCounts {
  readonly terms: Int32Array;
  readonly counts: Float32Array;
}

/** Counts the terms which the vocabulary knows. */
export function countTerms(terms: Iterable<string>, vocabulary: ReadonlyMap<string, number>): TermCounts {
  const counts = new Map<number, number>();
  for (const term of terms) {
    const number = vocabulary.get(term);
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return { terms: Int32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) };
}

/** A vector of unit length: each term by its weight and the logarithm of its count. */
export function unitVector({ terms, counts }: TermCounts, weights: Float32Array): TermCounts {
  const values = counts.map((count, at) => (1 + Math.log(count)) * (weights[terms[at] ?? 0] ?? 0));
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return { terms, counts: length === 0 ? values : values.map((value) => value / length) };
}

/** A vector in which each term has its weight, whatever its count, divided so that all add up to one. */
export function sharesOf({ terms }: TermCounts, weights: Float32Array): TermCounts {
  const values = Float32Array.from(terms, (term) => weights[term] ?? 0);
  const sum = values.reduce((total, value) => total + value, 0);
  return { terms, counts: sum === 0 ? values : values.map((value) => value / sum) };
}

/** For each term, in which columns it stands and with which value. */
export interface Postings {
  readonly columns: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  readonly count: number;
}

/** Turns rows of terms into columns per term. */
export function postingsOf(vectors: readonly TermCounts[], vocabularySize: number): Postings {
  const columns: number[][] = Array.from({ length: vocabularySize }, () => []);
  const values: number[][] = Array.from({ length: vocabularySize }, () => []);
  for (const [column, { terms, counts }] of vectors.entries()) {
    for (const [at, term] of terms.entries()) {
      const value = counts[at] ?? 0;
      if (value === 0) continue;
      columns[term]?.push(column);
      values[term]?.push(value);
    }
  }
  return { columns, values, count: vectors.length };
}

/** Adds the products of one vector with all columns to `into`. */
export function addProducts(
  { terms, counts }: TermCounts,
  postings: Postings,
  into: Float32Array,
  offset = 0,
): void {
  for (const [at, term] of terms.entries()) {
    const weight = counts[at] ?? 0;
    const columns = postings.columns[term];
    const values = postings.values[term];
    if (weight === 0 || columns === undefined || values === undefined) continue;
    for (let posting = 0; posting < columns.length; posting++) {
      const place = offset + (columns[posting] ?? 0);
      into[place] = (into[place] ?? 0) + weight * (values[posting] ?? 0);
    }
  }
}

/** The product of every row with every column. */
export function products(rows: readonly TermCounts[], postings: Postings): ScoreMatrix {
  const matrix = emptyMatrix(rows.length, postings.count);
  for (const [row, vector] of rows.entries())
    addProducts(vector, postings, matrix.values, row * postings.count);
  return matrix;
}
