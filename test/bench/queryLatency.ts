import { execFileSync } from "node:child_process";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { ReaderProcess } from "./readerProcess.ts";

const warmUps = 50;
const measured = 300;
/** Left out one after the other, to see what each costs. */
const techniques = ["text", "vector", "history", "neighbour", "rerank"];

/**
 * Queries to a process that is warm, each asked once: half are subjects of commits, half are words of two of them. And
 * the memory of a process that has answered one query.
 */
export const queryLatency: Measurement = {
  name: "query",
  async measure(place) {
    const queries = queriesOf(place.folder).slice(0, warmUps + measured);
    const reader = readerOf(place);
    await reader.ask(queries[0] ?? "index");
    const idle = reader.megabytes();
    const times = await timesOf(reader, queries);
    await reader.end();
    await sayWhatEachCosts(place, queries.slice(0, warmUps + 100));
    const { value } = await place.whence.json<{ readonly counts?: { readonly chunks: number } }>([
      "doctor",
      ...whereOf(place),
    ]);
    const note = `${value.counts?.chunks.toLocaleString("en") ?? "?"} chunks, ${times.length} different queries`;
    const figures: Figure[] = [
      { what: "Query, median", measured: share(times, 0.5), unit: "ms", reach: { atMost: 8 }, note },
      {
        what: "Query, 95th percentile",
        measured: share(times, 0.95),
        unit: "ms",
        reach: { atMost: 15 },
        note,
      },
    ];
    if (idle === undefined) return figures;
    return [
      ...figures,
      { what: "Reader after one query", measured: idle, unit: "MB", reach: { atMost: 300 }, note },
    ];
  },
};

async function sayWhatEachCosts(place: BenchPlace, queries: readonly string[]): Promise<void> {
  for (const technique of techniques) {
    const reader = readerOf(place, ["--without", technique]);
    const times = await timesOf(reader, queries);
    await reader.end();
    place.say(`  query without ${technique}: median ${share(times, 0.5).toFixed(1)} ms`);
  }
}

async function timesOf(reader: ReaderProcess, queries: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const query of queries) times.push(await reader.ask(query));
  return times.slice(warmUps).toSorted((a, b) => a - b);
}

function readerOf(place: BenchPlace, args: readonly string[] = []): ReaderProcess {
  const cli = path.join(packageRoot(), "dist/cli.mjs");
  return new ReaderProcess(cli, place.scratch, [...whereOf(place), ...args]);
}

function whereOf({ folder, store }: BenchPlace): readonly string[] {
  return ["--folder", folder, "--store", store];
}

/** The value below which so large a share of ascending values lies. */
export function share(values: readonly number[], part: number): number {
  return values[Math.floor(values.length * part)] ?? Number.NaN;
}

/** Different questions, always the same ones for a repository. */
export function queriesOf(folder: string): readonly string[] {
  const log = ["-C", folder, "log", "--no-merges", "--max-count=4000", "--format=%s"];
  const subjects = [...new Set(execFileSync("git", log, { encoding: "utf8" }).split("\n"))];
  const telling = subjects.filter((subject) => subject.length > 15);
  const wordsOf = (at: number): readonly string[] => telling[at]?.split(/\s+/).slice(1, 4) ?? [];
  return telling.map((subject, at) => {
    return at % 2 === 0 ? subject : [...wordsOf(at), ...wordsOf(telling.length - at)].join(" ");
  });
}
