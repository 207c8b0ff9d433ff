import { searchTerms } from "../model/searchTerms.ts";

/** A term of the question with how much finding it says. */
export interface WeightedTerm {
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
    const stems = new Set([...present].map(stem));
    let weight = 0;
    for (const term of this.terms) {
      if (present.has(term.term) || stems.has(stem(term.term))) weight += term.weight;
    }
    return weight;
  }

  /** Share of the question's weight in a text, 0 to 1. */
  coverageOf(text: string): number {
    return this.totalWeight === 0 ? 0 : this.weightIn(text) / this.totalWeight;
  }
}

/** Cuts the commonest English endings, so that "masked" meets "masking"; it need not be a word. */
function stem(term: string): string {
  if (term.length < 5 || /\d/.test(term)) return term;
  return term.replace(/(?:ations?|ings?|ments?|ers?|ies|ied|ed|es|s|e|y|ion)$/, "");
}
