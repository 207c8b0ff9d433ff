import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../server/model/chunkSummary.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import type { FindingList } from "../../../server/retrieval/candidate.ts";
import { featureReranker } from "../../../server/retrieval/featureReranker.ts";
import { fuse as fuseBy } from "../../../server/retrieval/fusion.ts";
import { planQuery } from "../../../server/retrieval/queryPlan.ts";
import { toSearchResults } from "../../../server/retrieval/searchResults.ts";
import { spreadOverFiles } from "../../../server/retrieval/spread.ts";
import { makeChunk } from "../../support/makeChunk.ts";

const fuse = (lists: readonly FindingList[]) => fuseBy(lists, defaultPipelineConfig.retrieval.weights);
const spread = { commitsWanted: false, resultsPerFile: 0, isEven: false };
const makeSummary = (parts?: Parameters<typeof makeChunk>[0]) => summaryOf(makeChunk(parts));
const now = new Date("2026-11-21T12:00:00Z");

describe("fusion", () => {
  const [a, b, c] = [makeSummary({ title: "a" }), makeSummary({ title: "b" }), makeSummary({ title: "c" })];

  it("puts first what several searches found", () => {
    const fused = fuse([
      {
        finder: "text",
        findings: [
          { chunk: a, score: 9 },
          { chunk: b, score: 8 },
        ],
      },
      {
        finder: "vector",
        findings: [
          { chunk: c, score: 0.9 },
          { chunk: b, score: 0.8 },
        ],
      },
    ]);
    expect(fused[0]?.chunk).toBe(b);
    expect(fused[0]?.reasons.map((reason) => reason.finder)).toEqual(["text", "vector"]);
  });

  it("does not depend on the scale of a search", () => {
    const lists = (factor: number) =>
      fuse([
        {
          finder: "text",
          findings: [
            { chunk: a, score: 3 * factor },
            { chunk: b, score: 2 * factor },
          ],
        },
      ]);
    expect(lists(1).map(({ score }) => score)).toEqual(lists(1000).map(({ score }) => score));
  });

  it("keeps raw scores and what each added as reasons", () => {
    const fused = fuse([{ finder: "symbol", findings: [{ chunk: a, score: 1, detail: "defines a" }] }]);
    const [result] = toSearchResults(fused.map((candidate) => ({ ...candidate, chunk: makeChunk() })));
    expect(result).toMatchObject({
      rank: 1,
      reasons: [{ found: "symbol", score: 1, share: 1.2, detail: "defines a" }],
    });
  });

  it("counts a chunk once per search", () => {
    const fused = fuse([
      {
        finder: "text",
        findings: [
          { chunk: a, score: 2 },
          { chunk: a, score: 1 },
        ],
      },
    ]);
    expect(fused).toHaveLength(1);
    expect(fused[0]?.score).toBe(1);
  });
});

describe("reranking", () => {
  const rerank = (question: string, ...chunks: ReturnType<typeof makeSummary>[]) =>
    featureReranker
      .rerank(
        planQuery(question, now),
        chunks.map((chunk) => ({ chunk, score: 1, reasons: [] })),
      )
      .map(({ chunk }) => chunk);

  it("prefers a title that says what was asked for", () => {
    const [named, other] = [makeSummary({ title: "sendFile" }), makeSummary({ title: "close" })];
    expect(rerank("how does send file work", other, named)[0]).toBe(named);
  });

  it("puts tests behind code unless tests were asked for", () => {
    const [test, code] = [makeSummary({ tags: ["test"] }), makeSummary()];
    expect(rerank("how is it stored", test, code)[0]).toBe(code);
    expect(rerank("which test covers storing", test, code)[0]).toBe(test);
  });

  it("looks for reasons in documents first", () => {
    const [spec, code] = [makeSummary({ kind: "spec" }), makeSummary()];
    expect(rerank("why is it stored", code, spec)[0]).toBe(spec);
  });
});

describe("spreading over files", () => {
  it("ten hits are not one file", () => {
    const crowd = Array.from({ length: 12 }, (_, at) => ({
      chunk: makeSummary({ path: "big.ts" }),
      score: 1 - at / 100,
      reasons: [],
    }));
    const other = { chunk: makeSummary({ path: "other.ts" }), score: 0.7, reasons: [] };
    const paths = spreadOverFiles([...crowd, other], { ...spread, limit: 5 }).map(({ chunk }) => chunk.path);
    expect(paths.slice(0, 4)).toContain("other.ts");
  });

  it("keeps the best first and takes no candidate twice", () => {
    const candidates = Array.from({ length: 20 }, (_, at) => ({
      chunk: makeSummary({ path: `f${at % 3}.ts` }),
      score: 20 - at,
      reasons: [],
    }));
    const taken = spreadOverFiles(candidates, { ...spread, limit: 10 });
    expect(taken[0]?.chunk).toBe(candidates[0]?.chunk);
    expect(new Set(taken.map(({ chunk }) => chunk.id)).size).toBe(10);
  });
});
