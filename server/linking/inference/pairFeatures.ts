import { setImmediate } from "node:timers/promises";
import { cancelledError } from "../../base/errors.ts";
import type { CandidateFile, EmbedTexts, Requirement } from "../../model/inferredLink.ts";
import { meaningLikenesses } from "./meaningSimilarities.ts";
import type { ProjectTerms } from "./projectTerms.ts";
import { projectTermsOf } from "./projectTerms.ts";
import type { References } from "./references.ts";
import { referencesBetween } from "./references.ts";
import type { ScoreMatrix } from "./scoreMatrix.ts";
import { emptyMatrix, spreadOf, standardScore, standardScores, standingOf } from "./scoreMatrix.ts";
import type { Likeness, LikenessGroup } from "./textSimilarities.ts";
import { textLikenesses } from "./textSimilarities.ts";

/** Groups of likenesses, in the order of their coefficients. */
const groups: readonly LikenessGroup[] = ["text", "names", "meaning", "coverage", "nameCoverage"];

const plainNames: readonly string[] = [
  ...groups,
  "size",
  "centrality",
  "neighboursSummed",
  "neighboursMean",
  "refersTo",
  "referredTo",
  "standsOutOfFile",
];

/** Names of the features, in the order in which `read` gives them. `coarse:` stands for: times the coarseness. */
export const featureNames: readonly string[] = [...plainNames, ...plainNames.map((name) => `coarse:${name}`)];

/** What is known of every pair of a project before it is weighed. */
export interface PairFeatures {
  readonly rows: number;
  readonly columns: number;
  readonly terms: ProjectTerms;
  readonly references: References;
  /** The mean of all likenesses, each by how much the pair stands out. */
  readonly likeness: ScoreMatrix;
  readonly titleToNames: ScoreMatrix;
  /** Standard scores of size and centrality of each file. */
  readonly sizes: readonly number[];
  readonly centralities: readonly number[];
  /** Features of one pair, written over `into`. */
  read(row: number, column: number, into: Float64Array): void;
}

/** Compares every requirement with every file. Throws `cancelled`. */
export async function pairFeatures(
  requirements: readonly Requirement[],
  files: readonly CandidateFile[],
  embed: EmbedTexts,
  signal?: AbortSignal,
): Promise<PairFeatures> {
  const terms = projectTermsOf(requirements, files);
  const references = referencesBetween(files);
  const [rows, columns] = [requirements.length, files.length];
  const sums = new GroupSums(rows, columns);
  for (const likeness of textLikenesses(terms)) {
    await setImmediate();
    if (signal?.aborted) throw cancelledError();
    sums.add(likeness);
  }
  const { likenesses, titleToNames } = await meaningLikenesses(requirements, files, embed, signal);
  for (const likeness of likenesses) sums.add(likeness);
  const likeness = sums.mean();
  const standing = standingOf(sums.standing());
  const [neighbourSums, neighbourMeans] = overNeighbours(likeness, references);
  const sizes = standardScores(files.map(({ text }) => Math.log(Math.max(1, text.length))));
  const inWeights = logScores(references.weightIn);
  const outWeights = logScores(references.weightOut);
  const centralities = logScores(
    references.weightIn.map((weight, at) => weight + (references.weightOut[at] ?? 0)),
  );
  const coarse = coarseness(columns);
  return {
    rows,
    columns,
    terms,
    references,
    likeness,
    titleToNames,
    sizes,
    centralities,
    read(row, column, into) {
      const at = row * columns + column;
      for (const [group, name] of groups.entries()) into[group] = sums.mixed(name, at);
      into.set(
        [
          sizes[column] ?? 0,
          centralities[column] ?? 0,
          neighbourSums.values[at] ?? 0,
          neighbourMeans.values[at] ?? 0,
          outWeights[column] ?? 0,
          inWeights[column] ?? 0,
          standing.inColumn(row, column),
        ],
        groups.length,
      );
      for (let plain = 0; plain < plainNames.length; plain++)
        into[plainNames.length + plain] = coarse * (into[plain] ?? 0);
    },
  };
}

/** How many files the projects with which the coefficients were fitted have: beyond these little is known. */
const fewestFiles = 8;
const mostFiles = 120;
const usualFiles = 40;

/** Below zero where few files do many things each, above where many files do one thing each. */
function coarseness(files: number): number {
  return Math.log(Math.min(mostFiles, Math.max(fewestFiles, files)) / usualFiles);
}

function logScores(values: readonly number[]): readonly number[] {
  return standardScores(values.map((value) => Math.log1p(value)));
}

/** Adds up, group by group, how much each pair stands out by the likenesses of the group. */
class GroupSums {
  readonly #mixed = new Map<LikenessGroup, Float32Array>();
  readonly #counts = new Map<LikenessGroup, number>();
  readonly #rows: number;
  readonly #columns: number;
  readonly #inAll: Float32Array;

  constructor(rows: number, columns: number) {
    this.#rows = rows;
    this.#columns = columns;
    this.#inAll = new Float32Array(rows * columns);
    for (const group of groups) this.#mixed.set(group, new Float32Array(rows * columns));
  }

  add({ group, scores }: Likeness): void {
    const standing = standingOf(scores);
    const mixed = this.#mixed.get(group) ?? this.#inAll;
    this.#counts.set(group, (this.#counts.get(group) ?? 0) + 1);
    for (let row = 0, at = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++, at++) {
        const own = standing.inRow(row, column);
        const all = standing.inAll(row, column);
        mixed[at] = (mixed[at] ?? 0) + (own + all + standing.inColumn(row, column)) / 3;
        this.#inAll[at] = (this.#inAll[at] ?? 0) + all;
      }
    }
  }

  /** Mean of the group: among the requirement's, the file's and all pairs. */
  mixed(group: LikenessGroup, at: number): number {
    return (this.#mixed.get(group)?.[at] ?? 0) / (this.#counts.get(group) ?? 1);
  }

  mean(): ScoreMatrix {
    const matrix = emptyMatrix(this.#rows, this.#columns);
    for (let at = 0; at < matrix.values.length; at++)
      matrix.values[at] = groups.reduce((sum, group) => sum + this.mixed(group, at), 0) / groups.length;
    return matrix;
  }

  /** All likenesses among all pairs. */
  standing(): ScoreMatrix {
    return { rows: this.#rows, columns: this.#columns, values: this.#inAll };
  }
}

/** Likeness of the files around each: summed (by the roots of how many they have, as in spectral methods), and its mean. */
function overNeighbours(
  likeness: ScoreMatrix,
  { neighbours }: References,
): readonly [ScoreMatrix, ScoreMatrix] {
  const { rows, columns, values } = likeness;
  const [sums, means] = [emptyMatrix(rows, columns), emptyMatrix(rows, columns)];
  const roots = neighbours.map(({ length }) => Math.sqrt(Math.max(1, length)));
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (const [column, around] of neighbours.entries()) {
      let [sum, plain] = [0, 0];
      for (const other of around) {
        const value = values[start + other] ?? 0;
        plain += value;
        sum += value / (roots[other] ?? 1);
      }
      sums.values[start + column] = sum / (roots[column] ?? 1);
      means.values[start + column] = plain / Math.max(1, around.length);
    }
    const spread = spreadOf(sums.values, start, 1, columns);
    for (let column = 0; column < columns; column++)
      sums.values[start + column] = standardScore(sums.values[start + column] ?? 0, spread);
  }
  return [sums, means];
}
