import { describe, expect, it } from "vitest";
import {
  calibrationError,
  decisionFigures,
  meanAveragePrecision,
} from "../../eval/traceLinks/linkMetrics.ts";

const truth = Uint8Array.from([1, 0, 0, 1, 0, 0]);

describe("figures of links", () => {
  it("count decisions on pairs", () => {
    expect(decisionFigures(truth, [true, true, false, false, false, false])).toEqual({
      f1: 0.5,
      precision: 0.5,
      recall: 0.5,
    });
    expect(decisionFigures(truth, new Uint8Array(6))).toEqual({ f1: 0, precision: 0, recall: 0 });
  });

  it("rank files within a requirement, and pass over requirements without links", () => {
    expect(meanAveragePrecision(truth, [3, 2, 1, 1, 2, 3], 3)).toBeCloseTo((1 + 1 / 3) / 2);
    expect(meanAveragePrecision(Uint8Array.from([0, 0, 1, 0]), [1, 2, 2, 1], 2)).toBe(1);
  });

  it("measure how far probabilities are from what is right", () => {
    expect(calibrationError(truth, [1, 0, 0, 1, 0, 0])).toBe(0);
    expect(calibrationError(Uint8Array.from([1, 0]), [0.55, 0.55])).toBeCloseTo(0.05);
    expect(calibrationError(Uint8Array.from([0, 0]), [0.95, 0.95])).toBeCloseTo(0.95);
  });
});
