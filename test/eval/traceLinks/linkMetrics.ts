/** How right decisions on all pairs of a project are. */
export interface LinkFigures {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** Compares decisions (truthy: linked) with the truth, pair by pair. */
export function decisionFigures(truth: Uint8Array, linked: ArrayLike<number | boolean>): LinkFigures {
  let [right, found, known] = [0, 0, 0];
  for (let at = 0; at < truth.length; at++) {
    const isLinked = Boolean(linked[at]);
    known += truth[at] ?? 0;
    if (!isLinked) continue;
    found++;
    right += truth[at] ?? 0;
  }
  return {
    f1: found + known === 0 ? 0 : (2 * right) / (found + known),
    precision: found === 0 ? 0 : right / found,
    recall: known === 0 ? 0 : right / known,
  };
}

/** Mean over requirements with links of the average precision of their files, best score first; ties in file order. */
export function meanAveragePrecision(truth: Uint8Array, scores: ArrayLike<number>, columns: number): number {
  const precisions: number[] = [];
  for (let start = 0; start < truth.length; start += columns) {
    const order = Array.from({ length: columns }, (_, column) => start + column).sort(
      (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
    );
    let [right, sum] = [0, 0];
    for (const [rank, at] of order.entries()) {
      if (truth[at] !== 1) continue;
      right++;
      sum += right / (rank + 1);
    }
    if (right > 0) precisions.push(sum / right);
  }
  return precisions.reduce((sum, precision) => sum + precision, 0) / Math.max(1, precisions.length);
}

const bins = 10;

/** Expected calibration error over ten bins of equal width: how far probabilities are from the shares that are right. */
export function calibrationError(truth: Uint8Array, probabilities: ArrayLike<number>): number {
  const tally = Array.from({ length: bins }, () => ({ sum: 0, right: 0 }));
  for (let at = 0; at < truth.length; at++) {
    const probability = probabilities[at] ?? 0;
    const bin = tally[Math.min(bins - 1, Math.floor(probability * bins))];
    if (bin === undefined) continue;
    bin.sum += probability;
    bin.right += truth[at] ?? 0;
  }
  return (
    tally.reduce((error, { sum, right }) => error + Math.abs(sum - right), 0) / Math.max(1, truth.length)
  );
}
