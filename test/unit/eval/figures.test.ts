import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { bless, dropSentence, dropsFrom, figuresOf, readBaseline } from "../../eval/baseline.ts";
import { meanReciprocalRank, ndcgOfOneAt, pairedDifference, rankOf, recallAt } from "../../eval/metrics.ts";
import { plainBm25 } from "../../eval/plainBm25.ts";
import { distinctPaths, isProductCode } from "../../eval/ranking.ts";

const hit = (name: string) => ({ path: name, uri: name, startLine: 1, endLine: 2, title: "" });

describe("figures", () => {
  it("count the first relevant result", () => {
    const ranks = [1, 3, undefined, 11];
    expect(rankOf(["a", "b"], (item) => item === "b")).toBe(2);
    expect(recallAt(ranks, 1)).toBe(0.25);
    expect(recallAt(ranks, 10)).toBe(0.5);
    expect(meanReciprocalRank(ranks)).toBeCloseTo((1 + 1 / 3 + 1 / 11) / 4);
    expect(ndcgOfOneAt(ranks, 10)).toBeCloseTo((1 + 0.5) / 4);
  });

  it("say how far a difference of two systems may be chance", () => {
    const { difference, error } = pairedDifference([1, 0, 1, 1], [0, 0, 1, 0]);
    expect(difference).toBe(0.5);
    expect(error).toBeCloseTo(0.2887, 4);
    expect(pairedDifference([1, 1], [0, 0])).toEqual({ difference: 1, error: 0 });
  });

  it("count files once, and neither tests nor documentation", () => {
    const hits = ["src/a.py", "tests/test_a.py", "src/a.py", "docs/conf.py", "src/b.py"].map(hit);
    expect(distinctPaths(hits, isProductCode)).toEqual(["src/a.py", "src/b.py"]);
    expect(
      ["src/test/java/FooTest.java", "src/x/FooTest.java", "a.md", "conftest.py"].filter(isProductCode),
    ).toEqual([]);
  });
});

describe("plain BM25", () => {
  it("puts the document first in which the rare word stands", async () => {
    const documents = ["the lock of the door", "the door of the house", "the house"].map((text, at) => ({
      ...hit(`${at}`),
      text,
    }));
    const found = await plainBm25(documents).rank("lock house", 3);
    expect(found.map(({ path: name }) => name)).toEqual(["0", "2", "1"]);
  });
});

describe("the baseline", () => {
  const baseline = {
    tolerance: { default: 0.02, loose: 0.1 },
    figures: { strict: { mrr: 0.8, "answerable refused": 0.1 }, loose: { mrr: 0.8 } },
  };

  it("says which figure fell by how much", () => {
    const drops = dropsFrom(baseline, { strict: { mrr: 0.75, fresh: 0 }, loose: { mrr: 0.75 } });
    expect(drops.map(dropSentence)).toEqual(["strict: mrr dropped from 0.800 to 0.750, by 0.050."]);
  });

  it("tolerates what is small, and a figure that got better", () => {
    expect(dropsFrom(baseline, { strict: { mrr: 0.781, "answerable refused": 0.02 } })).toEqual([]);
  });

  it("knows that fewer questions should be refused wrongly", () => {
    const [drop] = dropsFrom(baseline, { strict: { "answerable refused": 0.2 } });
    expect(drop && dropSentence(drop)).toBe("strict: answerable refused rose from 0.100 to 0.200, by 0.100.");
  });

  it("keeps the figures of sets that were not run", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "whence-baseline-"));
    const file = path.join(folder, "baseline.json");
    const systems = [
      { name: "whence", figures: { mrr: 0.912345 } },
      { name: "ripgrep", figures: { mrr: 1 } },
    ];
    bless(file, baseline, figuresOf([{ set: "strict", cases: 1, systems }]));
    expect(readBaseline(file).figures).toEqual({ strict: { mrr: 0.9123 }, loose: { mrr: 0.8 } });
    expect(readFileSync(file, "utf8").endsWith("}\n")).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
