import { workerData } from "node:worker_threads";
import type { KillPlan, PhaseNumbers } from "../phases.ts";
import { placesOf } from "../phases.ts";

// Kills the process that it is a thread of, in the middle of a step of the planned phase. The signal is the one that
// cannot be caught: no handler runs, nothing is flushed, native threads stop where they are.
const { numbers, plan } = workerData as { readonly numbers: PhaseNumbers; readonly plan: KillPlan };
const { entered, active } = placesOf(plan.phase);
const nothing = new Int32Array(new SharedArrayBuffer(4));

for (;;) {
  const seen = Atomics.load(numbers, entered);
  if (seen >= plan.entry) break;
  Atomics.wait(numbers, entered, seen);
}
if (plan.delayMs > 0) Atomics.wait(nothing, 0, 0, plan.delayMs);
while (!isInside()) Atomics.wait(nothing, 0, 0, 0.2);
process.kill(process.pid, "SIGKILL");

/** A phase that reads goes on while the stores are written, which would be another phase's hit. */
function isInside(): boolean {
  if (Atomics.load(numbers, active) === 0) return false;
  if (plan.phase !== "reading" && plan.phase !== "embedding") return true;
  const stores = [placesOf("lanceWrite"), placesOf("sqliteCommit"), placesOf("optimise")];
  return stores.every((place) => Atomics.load(numbers, place.active) === 0);
}
