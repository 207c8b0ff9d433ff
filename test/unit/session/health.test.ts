import { describe, expect, it } from "vitest";
import type { IndexReport } from "../../../server/indexing/indexProgress.ts";
import { afterEvent, type HealthEvent, healthOf, noFacts } from "../../../server/session/health.ts";

const at = "2026-11-28T12:00:00.000Z";

describe("health of a folder", () => {
  it("goes from starting over indexing, with the time that is left, to ready", () => {
    expect(healthAfter()).toEqual({ state: "starting" });
    const progress = (phase: "reading" | "history", done: number, atMs: number): HealthEvent => ({
      kind: "progress",
      progress: { phase, done, total: 1_000 },
      atMs,
    });
    expect(healthAfter(progress("reading", 0, 0))).toEqual({
      state: "indexing",
      doing: "Reading files",
      done: 0,
      total: 1_000,
      isUsable: false,
    });
    const later = healthAfter(progress("reading", 0, 0), progress("reading", 250, 5_000));
    expect(later).toMatchObject({ done: 250, remainingSeconds: 15, isUsable: false });
    const usable: HealthEvent = { kind: "usable" };
    expect(healthAfter(progress("reading", 1, 0), usable, progress("reading", 2, 100))).toMatchObject({
      state: "indexing",
      isUsable: true,
    });
    expect(healthAfter(progress("reading", 1, 0), progress("history", 5, 6_000))).toMatchObject({
      isUsable: true,
      doing: "Reading the history",
    });
    expect(healthAfter(done({}))).toEqual({
      state: "ready",
      counts: { files: 7, commits: 3, symbols: 9, links: 2 },
      asOf: at,
    });
  });

  it("is paused whatever else is so, and comes back to it", () => {
    expect(healthAfter(done({}), { kind: "paused", isPaused: true })).toMatchObject({
      state: "paused",
      counts: { files: 7 },
    });
    expect(
      healthAfter(done({}), { kind: "paused", isPaused: true }, { kind: "paused", isPaused: false }),
    ).toMatchObject({ state: "ready" });
  });

  it("another window that indexes is no trouble", () => {
    expect(healthAfter({ kind: "elsewhere", isBusy: true })).toMatchObject({
      state: "indexing",
      doing: expect.stringContaining("Another window"),
    });
    const found: HealthEvent = {
      kind: "found",
      counts: { files: 1, commits: 0, symbols: 0, links: 0 },
      asOf: at,
    };
    expect(healthAfter(found, { kind: "elsewhere", isBusy: false })).toMatchObject({
      state: "ready",
      asOf: at,
    });
  });

  it.each([
    ["storeCorrupt", "Rebuild Index"],
    ["diskFull", "Free some space"],
    ["noAccess", "right to read"],
    ["missingPart", "Hovers and traces of what was indexed before still work"],
    [undefined, "tried again by itself"],
  ] as const)("a failure (%s) says what to do, and what is indexed still answers", (reason, remedy) => {
    const failed: HealthEvent = { kind: "failed", reason, sentence: "It failed." };
    expect(healthAfter(done({}), failed)).toMatchObject({
      state: "degraded",
      why: "It failed.",
      remedy: expect.stringContaining(remedy),
      counts: { files: 7 },
    });
    expect(healthAfter(failed)).toMatchObject({ state: "stopped", why: "It failed." });
    expect(healthAfter(failed, done({}))).toMatchObject({ state: "ready" });
  });

  it("says what a shallow clone, missing vectors and a folder without Git lack", () => {
    expect(healthAfter(done({ shallow: true }))).toMatchObject({
      state: "degraded",
      remedy: expect.stringContaining("--unshallow"),
    });
    expect(healthAfter(done({ vectorProblem: "The server is gone." }))).toMatchObject({
      state: "degraded",
      why: "The server is gone.",
    });
    const noGit: HealthEvent = { kind: "repository", problem: { why: "No Git.", remedy: "git init" } };
    expect(healthAfter(noGit)).toEqual({ state: "starting" });
    expect(healthAfter(noGit, done({}))).toMatchObject({ state: "degraded", why: "No Git." });
    expect(healthAfter(noGit, done({}), { kind: "repository" })).toMatchObject({ state: "ready" });
  });
});

function healthAfter(...events: readonly HealthEvent[]) {
  return healthOf(events.reduce(afterEvent, noFacts));
}

function done(differences: Partial<IndexReport>): HealthEvent {
  const counts = { files: 7, commits: 3, symbols: 9, links: 2, chunks: 20, skipped: 0 };
  const work = {
    filesRead: 7,
    documentsChanged: 7,
    documentsRemoved: 0,
    chunksEmbedded: 20,
    chunksFromCache: 0,
  };
  const report: IndexReport = {
    ...counts,
    ...work,
    seconds: 1,
    linkSeconds: 0,
    shallow: false,
    warnings: [],
    store: "/s",
    ...differences,
  };
  return { kind: "done", report, at };
}
