import { fittedCoefficients } from "./fittedCoefficients.ts";
import type { LinkCoefficients } from "./linkCoefficients.ts";
import { featureNames } from "./pairFeatures.ts";

/** Requirements of most projects have about this many files: what the share of linked pairs is measured by. */
export const usualLinksPerRequirement = 4;

/**
 * Log-odds of a pair before anything is known of it: about four files belong to a requirement, so in a project of ten
 * files every third pair is linked and in one of a hundred every thirtieth.
 */
export function priorLogit(files: number, linksPerRequirement = usualLinksPerRequirement): number {
  return -Math.log(Math.max(0.5, files / linksPerRequirement - 1));
}

/** Log-odds that a pair with these features is linked. */
export function linkLogit(
  features: Float64Array,
  files: number,
  { means, scales, weights, intercept }: LinkCoefficients = fittedCoefficients,
): number {
  let sum = intercept + priorLogit(files);
  for (let at = 0; at < featureNames.length; at++)
    sum += (((features[at] ?? 0) - (means[at] ?? 0)) / (scales[at] ?? 1)) * (weights[at] ?? 0);
  return sum;
}

/** Log-odds as a probability. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** A threshold a little below that of the best expected F1 was right more often where projects were left out. */
const thresholdShare = 0.9;

/**
 * From which probability on pairs are linked: where the F1 that the probabilities themselves let one expect is best,
 * so that a project with few likely pairs and one with many each find their own. 1 where there is no pair.
 */
export function thresholdOf(probabilities: Float32Array): number {
  const sorted = probabilities.toSorted().reverse();
  const expected = sorted.reduce((sum, probability) => sum + probability, 0);
  let [best, threshold, found] = [0, 1, 0];
  for (const [at, probability] of sorted.entries()) {
    found += probability;
    const f1 = (2 * found) / (at + 1 + expected);
    if (f1 > best) [best, threshold] = [f1, probability];
  }
  return thresholdShare * threshold;
}
