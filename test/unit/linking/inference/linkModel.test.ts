import { describe, expect, it } from "vitest";
import { commentsOf } from "../../../../server/linking/inference/comments.ts";
import { fittedCoefficients } from "../../../../server/linking/inference/fittedCoefficients.ts";
import {
  linkLogit,
  priorLogit,
  probabilityOf,
  thresholdOf,
} from "../../../../server/linking/inference/linkModel.ts";
import { featureNames } from "../../../../server/linking/inference/pairFeatures.ts";
import { referencesBetween } from "../../../../server/linking/inference/references.ts";
import { fileOf } from "../../../support/inferenceProject.ts";

describe("the model of links", () => {
  it("has a weight, a mean and a scale for every feature", () => {
    const { weights, means, scales } = fittedCoefficients;
    for (const list of [weights, means, scales]) expect(list).toHaveLength(featureNames.length);
    for (const scale of scales) expect(scale).toBeGreaterThan(0);
    const text = featureNames.indexOf("text");
    const features = new Float64Array(featureNames.length);
    const before = linkLogit(features, 50);
    features[text] = 2;
    expect(linkLogit(features, 50)).toBeGreaterThan(before);
  });

  it("begins at four files for each requirement", () => {
    expect(probabilityOf(priorLogit(12))).toBeCloseTo(4 / 12);
    expect(probabilityOf(priorLogit(400))).toBeCloseTo(4 / 400);
    expect(probabilityOf(priorLogit(1))).toBeLessThan(1);
  });

  it("puts the threshold lower where no pair is sure", () => {
    const sure = Float32Array.from([0.95, 0.9, 0.9, 0.05, 0.02, 0.01]);
    const unsure = Float32Array.from([0.3, 0.28, 0.25, 0.2, 0.02, 0.01]);
    expect(sure.filter((value) => value >= thresholdOf(sure))).toHaveLength(3);
    expect(unsure.filter((value) => value >= thresholdOf(unsure))).toHaveLength(3);
    expect(thresholdOf(new Float32Array())).toBeGreaterThan(0.5);
  });
});

describe("what is read of code", () => {
  it("finds comments between slashes, or else the documentation of definitions", () => {
    const file = fileOf("a.ts", { one: "does one thing" });
    expect(commentsOf({ ...file, text: 'a /* first\n * second */ b // third\nc = 4 / 2; "x"' })).toBe(
      " first\n * second \n third",
    );
    expect(commentsOf({ ...file, text: "def one(): pass" })).toBe("does one thing");
    expect(commentsOf({ ...file, text: `a /* open` })).toBe(" open");
  });

  it("reads a comment that never ends in one pass", () => {
    const text = "/* ".repeat(300_000);
    expect(commentsOf({ ...fileOf("a.ts", {}), text })).toHaveLength(text.length - 2);
  });

  it("resolves calls, imports and names to files, and no name that many files have", () => {
    const helpers = ["b", "c", "d", "e"].map((folder) =>
      fileOf(`${folder}/index.ts`, { common: "is everywhere" }),
    );
    const caller = {
      ...fileOf("a.ts", { start: "issueRefund(); common()" }),
      imports: [{ module: "./ledger.ts", names: [], line: 1 }],
    };
    const files = [
      caller,
      fileOf("refund.ts", { issueRefund: "pays" }),
      fileOf("ledger.ts", { book: "writes" }),
      ...helpers,
    ];
    const { outgoing, neighbours } = referencesBetween(files);
    expect([...(outgoing[0]?.keys() ?? [])].sort()).toEqual([1, 2]);
    expect(neighbours[1]).toEqual([0]);
  });
});
