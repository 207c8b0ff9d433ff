import { searchTerms } from "../model/searchTerms.ts";

/** A term of the question with how much finding it says. */
export interface WeightedTerm {
  /** As `searchTerms` gives it: a stem. */
  readonly term: string;
  /** Larger for rarer terms; 0 for terms that say nothing. */
  readonly weight: number;
  /** False where no document holds it. */
  readonly isKnown: boolean;
}

/** Says how much of a question's weight occurs in a text. */
export class TermMatcher {
  readonly totalWeight: number;
  readonly terms: readonly WeightedTerm[];

  constructor(terms: readonly WeightedTerm[]) {
    this.terms = terms;
    this.totalWeight = terms.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** Sum of the weights of the distinct terms in a text. */
  weightIn(text: string): number {
    const present = new Set(searchTerms(text));
    let weight = 0;
    for (const term of this.terms) if (present.has(term.term)) weight += term.weight;
    return weight;
  }

  /** Share of the question's weight in a text, 0 to 1. */
  coverageOf(text: string): number {
    return this.totalWeight === 0 ? 0 : this.weightIn(text) / this.totalWeight;
  }
}
