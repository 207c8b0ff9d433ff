import { describe, expect, it } from "vitest";
import { passageLines } from "../../../server/answering/passageLines.ts";
import { TermMatcher } from "../../../server/answering/termMatcher.ts";
import { searchTerms } from "../../../server/model/searchTerms.ts";
import { makeChunk } from "../../support/makeChunk.ts";

const matcher = new TermMatcher([{ term: searchTerms("retry")[0] ?? "", weight: 2, isKnown: true }]);

describe("the lines of a passage", () => {
  it("a short chunk is shown whole", () => {
    const chunk = makeChunk({ text: "a\nb\nc", startLine: 7, endLine: 9 });
    expect(passageLines(chunk, matcher)).toEqual({ startLine: 7, endLine: 9, text: "a\nb\nc" });
  });

  it("of a long one the lines that speak of the question, under their own numbers", () => {
    const lines = Array.from({ length: 60 }, (_, at) =>
      at === 40 ? "const retries = retry(3);" : `line${at};`,
    );
    const chunk = makeChunk({ text: lines.join("\n"), startLine: 101, endLine: 160 });
    const shown = passageLines(chunk, matcher);
    expect(shown.text).toContain("retry(3)");
    expect(shown.startLine).toBeGreaterThan(101);
    expect(shown.text).toBe(lines.slice(shown.startLine - 101, shown.endLine - 100).join("\n"));
  });

  it("of several sections of prose the one that answers, with its heading", () => {
    const text = "## Colours\n\nBlue.\n\n## Pauses\n\nEvery retry waits longer.\n\n## Related\n\nNothing.";
    const chunk = makeChunk({ kind: "doc", path: "a.md", text, startLine: 11, endLine: 21 });
    expect(passageLines(chunk, matcher)).toEqual({
      startLine: 15,
      endLine: 17,
      text: "## Pauses\n\nEvery retry waits longer.",
    });
  });

  it("a commit has no lines", () => {
    const { path: _, ...commit } = makeChunk({
      kind: "commit",
      uri: "commit:abc",
      text: "Fix retry",
      startLine: 0,
      endLine: 0,
    });
    expect(passageLines(commit, matcher)).toEqual({ startLine: 0, endLine: 0, text: "Fix retry" });
  });
});

describe("matching terms", () => {
  it("finds inflected words and parts of names", () => {
    const terms = searchTerms("mask secret").map((term) => ({ term, weight: 1, isKnown: true }));
    expect(new TermMatcher(terms).coverageOf("secrets are masked")).toBe(1);
    expect(new TermMatcher(terms).coverageOf("function maskSecrets()")).toBe(1);
    expect(new TermMatcher(terms).coverageOf("a mascot in the desert")).toBe(0);
  });
});
