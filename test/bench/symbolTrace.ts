import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { languageOfPath } from "../../server/model/languages.ts";
import { GitSymbolLinker, type SymbolPlace } from "../../server/tracing/symbolLinker.ts";
import { codeFiles } from "./codeFiles.ts";
import type { Measurement } from "./measurement.ts";

const files = 12;
const perFile = 5;

/**
 * The commits behind definitions in the largest files, in a warm process: each with a new linker that knows nothing, then
 * once more from the cache.
 */
export const symbolTrace: Measurement = {
  name: "symbol",
  async measure({ folder, say }) {
    const places = await definitionsOf(folder);
    const cold: number[] = [];
    const cached: number[] = [];
    for (const [at, place] of places.entries()) {
      const cache = new Map<string, string>();
      const linker = new GitSymbolLinker({
        folder,
        cache: { get: (key) => cache.get(key), set: (key, value) => void cache.set(key, value) },
      });
      const first = await millisecondsOf(() => linker.history(place));
      // The garbage of the first answer is collected during one of the next.
      const again: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) again.push(await millisecondsOf(() => linker.history(place)));
      linker.close();
      // The first ones still compile the code that they run.
      if (at < perFile) continue;
      cold.push(first);
      cached.push(share(again, 0.5));
    }
    const note = `${cold.length} definitions of the ${files} largest files`;
    say(
      `  symbol: cold median ${share(cold, 0.5).toFixed(0)} ms, cached median ${share(cached, 0.5).toFixed(1)} ms`,
    );
    return [
      {
        what: "Commits of a definition, median",
        measured: share(cold, 0.5),
        unit: "ms",
        reach: { atMost: 300 },
        note,
      },
      {
        what: "Commits of a definition, 95th percentile",
        measured: share(cold, 0.95),
        unit: "ms",
        reach: { atMost: 300 },
        note,
      },
      {
        what: "The same from the cache, 95th percentile",
        measured: share(cached, 0.95),
        unit: "ms",
        reach: { atMost: 5 },
        note,
      },
    ];
  },
};

/** Evenly spread over each file; whole classes are among them. */
async function definitionsOf(folder: string): Promise<readonly SymbolPlace[]> {
  const parser = createCodeParser();
  const sizes = codeFiles(folder).map((file) => ({ file, size: statSync(path.join(folder, file)).size }));
  const largest = sizes.toSorted((a, b) => b.size - a.size).slice(0, files);
  const places: SymbolPlace[] = [];
  for (const { file } of largest) {
    const text = readFileSync(path.join(folder, file), "utf8");
    const { symbols } = await parser.parse(languageOfPath(file) ?? "", text);
    const step = Math.max(1, Math.floor(symbols.length / perFile));
    for (const { startLine, endLine } of symbols.filter((_, at) => at % step === 0).slice(0, perFile)) {
      places.push({ path: file, startLine, endLine });
    }
  }
  return places;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function share(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}
