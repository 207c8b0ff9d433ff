import type { CandidateDefinition } from "../../model/inferredLink.ts";
import type { ProjectTerms } from "./projectTerms.ts";
import type { TermCounts } from "./sparseVectors.ts";
import { unitVector } from "./sparseVectors.ts";

/** A definition of a file, and how alike its words and those of the requirement are: 0 to 1. */
export interface ScoredDefinition {
  readonly definition: CandidateDefinition;
  readonly terms: TermCounts;
  readonly alike: number;
}

/** The definitions of a file by how alike they are to a requirement, the likest first, the innermost of equals first. */
export function scoredDefinitions(
  { files, requirements, weights }: ProjectTerms,
  definitions: readonly CandidateDefinition[],
  row: number,
  column: number,
): readonly ScoredDefinition[] {
  const whole = requirements[row]?.whole;
  const file = files[column];
  if (whole === undefined || file === undefined) return [];
  const requirement = valuesByTerm(unitVector(whole, weights));
  return definitions
    .map((definition, at) => {
      const terms = file.definitions[at] ?? { terms: new Int32Array(), counts: new Float32Array() };
      return { definition, terms, alike: product(unitVector(terms, weights), requirement) };
    })
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike || linesOf(a.definition) - linesOf(b.definition));
}

function linesOf({ startLine, endLine }: CandidateDefinition): number {
  return endLine - startLine;
}

function valuesByTerm({ terms, counts }: TermCounts): ReadonlyMap<number, number> {
  return new Map(Array.from(terms, (term, at) => [term, counts[at] ?? 0]));
}

function product({ terms, counts }: TermCounts, other: ReadonlyMap<number, number>): number {
  return terms.reduce((sum, term, at) => sum + (counts[at] ?? 0) * (other.get(term) ?? 0), 0);
}
