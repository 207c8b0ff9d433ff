import { openSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { KillPlan, Phase } from "./phases.ts";
import { phaseBytes, placesOf } from "./phases.ts";

/**
 * Says before and after each real step which phase is under way: in shared memory for the thread that kills, and in a
 * file, written before the step goes on, for the parent who asks afterwards what was hit.
 */
export class PhaseMarks {
  readonly #numbers = new Int32Array(new SharedArrayBuffer(phaseBytes));
  readonly #bytes = new Uint8Array(this.#numbers.buffer);
  readonly #file: number;

  constructor(marksFile: string) {
    this.#file = openSync(marksFile, "w");
    this.#write();
  }

  /** Starts the thread that kills this process as planned: it also hits synchronous calls of this thread. */
  killAt(plan: KillPlan): void {
    const workerData = { numbers: this.#numbers, plan };
    new Worker(new URL("children/killerThread.ts", import.meta.url), { workerData }).unref();
  }

  enter(phase: Phase): void {
    const { active } = placesOf(phase);
    this.#numbers[active] = (this.#numbers[active] ?? 0) + 1;
    this.tick(phase);
  }

  /** Another step of a phase that is under way. */
  tick(phase: Phase): void {
    this.#write();
    const { entered, active } = placesOf(phase);
    Atomics.add(this.#numbers, entered, 1);
    Atomics.notify(this.#numbers, entered);
    Atomics.notify(this.#numbers, active);
  }

  leave(phase: Phase): void {
    Atomics.sub(this.#numbers, placesOf(phase).active, 1);
    this.#write();
  }

  #write(): void {
    writeSync(this.#file, this.#bytes, 0, phaseBytes, 0);
  }
}

type Method = (this: object, ...values: never[]) => unknown;

/** Marks each call of methods of a class as a step of `phase`, from the call to its return or its promise's end. */
export function markMethods(
  marks: PhaseMarks,
  phase: Phase,
  type: { readonly prototype: object },
  names: readonly string[],
): void {
  const methods = type.prototype as Record<string, Method>;
  for (const name of names) {
    const original = methods[name];
    if (original === undefined) throw new Error(`There is no method ${name} to be marked any more.`);
    methods[name] = function marked(...values) {
      marks.enter(phase);
      let result: unknown;
      try {
        result = original.apply(this, values);
      } catch (error) {
        marks.leave(phase);
        throw error;
      }
      if (result instanceof Promise) return result.finally(() => marks.leave(phase));
      marks.leave(phase);
      return result;
    };
  }
}

/** The same for methods that give items one after the other; each item is a step. */
export function markStreams(
  marks: PhaseMarks,
  phase: Phase,
  type: { readonly prototype: object },
  names: readonly string[],
): void {
  const methods = type.prototype as Record<string, (...values: never[]) => AsyncIterable<unknown>>;
  for (const name of names) {
    const original = methods[name];
    if (original === undefined) throw new Error(`There is no method ${name} to be marked any more.`);
    methods[name] = async function* marked(...values) {
      marks.enter(phase);
      try {
        for await (const item of original.apply(this, values)) {
          marks.tick(phase);
          yield item;
        }
      } finally {
        marks.leave(phase);
      }
    };
  }
}
