import { appendFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Measurement } from "./measurement.ts";
import { median } from "./nothingChanged.ts";
import { ReaderProcess } from "./readerProcess.ts";
import type { RunningProcess } from "./whenceProcess.ts";

/**
 * One file is edited and `whence index` started: how long until a search of a process that is there already finds the
 * edit, until the command has ended, and how long a search takes that is started afterwards.
 */
export const editedFile: Measurement = {
  name: "edit",
  async measure(place) {
    const files = codeFiles(place.folder);
    const file = files[Math.floor(files.length / 2)] ?? "";
    const absolute = path.join(place.folder, file);
    const before = await readFile(absolute);
    const { store, folder, whence } = place;
    const cli = path.join(packageRoot(), "dist/cli.mjs");
    const reader = new ReaderProcess(cli, place.scratch, ["--folder", folder, "--store", store]);
    const finding: number[] = [];
    const indexing: number[] = [];
    const searching: number[] = [];
    try {
      for (const word of ["zyxwvonequibble", "zyxwvtwoquibble", "zyxwvthreequibble"]) {
        appendFileSync(absolute, `\n// ${word}\n`);
        const started = performance.now();
        const run = whence.start(["index", "--folder", folder, "--store", store]);
        await searchUntilFound(reader, word, file, run);
        finding.push((performance.now() - started) / 1000);
        indexing.push((await run.result).seconds);
        searching.push(await searchFor(place, word, file));
      }
    } finally {
      await reader.end();
      writeFileSync(absolute, before);
      await place.whence.run(["index", "--folder", place.folder, "--store", place.store]);
    }
    return [
      {
        what: "One file edited: found by search",
        measured: median(finding),
        unit: "s",
        reach: { atMost: 1 },
        note: "from the start of `whence index`, by searches of a process that runs on, median of 3",
      },
      {
        what: "One file edited: `whence index`",
        measured: median(indexing),
        unit: "s",
        reach: { atMost: 2 },
        note: "whole process to its end, held against the reach of a refresh, median of 3",
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

/** Asks again and again, a little apart, as somebody would who waits for it. */
async function searchUntilFound(
  reader: ReaderProcess,
  word: string,
  file: string,
  run: RunningProcess,
): Promise<void> {
  let isOver = false;
  run.result.then(
    () => {
      isOver = true;
    },
    () => undefined,
  );
  for (;;) {
    const wasOver = isOver;
    const answer = await reader.answer(word);
    if (answer.includes(word) && answer.includes(JSON.stringify(file))) return;
    if (wasOver) throw new Error(`The edit of ${file} was not found.`);
    await Promise.race([setTimeout(20), run.result]);
  }
}

async function searchFor({ folder, store, whence }: BenchPlace, word: string, file: string): Promise<number> {
  const args = ["search", word, "--folder", folder, "--store", store];
  const { value, result } = await whence.json<readonly SearchResult[]>(args);
  if (value[0]?.path !== file) throw new Error(`The edit of ${file} was not found.`);
  return result.seconds;
}
