import { describe, expect, it } from "vitest";
import { planChanges } from "../../../server/indexing/changePlan.ts";
import { documentMark } from "../../../server/indexing/documentMark.ts";
import { defaultPipelineConfig as config } from "../../../server/model/pipelineConfig.ts";
import { documentOf } from "../../support/documentOf.ts";

const current = documentMark(
  { document: await documentOf("a.ts", ""), chunkCount: 1, omittedCount: 0 },
  config,
);
const entry = (path: string, sizeBytes = 10, modifiedMs = 1_000) => ({ path, sizeBytes, modifiedMs });
const state = (sizeBytes = 10, modifiedMs = 1_000, contentHash = current) => ({
  contentHash,
  sizeBytes,
  modifiedMs,
  vectorsDone: true,
});
const later = 1_000_000;

describe("change plan", () => {
  it("reads what is new or has another size or time stamp, what was changed last first, and nothing else", () => {
    const entries = [entry("new.ts"), entry("same.ts"), entry("grown.ts", 11), entry("newer.ts", 10, 2_000)];
    const states = new Map(["same.ts", "grown.ts", "newer.ts"].map((path) => [`repo:${path}`, state()]));
    const plan = planChanges(entries, states, later, config);
    expect(plan.toRead.map(({ path }) => path)).toEqual(["newer.ts", "new.ts", "grown.ts"]);
    expect(plan.unchangedCount).toBe(1);
  });

  it("removes what is gone, and leaves commits alone", () => {
    const states = new Map([
      ["repo:gone.ts", state()],
      ["commit:1a2b", state()],
    ]);
    expect(planChanges([], states, later, config).removedUris).toEqual(["repo:gone.ts"]);
  });

  it("reads again what changed so shortly before the last run that its time stamp says nothing", () => {
    const states = new Map([["repo:a.ts", state(10, 5_000)]]);
    expect(planChanges([entry("a.ts", 10, 5_000)], states, 4_000, config).toRead).toHaveLength(1);
  });

  it("reads again what another version of the pipeline made", () => {
    const states = new Map([["repo:a.ts", state(10, 1_000, "0:h")]]);
    expect(planChanges([entry("a.ts")], states, later, config).toRead).toHaveLength(1);
  });
});
