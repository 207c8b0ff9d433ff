import type { LinkCoefficients } from "../../server/linking/inference/linkCoefficients.ts";
import { probabilityOf } from "../../server/linking/inference/linkModel.ts";

/** All pairs of one project with their features, and how much they count. */
export interface FittingPart {
  /** Log-odds of a pair before its features are known. */
  readonly prior: number;
  readonly features: Float64Array;
  readonly truth: Uint8Array;
  readonly weightPerPair: number;
}

/** Keeps weights near zero where the data do not ask for more; on scaled features. */
const ridge = 100;
const mostSteps = 60;
const shortestStep = 1e-4;

/**
 * Logistic regression beside the fixed prior of each project, by Newton's method. A whole step may overshoot, and then
 * the next ones go to and fro for ever: each is halved until it is one for the better.
 */
export function fitLogistic(parts: readonly FittingPart[], width: number): LinkCoefficients {
  const { means, scales } = scaling(parts, width);
  const scaled = parts.map((part) => ({ ...part, features: scaledFeatures(part, means, scales) }));
  let beta = new Float64Array(width + 1);
  let loss = lossOf(scaled, beta);
  for (let step = 0; step < mostSteps; step++) {
    const move = newtonMove(scaled, beta);
    let share = 1;
    let next = beta;
    let nextLoss = loss;
    for (; share > shortestStep && nextLoss >= loss; share /= 2) {
      next = beta.map((value, at) => value + share * (move[at] ?? 0));
      nextLoss = lossOf(scaled, next);
    }
    if (loss - nextLoss < 1e-6) break;
    [beta, loss] = [next, nextLoss];
  }
  return { means, scales, weights: [...beta.slice(0, width)], intercept: beta[width]! };
}

/** Features of all pairs in standard deviations, and a one after them for the intercept. */
function scaledFeatures(
  { features, truth }: FittingPart,
  means: readonly number[],
  scales: readonly number[],
): Float64Array {
  const width = means.length;
  return Float64Array.from({ length: truth.length * (width + 1) }, (_, place) => {
    const [pair, at] = [Math.floor(place / (width + 1)), place % (width + 1)];
    return at === width ? 1 : ((features[pair * width + at] ?? 0) - means[at]!) / scales[at]!;
  });
}

function logitOf({ features, prior }: FittingPart, pair: number, beta: Float64Array): number {
  let logit = prior;
  for (let at = 0; at < beta.length; at++) logit += features[pair * beta.length + at]! * beta[at]!;
  return logit;
}

function penaltyOf(at: number, width: number): number {
  return at === width ? 1e-6 : ridge;
}

/** What is made as small as can be: surprise at the truth, and the penalty of large weights. */
function lossOf(parts: readonly FittingPart[], beta: Float64Array): number {
  let loss = 0;
  for (const [at, value] of beta.entries()) loss += (penaltyOf(at, beta.length - 1) / 2) * value ** 2;
  for (const part of parts) {
    for (const [pair, isLinked] of part.truth.entries()) {
      const logit = logitOf(part, pair, beta);
      const surprise = Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit))) - isLinked * logit;
      loss += part.weightPerPair * surprise;
    }
  }
  return loss;
}

function newtonMove(parts: readonly FittingPart[], beta: Float64Array): Float64Array {
  const size = beta.length;
  const gradient = new Float64Array(size);
  const hessian = Array.from({ length: size }, () => new Float64Array(size));
  for (const part of parts) {
    const { features, truth, weightPerPair } = part;
    for (const [pair, isLinked] of truth.entries()) {
      const probability = probabilityOf(logitOf(part, pair, beta));
      const miss = weightPerPair * (isLinked - probability);
      const curve = weightPerPair * probability * (1 - probability);
      const start = pair * size;
      for (let a = 0; a < size; a++) {
        gradient[a] = gradient[a]! + miss * features[start + a]!;
        const row = hessian[a]!;
        const factor = curve * features[start + a]!;
        for (let b = 0; b <= a; b++) row[b] = row[b]! + factor * features[start + b]!;
      }
    }
  }
  for (let a = 0; a < size; a++) {
    gradient[a] = gradient[a]! - penaltyOf(a, size - 1) * beta[a]!;
    hessian[a]![a] = hessian[a]![a]! + penaltyOf(a, size - 1);
    for (let b = 0; b < a; b++) hessian[b]![a] = hessian[a]![b]!;
  }
  return solve(hessian, gradient);
}

function scaling(parts: readonly FittingPart[], width: number) {
  const means = new Array<number>(width).fill(0);
  const scales = new Array<number>(width).fill(0);
  const total = parts.reduce((sum, { truth, weightPerPair }) => sum + truth.length * weightPerPair, 0);
  const each = (visit: (at: number, value: number, weight: number) => void) => {
    for (const { features, weightPerPair } of parts)
      for (const [place, value] of features.entries()) visit(place % width, value, weightPerPair);
  };
  each((at, value, weight) => {
    means[at] = means[at]! + (weight * value) / total;
  });
  each((at, value, weight) => {
    scales[at] = scales[at]! + (weight * (value - means[at]!) ** 2) / total;
  });
  return { means, scales: scales.map((variance) => Math.sqrt(variance) + 1e-6) };
}

/** Gaussian elimination with pivots. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const rows = matrix.map((row, at) => Float64Array.from([...row, right[at]!]));
  const size = right.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at] = rows[row]![at]! - factor * rows[column]![at]!;
    }
  }
  return Float64Array.from({ length: size }, (_, at) => rows[at]![size]! / rows[at]![at]!);
}
