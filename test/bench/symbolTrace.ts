import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { languageOfPath } from "../../server/model/languages.ts";
import { writeCommitGraph } from "../../server/sources/git/commitGraph.ts";
import { GitSymbolLinker, type SymbolPlace } from "../../server/tracing/symbolLinker.ts";
import { codeFiles } from "./codeFiles.ts";
import type { Measurement } from "./measurement.ts";

const files = 12;
const perFile = 5;

/**
 * The commits behind definitions in the largest files, in a warm process: each with a new linker that knows nothing of its
 * file, then once more from the cache. Once the linker has answered before, about a small file, as that of a server has;
 * once it has not, and Git is started for it.
 */
export const symbolTrace: Measurement = {
  name: "symbol",
  async measure({ folder, scratch, say }) {
    // As the index has one.
    const objects = path.join(scratch, "objects");
    await writeCommitGraph(folder, objects);
    const places = await definitionsOf(folder);
    const small = await smallDefinition(folder);
    const timings = { first: [] as number[], cold: [] as number[], cached: [] as number[] };
    for (const [at, place] of places.entries()) {
      const first = await withLinker({ folder, objects }, (linker) =>
        millisecondsOf(() => linker.history(place)),
      );
      const [cold, cached] = await withLinker({ folder, objects }, async (linker) => {
        await linker.history(small);
        const asked = await millisecondsOf(() => linker.history(place));
        // The garbage of the first answer is collected during one of the next.
        const again: number[] = [];
        for (let turn = 0; turn < 3; turn += 1) again.push(await millisecondsOf(() => linker.history(place)));
        return [asked, share(again, 0.5)] as const;
      });
      // The first ones still compile the code that they run.
      if (at < perFile) continue;
      timings.first.push(first);
      timings.cold.push(cold);
      timings.cached.push(cached);
    }
    const { first, cold, cached } = timings;
    const note = `${cold.length} definitions of the ${files} largest files`;
    say(
      `  symbol: cold median ${share(cold, 0.5).toFixed(0)} ms, cached median ${share(cached, 0.5).toFixed(1)} ms`,
    );
    const row = { unit: "ms", note } as const;
    const reach = { atMost: 300 };
    return [
      { ...row, what: "Commits of a definition, median", measured: share(cold, 0.5), reach },
      { ...row, what: "Commits of a definition, 95th percentile", measured: share(cold, 0.95), reach },
      {
        ...row,
        what: "The same with Git not started yet, 95th percentile",
        measured: share(first, 0.95),
        reach: { atMost: 400 },
      },
      {
        ...row,
        what: "The same from the cache, 95th percentile",
        measured: share(cached, 0.95),
        reach: { atMost: 5 },
      },
    ];
  },
};

async function withLinker<Result>(
  { folder, objects }: { readonly folder: string; readonly objects: string },
  work: (linker: GitSymbolLinker) => Promise<Result>,
): Promise<Result> {
  const cache = new Map<string, string>();
  const linker = new GitSymbolLinker({
    folder,
    objects: () => objects,
    cache: { get: (key) => cache.get(key), set: (key, value) => void cache.set(key, value) },
  });
  try {
    return await work(linker);
  } finally {
    linker.close();
  }
}

/** The first definition of the smallest file that has one. */
async function smallDefinition(folder: string): Promise<SymbolPlace> {
  for (const file of filesBySize(folder).toReversed()) {
    const [place] = await placesIn(folder, file);
    if (place !== undefined) return place;
  }
  throw new Error(`${folder} defines nothing.`);
}

function filesBySize(folder: string): readonly string[] {
  const sizes = codeFiles(folder).map((file) => ({ file, size: statSync(path.join(folder, file)).size }));
  return sizes.toSorted((a, b) => b.size - a.size).map(({ file }) => file);
}

async function placesIn(folder: string, file: string): Promise<readonly SymbolPlace[]> {
  const text = readFileSync(path.join(folder, file), "utf8");
  const { symbols } = await createCodeParser().parse(languageOfPath(file) ?? "", text);
  return symbols.map(({ startLine, endLine }) => ({ path: file, startLine, endLine }));
}

/** Evenly spread over each file; whole classes are among them. */
async function definitionsOf(folder: string): Promise<readonly SymbolPlace[]> {
  const found: SymbolPlace[] = [];
  for (const file of filesBySize(folder).slice(0, files)) {
    const places = await placesIn(folder, file);
    const step = Math.max(1, Math.floor(places.length / perFile));
    found.push(...places.filter((_, at) => at % step === 0).slice(0, perFile));
  }
  return found;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function share(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}
