import type { LinkCoefficients } from "../../server/linking/inference/linkCoefficients.ts";
import { priorLogit, probabilityOf } from "../../server/linking/inference/linkModel.ts";

/** All pairs of one project with their features, and how much they count. */
export interface FittingPart {
  readonly files: number;
  readonly features: Float64Array;
  readonly truth: Uint8Array;
  readonly weightPerPair: number;
}

/** Keeps weights near zero where the data do not ask for more; on scaled features. */
const ridge = 100;
const mostSteps = 25;

/** Logistic regression beside the fixed prior of each project, by Newton's method with bounded steps. */
export function fitLogistic(parts: readonly FittingPart[], width: number): LinkCoefficients {
  const { means, scales } = scaling(parts, width);
  const beta = new Float64Array(width + 1);
  const scaled = new Float64Array(width + 1);
  scaled[width] = 1;
  for (let step = 0; step < mostSteps; step++) {
    const gradient = new Float64Array(width + 1);
    const hessian = Array.from({ length: width + 1 }, () => new Float64Array(width + 1));
    for (const { files, features, truth, weightPerPair } of parts) {
      for (const [pair, isLinked] of truth.entries()) {
        let logit = priorLogit(files);
        for (let at = 0; at < width; at++)
          scaled[at] = ((features[pair * width + at] ?? 0) - means[at]!) / scales[at]!;
        for (let at = 0; at <= width; at++) logit += scaled[at]! * beta[at]!;
        const probability = probabilityOf(logit);
        const miss = weightPerPair * (isLinked - probability);
        const curve = weightPerPair * probability * (1 - probability);
        for (let a = 0; a <= width; a++) {
          gradient[a] = gradient[a]! + miss * scaled[a]!;
          const row = hessian[a]!;
          const factor = curve * scaled[a]!;
          for (let b = 0; b <= a; b++) row[b] = row[b]! + factor * scaled[b]!;
        }
      }
    }
    for (let a = 0; a <= width; a++) {
      const penalty = a === width ? 1e-6 : ridge;
      gradient[a] = gradient[a]! - penalty * beta[a]!;
      hessian[a]![a] = hessian[a]![a]! + penalty;
      for (let b = 0; b < a; b++) hessian[b]![a] = hessian[a]![b]!;
    }
    const move = solve(hessian, gradient);
    const longest = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const shrink = Math.min(1, 1 / Math.max(longest, 1e-12));
    for (let at = 0; at <= width; at++) beta[at] = beta[at]! + shrink * move[at]!;
    if (longest < 1e-6) break;
  }
  return { means, scales, weights: [...beta.slice(0, width)], intercept: beta[width]! };
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
