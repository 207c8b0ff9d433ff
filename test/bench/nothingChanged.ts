import type { Measurement } from "./measurement.ts";

/** `whence index` where nothing changed since the last run. */
export const nothingChanged: Measurement = {
  name: "refresh",
  async measure({ folder, store, whence }) {
    const args = ["index", "--folder", folder, "--store", store];
    // The run before this one may have left time stamps that are too fresh to be trusted.
    await whence.run(args);
    const seconds: number[] = [];
    for (let round = 0; round < 3; round += 1) seconds.push((await whence.run(args)).seconds);
    return [
      {
        what: "Refresh with nothing changed",
        measured: median(seconds),
        unit: "s",
        reach: { atMost: 2 },
        note: "whole process, median of 3",
      },
    ];
  },
};

/** The middle value; of an even number, the upper one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
