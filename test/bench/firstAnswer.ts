import path from "node:path";
import { until } from "../support/workbench/until.ts";
import type { Workbench } from "../support/workbench/window.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { smallRepository } from "./smallRepository.ts";
import { someFunction } from "./someFunction.ts";
import { fetchPrograms, openNewProfile, type Programs } from "./workbenchPrograms.ts";

/**
 * The packaged extension in a new profile of a real workbench, on 1,000 files and on all: from the beginning of its installation to
 * the first answer with a source in the sidebar, to a question that is asked as soon as the page lets one ask.
 */
export const firstAnswer: Measurement = {
  name: "first-answer",
  needsNoStore: true,
  async measure(place) {
    const small = smallRepository(place, "small-answer");
    const programs = fetchPrograms();
    return [
      await measureFolder(small, programs, place, 20),
      await measureFolder(place.folder, programs, place, 25),
    ];
  },
};

async function measureFolder(
  folder: string,
  programs: Programs,
  place: BenchPlace,
  atMost: number,
): Promise<Figure> {
  const { name } = await someFunction(folder);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const workbench = await openNewProfile(
    programs,
    path.join(place.scratch, `asked-${path.basename(folder)}`),
  );
  try {
    await workbench.openFolder(folder);
    const opened = seconds();
    await workbench.chat.open();
    const ready = seconds();
    const asked = await askUntilCited(workbench, `What does ${name} do?`);
    return {
      what: `Editor, ${codeFiles(folder).length.toLocaleString("en")} files: first answer with a source`,
      measured: seconds(),
      unit: "s",
      reach: { atMost },
      note: `from the beginning of the installation into a new profile: folder open at ${opened.toFixed(1)} s, page ready for a question at ${ready.toFixed(1)} s, asked ${asked} times`,
    };
  } finally {
    await workbench.close();
  }
}

/** What has not been read yet is not found: who hears that asks again. Gives how often. */
async function askUntilCited({ chat }: Workbench, question: string): Promise<number> {
  let asked = 0;
  return until("an answer with a source", async () => {
    await chat.answerTo(question);
    asked++;
    const citations = (await chat.frame())?.locator(".turn:last-child .citation");
    return ((await citations?.count()) ?? 0) > 0 && asked;
  });
}
