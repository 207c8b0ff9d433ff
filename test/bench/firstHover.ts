import path from "node:path";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { smallRepository } from "./smallRepository.ts";
import { someFunction } from "./someFunction.ts";
import { fetchPrograms, openNewProfile, type Programs } from "./workbenchPrograms.ts";

/**
 * The packaged extension in a new profile of a real workbench, on 1,000 files and on all: from the beginning of its installation to
 * the first hover that knows the last change of a function.
 */
export const firstHover: Measurement = {
  name: "first-hover",
  needsNoStore: true,
  async measure(place) {
    const small = smallRepository(place, "small-hover");
    const programs = fetchPrograms();
    return [
      await measureFolder(small, programs, place, 20),
      await measureFolder(place.folder, programs, place, 60),
    ];
  },
};

async function measureFolder(
  folder: string,
  programs: Programs,
  place: BenchPlace,
  atMost: number,
): Promise<Figure> {
  const { path: file, line, name } = await someFunction(folder);
  const profile = path.join(place.scratch, `profile-${path.basename(folder)}`);
  const began = performance.now();
  const workbench = await openNewProfile(programs, profile);
  try {
    await workbench.openFolder(folder);
    await workbench.openFile(file, line);
    await workbench.editor.hoverOver(name, { line, wanted: /Last change/ });
    return {
      what: `Editor, ${codeFiles(folder).length.toLocaleString("en")} files: first hover that knows`,
      measured: (performance.now() - began) / 1000,
      unit: "s",
      reach: { atMost },
      note: "from the beginning of the installation into a new profile",
    };
  } finally {
    await workbench.close();
  }
}
