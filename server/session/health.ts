import type { Health, IndexCounts } from "../../shared/model/health.ts";
import type { ErrorReason } from "../base/errors.ts";
import type { IndexPhase, IndexProgress, IndexReport } from "../indexing/indexProgress.ts";

/** What happens to the index of a folder, as far as people should know of it. */
export type HealthEvent =
  /** What the index holds already, whoever made it; nothing where there is none. */
  | { readonly kind: "found"; readonly counts?: IndexCounts; readonly asOf?: string }
  | { readonly kind: "repository"; readonly problem?: Trouble }
  | { readonly kind: "progress"; readonly progress: IndexProgress; readonly atMs: number }
  /** Something of a folder that is read for the first time is found from now on. */
  | { readonly kind: "usable" }
  | { readonly kind: "inferring" }
  /** Another process writes the index. */
  | { readonly kind: "elsewhere"; readonly isBusy: boolean }
  | { readonly kind: "done"; readonly report: IndexReport; readonly at: string }
  | { readonly kind: "linked"; readonly links: number }
  /** A run ended before its end, because a newer one takes its place or somebody asked for it. */
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly reason: ErrorReason | undefined; readonly sentence: string }
  | { readonly kind: "paused"; readonly isPaused: boolean };

/** What is not as it could be, and what to do about it. */
export interface Trouble {
  readonly why: string;
  readonly remedy: string;
}

/** All that health is made of. */
export interface HealthFacts {
  readonly isPaused: boolean;
  readonly run?: {
    readonly phase: IndexPhase | "elsewhere" | "inferring";
    readonly done: number;
    readonly total?: number;
    readonly phaseBeganMs: number;
    readonly atMs: number;
  };
  readonly counts?: IndexCounts;
  readonly asOf?: string;
  /** True once files were read, so that something is found. */
  readonly isUsable: boolean;
  readonly repository?: Trouble;
  readonly last?: Trouble;
  /** True where the last run could not be made at all. */
  readonly hasFailed: boolean;
}

/** Before anything is known. */
export const noFacts: HealthFacts = { isPaused: false, isUsable: false, hasFailed: false };

/** The facts after an event. Pure. */
export function afterEvent(facts: HealthFacts, event: HealthEvent): HealthFacts {
  switch (event.kind) {
    case "found":
      return {
        ...facts,
        ...(event.counts === undefined ? {} : { counts: event.counts }),
        ...(event.asOf === undefined ? {} : { asOf: event.asOf }),
        isUsable: facts.isUsable || (event.counts?.files ?? 0) > 0,
      };
    case "repository": {
      const { repository: _, ...rest } = facts;
      return event.problem === undefined ? rest : { ...rest, repository: event.problem };
    }
    case "progress":
      return progressed(facts, event.progress, event.atMs);
    case "usable":
      return { ...facts, isUsable: true };
    case "inferring":
      return { ...facts, run: { phase: "inferring", done: 0, phaseBeganMs: 0, atMs: 0 } };
    case "elsewhere":
      return event.isBusy
        ? { ...facts, run: { phase: "elsewhere", done: 0, phaseBeganMs: 0, atMs: 0 } }
        : withoutRun(facts);
    case "done": {
      const { last: _, ...rest } = withoutRun(facts);
      const trouble = troubleOf(event.report);
      const done = { counts: countsOf(event.report), asOf: event.at, isUsable: true, hasFailed: false };
      return { ...rest, ...done, ...(trouble === undefined ? {} : { last: trouble }) };
    }
    case "linked": {
      const { counts, ...rest } = withoutRun(facts);
      return counts === undefined ? rest : { ...rest, counts: { ...counts, links: event.links } };
    }
    case "stopped":
      return withoutRun(facts);
    case "failed":
      return { ...withoutRun(facts), last: troubleOfFailure(event.reason, event.sentence), hasFailed: true };
    case "paused":
      return { ...facts, isPaused: event.isPaused };
  }
}

/** What is shown of the facts. Pure. */
export function healthOf(facts: HealthFacts): Health {
  const { counts, run, asOf } = facts;
  const known = counts === undefined ? {} : { counts };
  if (facts.isPaused) return { state: "paused", ...known };
  if (run !== undefined) return indexing(run, facts.isUsable);
  if (facts.last !== undefined) {
    return facts.hasFailed && !facts.isUsable
      ? { state: "stopped", ...facts.last }
      : { state: "degraded", ...facts.last, ...known };
  }
  if (counts === undefined || asOf === undefined) return { state: "starting" };
  if (facts.repository !== undefined) return { state: "degraded", ...facts.repository, ...known };
  return { state: "ready", counts, asOf };
}

const doingWords: Readonly<Record<IndexPhase | "elsewhere" | "inferring", string>> = {
  listing: "Looking for files",
  reading: "Reading files",
  history: "Reading the history",
  linking: "Linking",
  embedding: "Making vectors",
  optimizing: "Tidying the index",
  comparing: "Comparing",
  elsewhere: "Another window or a terminal indexes this folder",
  inferring: "Looking for probable links",
};

function indexing(run: NonNullable<HealthFacts["run"]>, isUsable: boolean): Health {
  const { phase, done, total } = run;
  const remainingSeconds = remainingOf(run);
  return {
    state: "indexing",
    doing: doingWords[phase],
    done,
    ...(total === undefined ? {} : { total }),
    ...(remainingSeconds === undefined ? {} : { remainingSeconds }),
    isUsable,
  };
}

/** A phase that has just begun says nothing of its speed. */
const telling = { leastMs: 1_500, leastShare: 0.02 };

function remainingOf({
  done,
  total,
  phaseBeganMs,
  atMs,
}: NonNullable<HealthFacts["run"]>): number | undefined {
  const passedMs = atMs - phaseBeganMs;
  if (total === undefined || passedMs < telling.leastMs || done < total * telling.leastShare)
    return undefined;
  return Math.max(1, Math.round(((total - done) * passedMs) / done / 1_000));
}

function progressed(facts: HealthFacts, { phase, done, total }: IndexProgress, atMs: number): HealthFacts {
  const before = facts.run;
  const phaseBeganMs = before?.phase === phase ? before.phaseBeganMs : atMs;
  const run = { phase, done, ...(total === undefined ? {} : { total }), phaseBeganMs, atMs };
  const hasRead = phase !== "listing" && phase !== "reading";
  return { ...facts, run, isUsable: facts.isUsable || hasRead || done > filesToBeUsable };
}

/** So many files are in the index long before the last one is read. */
const filesToBeUsable = 500;

function withoutRun({ run: _, ...rest }: HealthFacts): HealthFacts {
  return rest;
}

/** What a report holds for the status bar. */
function countsOf({ files, commits, symbols, links }: IndexReport): IndexCounts {
  return { files, commits, symbols, links };
}

function troubleOf({ vectorProblem, shallow }: IndexReport): Trouble | undefined {
  if (vectorProblem !== undefined) {
    return {
      why: vectorProblem,
      remedy: "Until then search goes by words and names; check the settings under whence.embedding.",
    };
  }
  if (!shallow) return undefined;
  return {
    why: "This is a shallow clone, so older commits and what they were made for are missing.",
    remedy: "Run `git fetch --unshallow` in the folder to bring them.",
  };
}

/** The message of a failure says what happened; this adds what to do where Whence does not do it by itself. */
const remedies: Readonly<Partial<Record<ErrorReason, string>>> = {
  storeCorrupt: "Run the command Whence: Rebuild Index; links that people decided stay.",
  storeNewer: "Update Whence, or name another folder with the setting whence.store.folder.",
  diskFull: "Free some space; indexing goes on by itself then.",
  noAccess:
    "Give this user the right to read the folder and to write the index; it is tried again by itself.",
  badInput: "Check the folder and the settings of Whence; it is tried again by itself.",
  missingPart: "Hovers and traces of what was indexed before still work, and decisions are kept.",
  gitFailed: "Check the repository with `git fsck`; it is tried again by itself.",
};

function troubleOfFailure(reason: ErrorReason | undefined, why: string): Trouble {
  const otherwise = "It is tried again by itself; the log says more (Whence: Show Log).";
  return { why, remedy: (reason === undefined ? undefined : remedies[reason]) ?? otherwise };
}
