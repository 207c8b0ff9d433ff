import { execFileSync } from "node:child_process";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { Measurement } from "./measurement.ts";

const runs = 11;

/** How long the editor's extension host is kept by loading and activating the extension. */
export const extensionActivation: Measurement = {
  name: "activation",
  needsNoStore: true,
  measure() {
    const script = path.join(packageRoot(), "test/support/editor/activationProcess.ts");
    const timesMs = Array.from({ length: runs }, () =>
      Number(execFileSync(process.execPath, [script], { encoding: "utf8" })),
    );
    const measured = timesMs.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
    return Promise.resolve([
      {
        what: "activation of the extension",
        measured,
        unit: "ms",
        reach: { atMost: 30 },
        note: `median of ${runs} new processes`,
      },
    ]);
  },
};
