import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../support/workbench/until.ts";
import type { Workbench } from "../support/workbench/window.ts";
import type { Measurement } from "./measurement.ts";
import { smallRepository } from "./smallRepository.ts";
import { fetchPrograms, openNewProfile } from "./workbenchPrograms.ts";

const restMs = 10_000;
/** Linux counts the time of processes in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * How much the process that all extensions share computes while 1,000 files are indexed anew, in a real workbench, beside what it
 * computes while nothing goes on.
 */
export const hostProcessor: Measurement = {
  name: "host",
  needsNoStore: true,
  async measure(place) {
    const folder = smallRepository(place, "small-host");
    const workbench = await openNewProfile(fetchPrograms(), path.join(place.scratch, "profile-host"));
    try {
      await workbench.openFolder(folder);
      await until("the first index", () => logged(workbench, /probable links\.$/gm) > 0);
      await workbench.statusBar(/Whence: ready/);
      const { pid } = await hostOf(workbench);
      const resting = await shareOfCore(pid, () => delay(restMs));
      const before = logged(workbench, /Done in/g);
      const indexing = await shareOfCore(pid, async () => {
        await workbench.runCommand("Whence: Rebuild Index…");
        await workbench.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Rebuild" }).click();
        await until("the index anew", () => logged(workbench, /Done in/g) > before);
      });
      return [
        {
          what: "Extension host while 1,000 files are indexed",
          measured: Math.max(0, indexing - resting) * 100,
          unit: "%",
          reach: { atMost: 5 },
          note: `of one core, above the ${(resting * 100).toFixed(1)} % at rest, with all extensions of the workbench`,
        },
      ];
    } finally {
      await workbench.close();
    }
  },
};

function logged(workbench: Workbench, sentence: RegExp): number {
  return [...workbench.ownLog().matchAll(sentence)].length;
}

function hostOf(workbench: Workbench) {
  return until("the extension host", () =>
    workbench.processes().find(({ command }) => command.includes("--type=extensionHost")),
  );
}

/** 1 is a core that is busy all the time. */
async function shareOfCore(pid: number, work: () => Promise<unknown>): Promise<number> {
  const [began, before] = [performance.now(), computedSeconds(pid)];
  await work();
  return (computedSeconds(pid) - before) / ((performance.now() - began) / 1000);
}

function computedSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
