import path from "node:path";
import type { Workbench } from "../support/workbench/window.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { smallRepository } from "./smallRepository.ts";
import { type SomeFunction, someFunction } from "./someFunction.ts";
import { fetchPrograms, openNewProfile, type Programs } from "./workbenchPrograms.ts";

/** What is waited for in a window that was just opened. */
export interface Wait {
  /** As `--only` names it. */
  readonly name: string;
  readonly what: string;
  /** Seconds, on 1,000 files and on all. */
  readonly atMost: readonly [small: number, whole: number];
  /** Waits until it is so; `seconds` since the beginning. Gives what a note should say beside. */
  until(workbench: Workbench, wanted: SomeFunction, seconds: () => number): Promise<string>;
}

/**
 * The packaged extension in a new profile of a real workbench, on 1,000 files and on all: from the beginning of its installation to
 * what is waited for.
 */
export function inNewProfile(wait: Wait): Measurement {
  return {
    name: wait.name,
    needsNoStore: true,
    async measure(place) {
      const small = smallRepository(place, `small-${wait.name}`);
      const programs = fetchPrograms();
      const [smallMost, wholeMost] = wait.atMost;
      return [
        await measureFolder(small, smallMost, wait, programs, place),
        await measureFolder(place.folder, wholeMost, wait, programs, place),
      ];
    },
  };
}

async function measureFolder(
  folder: string,
  atMost: number,
  { name, what, until }: Wait,
  programs: Programs,
  { scratch }: BenchPlace,
): Promise<Figure> {
  const wanted = await someFunction(folder);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const workbench = await openNewProfile(programs, path.join(scratch, `${name}-${path.basename(folder)}`));
  try {
    await workbench.openFolder(folder);
    const opened = seconds();
    const note = await until(workbench, wanted, seconds);
    return {
      what: `Editor, ${codeFiles(folder).length.toLocaleString("en")} files: ${what}`,
      measured: seconds(),
      unit: "s",
      reach: { atMost },
      note: `from the beginning of the installation into a new profile: folder open at ${opened.toFixed(1)} s${note}`,
    };
  } finally {
    await workbench.close();
  }
}
