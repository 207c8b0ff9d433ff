/** One number for each pair of a requirement (row) and a file (column), row by row. */
export interface ScoreMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** All zero. */
export function emptyMatrix(rows: number, columns: number): ScoreMatrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

/** Standard scores beyond these say no more: a single outlier would drown the rest. */
const lowest = -3;
const highest = 4;
/** Where all are alike up to rounding, nobody stands out. */
const leastSpread = 1e-6;

/** How far a value lies above the mean of its kind, in standard deviations, within bounds. */
export function standardScore(value: number, { mean, spread }: Spread): number {
  return Math.min(highest, Math.max(lowest, (value - mean) / (spread + leastSpread)));
}

/** Mean and standard deviation. */
export interface Spread {
  readonly mean: number;
  readonly spread: number;
}

/** Mean and standard deviation of every `step`th value from `start` on, `count` in all. */
export function spreadOf(values: ArrayLike<number>, start: number, step: number, count: number): Spread {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[start + at * step] ?? 0;
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (let at = 0; at < count; at++) squares += ((values[start + at * step] ?? 0) - mean) ** 2;
  return { mean, spread: count === 0 ? 0 : Math.sqrt(squares / count) };
}

/** The standard scores of some numbers among themselves. */
export function standardScores(values: readonly number[]): readonly number[] {
  const spread = spreadOf(values, 0, 1, values.length);
  return values.map((value) => standardScore(value, spread));
}

/** How much a pair stands out: among the pairs of its requirement, of its file, and of the project. */
export interface Standing {
  inRow(row: number, column: number): number;
  inColumn(row: number, column: number): number;
  inAll(row: number, column: number): number;
}

/** Means and deviations are taken once; the scores are made as they are asked for. */
export function standingOf({ rows, columns, values }: ScoreMatrix): Standing {
  const perRow = Array.from({ length: rows }, (_, row) => spreadOf(values, row * columns, 1, columns));
  const perColumn = Array.from({ length: columns }, (_, column) => spreadOf(values, column, columns, rows));
  const all = spreadOf(values, 0, 1, values.length);
  const score = (row: number, column: number, spread: Spread | undefined) =>
    spread === undefined ? 0 : standardScore(values[row * columns + column] ?? 0, spread);
  return {
    inRow: (row, column) => score(row, column, perRow[row]),
    inColumn: (row, column) => score(row, column, perColumn[column]),
    inAll: (row, column) => score(row, column, all),
  };
}
