import { appendFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Measurement } from "./measurement.ts";
import { median } from "./nothingChanged.ts";

/** One file is edited: how long until `whence index` has it, and until a search finds it. */
export const editedFile: Measurement = {
  name: "edit",
  async measure(place) {
    const files = codeFiles(place.folder);
    const file = files[Math.floor(files.length / 2)] ?? "";
    const absolute = path.join(place.folder, file);
    const before = await readFile(absolute);
    const indexing: number[] = [];
    const searching: number[] = [];
    try {
      for (const word of ["zyxwvonequibble", "zyxwvtwoquibble", "zyxwvthreequibble"]) {
        appendFileSync(absolute, `\n// ${word}\n`);
        const { store, folder, whence } = place;
        indexing.push((await whence.run(["index", "--folder", folder, "--store", store])).seconds);
        searching.push(await searchFor(place, word, file));
      }
    } finally {
      writeFileSync(absolute, before);
      await place.whence.run(["index", "--folder", place.folder, "--store", place.store]);
    }
    return [
      {
        what: "One file edited: `whence index`",
        measured: median(indexing),
        unit: "s",
        reach: { atMost: 1 },
        note: "whole process, from its start to its end, median of 3",
      },
      {
        what: "One file edited: the search after it",
        measured: median(searching),
        unit: "s",
        reach: { atMost: 1 },
        note: "whole process, median of 3",
      },
    ];
  },
};

async function searchFor({ folder, store, whence }: BenchPlace, word: string, file: string): Promise<number> {
  const args = ["search", word, "--folder", folder, "--store", store];
  const { value, result } = await whence.json<readonly SearchResult[]>(args);
  if (value[0]?.path !== file) throw new Error(`The edit of ${file} was not found.`);
  return result.seconds;
}
