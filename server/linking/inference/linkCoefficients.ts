/** What was fitted: mean and scale of each feature, the weight of the scaled feature, and what stands alone. */
export interface LinkCoefficients {
  readonly means: readonly number[];
  readonly scales: readonly number[];
  readonly weights: readonly number[];
  readonly intercept: number;
}
