import { readFileSync } from "node:fs";
import path from "node:path";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Measurement } from "./measurement.ts";
import type { RunningProcess } from "./whenceProcess.ts";

/** From nothing to a complete index: when words are found, when every vector is there, and how much memory it took. */
export const firstIndexing: Measurement = {
  name: "first",
  async measure(place) {
    const { folder, store, whence } = place;
    const run = whence.start(["index", "--folder", folder, "--store", store]);
    const started = performance.now();
    const wordsReady = whenFilesAreRead(run).then(async () => {
      const wait = await searchUntilFound(place, witnesses(folder));
      return { seconds: (performance.now() - started) / 1000, wait };
    });
    const [{ seconds, wait }, result] = await Promise.all([wordsReady, run.result]);
    return [
      {
        what: "First index: all files found by word and symbol",
        measured: seconds,
        unit: "s",
        reach: { atMost: 20 },
        note: `by searches in another process while the first goes on (${wait.toFixed(1)} s of it for these)`,
      },
      {
        what: "First index: every vector stored",
        measured: result.seconds,
        unit: "s",
        reach: { atMost: 60 },
        note: "whole process, history included",
      },
      {
        what: "First index: peak memory",
        measured: result.peakMegabytes,
        unit: "MB",
        reach: { atMost: 700 },
      },
    ];
  },
};

/** A word that stands in a file, and the file. */
interface Witness {
  readonly word: string;
  readonly path: string;
}

/** The phase after the reading of files begins, or the run is over. */
function whenFilesAreRead(run: RunningProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = false;
    run.onErrorLine((line) => {
      if (line.startsWith("Reading files")) seen = true;
      else if (seen && /^(?:Reading history|Sorting|Computing)/.test(line)) resolve();
    });
    run.result.then(() => resolve(), reject);
  });
}

/** Searches again and again until every witness is found. Gives the seconds that took. */
async function searchUntilFound(place: BenchPlace, wanted: readonly Witness[]): Promise<number> {
  const started = performance.now();
  for (const { word, path: file } of wanted) {
    while (!(await isFound(place, word, file))) {
      if (performance.now() - started > 300_000) throw new Error(`${word} of ${file} was never found.`);
    }
  }
  return (performance.now() - started) / 1000;
}

async function isFound({ folder, store, whence }: BenchPlace, word: string, file: string): Promise<boolean> {
  const args = ["search", word, "--path", file, "--folder", folder, "--store", store];
  const { value } = await whence.json<readonly SearchResult[]>(args);
  return value.some((result) => result.path === file && result.text.includes(word));
}

/** The longest word of some files between the first and the last in Git's order. */
function witnesses(folder: string): readonly Witness[] {
  const files = codeFiles(folder);
  return [0.02, 0.5, 0.98].flatMap((share) => {
    const file = files[Math.floor(files.length * share)];
    if (file === undefined) return [];
    const words = readFileSync(path.join(folder, file), "utf8").match(/\b[A-Za-z]{5,40}\b/g) ?? [];
    const word = words.toSorted((a, b) => b.length - a.length)[0];
    return word === undefined ? [] : [{ word, path: file }];
  });
}
