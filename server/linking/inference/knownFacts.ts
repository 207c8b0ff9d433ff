import type {
  ChangeTogether,
  InferenceEvidence,
  InferenceInput,
  LinkDecision,
} from "../../model/inferredLink.ts";
import { searchTerms } from "../../model/searchTerms.ts";
import type { PairFeatures } from "./pairFeatures.ts";
import { addProducts, countTerms, postingsOf, unitVector } from "./sparseVectors.ts";

/** What people stated, decided and committed, as far as it moves a pair. Log-odds, and the reasons in words. */
export interface KnownFacts {
  shift(row: number, column: number): number;
  reasons(row: number, column: number): readonly InferenceEvidence[];
  isStated(row: number, column: number): boolean;
  verdict(row: number, column: number): LinkDecision["verdict"] | undefined;
}

/**
 * Log-odds which each kind of fact adds at most. Not fitted, for public projects with known links have neither history
 * nor decisions: so chosen that one fact alone makes a likely pair likelier and links no unlikely one.
 */
const mostByNeighbours = 1;
const mostBySimilarRequirement = 0.7;
const mostByMessage = 1;
const mostByChanges = 0.7;
const mostByDecisions = 2;
/** Below it two texts have little more in common than that they belong to one project. */
const leastSimilarity = 0.2;

interface Move {
  shift: number;
  readonly reasons: InferenceEvidence[];
}

/** Makes the facts of a project ready to be asked about pairs. */
export function knownFactsOf(input: InferenceInput, features: PairFeatures): KnownFacts {
  const book = new Book(input, features);
  for (const { requirement, code } of input.stated ?? []) book.state(requirement, code);
  book.spreadStated();
  book.spreadChanges(input.changes ?? []);
  for (const decision of input.decisions ?? []) book.decide(decision);
  return book;
}

class Book implements KnownFacts {
  readonly #input: InferenceInput;
  readonly #features: PairFeatures;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #moves = new Map<number, Move>();
  readonly #stated = new Map<number, Set<number>>();
  readonly #verdicts = new Map<number, LinkDecision["verdict"]>();
  readonly #likeRequirement: (row: number) => Float32Array;
  readonly #likeFile: (column: number) => Float32Array;

  constructor(input: InferenceInput, features: PairFeatures) {
    this.#input = input;
    this.#features = features;
    this.#rows = new Map(input.requirements.map(({ id }, at) => [id, at]));
    this.#columns = new Map(input.files.map(({ path }, at) => [path, at]));
    const { weights, requirements, files } = features.terms;
    this.#likeRequirement = alikeness(
      requirements.map(({ whole }) => unitVector(whole, weights)),
      weights.length,
    );
    this.#likeFile = alikeness(
      files.map(({ names }) => unitVector(names, weights)),
      weights.length,
    );
  }

  shift(row: number, column: number): number {
    return this.#moves.get(this.#at(row, column))?.shift ?? 0;
  }

  reasons(row: number, column: number): readonly InferenceEvidence[] {
    return this.#moves.get(this.#at(row, column))?.reasons ?? [];
  }

  isStated(row: number, column: number): boolean {
    return this.#stated.get(row)?.has(column) === true;
  }

  verdict(row: number, column: number): LinkDecision["verdict"] | undefined {
    return this.#verdicts.get(this.#at(row, column));
  }

  state(requirement: string, code: string): void {
    const [row, column] = [this.#rows.get(requirement), this.#columns.get(code)];
    if (row === undefined || column === undefined) return;
    const known = this.#stated.get(row);
    if (known === undefined) this.#stated.set(row, new Set([column]));
    else known.add(column);
  }

  /** To the files around each stated one, and from each requirement to those like it. */
  spreadStated(): void {
    for (const [row, columns] of this.#stated) {
      for (const [column, around] of this.#features.references.neighbours.entries()) {
        const linked = around.filter((other) => columns.has(other));
        if (linked.length === 0) continue;
        this.#move(row, column, mostByNeighbours * (1 - 0.5 ** linked.length), {
          found: "stated neighbours",
          text: `${this.#paths(linked)}, next to it by calls or imports, ${linked.length === 1 ? "is" : "are"} linked to ${this.#label(row)}`,
        });
      }
      for (const [other, alike] of this.#likeRequirement(row).entries()) {
        if (other === row || alike < leastSimilarity) continue;
        const text = `${this.#label(row)}, whose text is similar, is linked to it`;
        for (const column of columns)
          this.#move(other, column, mostBySimilarRequirement * alike, { found: "stated neighbours", text });
      }
    }
  }

  spreadChanges(changes: readonly ChangeTogether[]): void {
    const { terms } = this.#features;
    const postings = postingsOf(
      terms.requirements.map(({ whole }) => unitVector(whole, terms.weights)),
      terms.vocabulary.size,
    );
    for (const { id, message, paths } of changes) {
      const columns = paths.flatMap((path) => this.#columns.get(path) ?? []);
      if (columns.length === 0) continue;
      const scores = new Float32Array(terms.requirements.length);
      addProducts(
        unitVector(countTerms(searchTerms(message), terms.vocabulary), terms.weights),
        postings,
        scores,
      );
      for (const [row, alike] of scores.entries()) {
        const share = 1 / Math.sqrt(columns.length);
        if (alike >= leastSimilarity) {
          const reason = {
            found: "history",
            text: `commit ${id}, whose message is similar, changed it`,
          } as const;
          for (const column of columns) this.#move(row, column, mostByMessage * alike * share, reason);
        }
        const together = columns.filter((column) => this.isStated(row, column));
        if (together.length === 0) continue;
        const text = `commit ${id} changed it together with ${this.#paths(together)}, linked to ${this.#label(row)}`;
        for (const column of columns)
          if (!together.includes(column))
            this.#move(row, column, mostByChanges * share, { found: "history", text });
      }
    }
  }

  /** A decision counts for what is like its pair, more for what is more alike. */
  decide({ requirement, code, verdict, definition }: LinkDecision): void {
    const [row, column] = [this.#rows.get(requirement), this.#columns.get(code)];
    if (row === undefined || column === undefined) return;
    if (definition === undefined) this.#verdicts.set(this.#at(row, column), verdict);
    const files = [...this.#likeFile(column).entries()].filter(([, alike]) => alike >= leastSimilarity);
    for (const [otherRow, rowAlike] of this.#likeRequirement(row).entries()) {
      if (rowAlike < leastSimilarity) continue;
      for (const [otherColumn, columnAlike] of files) {
        const alike = rowAlike * columnAlike;
        if (alike < leastSimilarity || (otherRow === row && otherColumn === column)) continue;
        const shift = (verdict === "confirmed" ? 1 : -1) * mostByDecisions * alike;
        this.#move(otherRow, otherColumn, shift, {
          found: "decision",
          text: `a person ${verdict} the similar link of ${this.#label(row)} and ${this.#paths([column])}`,
        });
      }
    }
  }

  /** Facts of all kinds together stay within what decisions may do; only a few are named. */
  #move(row: number, column: number, shift: number, reason: InferenceEvidence): void {
    const at = this.#at(row, column);
    const known = this.#moves.get(at) ?? { shift: 0, reasons: [] };
    known.shift = Math.max(-mostByDecisions, Math.min(mostByDecisions, known.shift + shift));
    if (known.reasons.length < 3) known.reasons.push(reason);
    this.#moves.set(at, known);
  }

  #at(row: number, column: number): number {
    return row * this.#features.columns + column;
  }

  #label(row: number): string {
    const requirement = this.#input.requirements[row];
    return requirement?.key ?? requirement?.id ?? "";
  }

  #paths(columns: readonly number[]): string {
    const named = columns.slice(0, 2).map((column) => `\`${this.#input.files[column]?.path ?? ""}\``);
    const more = columns.length - named.length;
    return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(" and ");
  }
}

/** Asks how alike one vector is to all others, 1 for itself. */
function alikeness(
  vectors: readonly ReturnType<typeof unitVector>[],
  vocabularySize: number,
): (at: number) => Float32Array {
  const postings = postingsOf(vectors, vocabularySize);
  return (at) => {
    const scores = new Float32Array(vectors.length);
    const vector = vectors[at];
    if (vector !== undefined) addProducts(vector, postings, scores);
    scores[at] = 1;
    return scores;
  };
}
