import { describe, expect, it } from "vitest";
import { maxQuestionLength, planQuery } from "../../../server/retrieval/queryPlan.ts";

const now = new Date("2026-11-21T12:00:00Z");
const plan = (question: string) => planQuery(question, now);

describe("reading a question", () => {
  it("finds issue keys", () => {
    expect(plan("what did WH-12 and PROJ2-7 change?").keys).toEqual(["WH-12", "PROJ2-7"]);
    expect(plan("is UTF-8 or ISO-8859 read, and SHA-256 kept?").keys).toEqual([]);
  });

  it("finds files, with lines where given", () => {
    expect(plan("why src/client.ts:120 and README.md?").places).toMatchObject([
      { path: "src/client.ts", line: 120 },
      { path: "README.md" },
    ]);
  });

  it.each([
    ['  File "/home/x/app/views.py", line 33, in get', { path: "/home/x/app/views.py", line: 33 }],
    ["    at org.shop.Refund.issue(Refund.java:88)", { path: "Refund.java", line: 88 }],
    ["    at run (./src/main.ts:10:5)", { path: "src/main.ts", line: 10 }],
  ])("reads a stack frame: %s", (frame, place) => {
    expect(plan(frame).places).toContainEqual(expect.objectContaining(place));
  });

  it("tells names in code from words", () => {
    const { symbols, possibleSymbols } = plan("why does Client.get call retry_policy and authenticate?");
    expect(symbols).toEqual(["Client.get", "retry_policy"]);
    expect(possibleSymbols).toContain("authenticate");
    expect(possibleSymbols).not.toContain("why");
  });

  it("takes what stands in backticks for a name", () => {
    expect(plan("what is `parse` for?").symbols).toEqual(["parse"]);
    expect(plan("what is `Router::add()` for?").symbols).toContain("Router.add");
  });

  it("does not take a web address for a file", () => {
    expect(plan("see https://example.org/a/b.html please").places).toEqual([]);
  });

  it.each([
    ["what changed last month?", "2026-10-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z"],
    ["commits in May 2023 about cookies", "2023-05-01T00:00:00.000Z", "2023-06-01T00:00:00.000Z"],
    ["what changed in 2025?", "2025-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
    ["what changed since 2024?", "2024-01-01T00:00:00.000Z", undefined],
    ["changes since 2024-03-01", "2024-03-01T00:00:00.000Z", undefined],
  ])("reads dates: %s", (question, since, until) => {
    expect(plan(question).since).toBe(since);
    expect(plan(question).until).toBe(until);
  });

  it("knows when commits, tests or reasons are asked for", () => {
    expect(plan("which commit introduced caching?").kinds).toEqual(["commit"]);
    expect(plan("which tests cover login?").wantsTests).toBe(true);
    expect(plan("why is this code here?").wantsReason).toBe(true);
  });

  it("finds hashes and people", () => {
    expect(plan("what is 1a2b3c4 by Grace Hopper?")).toMatchObject({
      hashes: ["1a2b3c4"],
      people: ["Grace Hopper"],
    });
  });

  it.each([
    "",
    "   ",
    "🙂🙂",
    '"""\'\'',
    "AND OR NOT (",
    "x".repeat(1_000_000),
    "(".repeat(50_000),
    "a/".repeat(50_000),
  ])("survives odd input %#", (question) => {
    expect(plan(question).question.length).toBeLessThanOrEqual(maxQuestionLength);
  });
});

describe("folders in a question", () => {
  it.each([
    ["what changed last year in the quorum package?", ["quorum"]],
    ["who works on the `src/http` folder", ["src/http"]],
    ["how are packages installed?", []],
  ])("%s", (question, folders) => {
    expect(plan(question).folders).toEqual(folders);
  });
});
