import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { WorkerPool, type WorkerPoolOptions } from "../../../server/base/workerPool.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

/** A thread that answers "hello" and never ends anything else. */
const thread = `
  import { parentPort } from "node:worker_threads";
  parentPort.on("message", ({ job, work }) => {
    while (work !== "hello") continue;
    parentPort.postMessage({ job, result: work });
  });
`;
const opened: WorkerPool<string, string>[] = [];

afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

it("an abort ends a thread that would work for ever, and the next job gets a new one", async () => {
  const pool = poolOf({ isEndedByAbort: true });
  const controller = new AbortController();
  const [busy, waiting, queued] = ["for ever", "hello", "hello"].map((work) => {
    return pool.run(work, controller.signal).catch((reason: unknown) => reason);
  });
  controller.abort("enough");
  expect([await busy, await queued]).toEqual(["enough", "enough"]);
  expect(await waiting).not.toBe("hello");
  expect(await pool.run("hello")).toBe("hello");
});

it("an abort leaves a thread alone whose jobs are short", async () => {
  const pool = poolOf({});
  const controller = new AbortController();
  const forgotten = pool.run("hello", controller.signal).catch((reason: unknown) => reason);
  controller.abort("enough");
  expect(await forgotten).toBe("enough");
  expect(await pool.run("hello")).toBe("hello");
});

it("a job whose signal was given before does not start", async () => {
  const pool = poolOf({});
  await expect(pool.run("hello", AbortSignal.abort("enough"))).rejects.toBe("enough");
  expect(pool.isRunning).toBe(false);
});

it("a finished job listens to its signal no more", async () => {
  const pool = poolOf({});
  const listeners = new Set<unknown>();
  const { signal } = new AbortController();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...[type, listener, options]: Parameters<typeof add>) => {
    listeners.add(listener);
    add(type, listener, options);
  };
  signal.removeEventListener = (...[type, listener]: Parameters<typeof remove>) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  await pool.run("hello", signal);
  expect(listeners.size).toBe(0);
});

function poolOf(options: Partial<WorkerPoolOptions>): WorkerPool<string, string> {
  const script = path.join(temporaryFolder(), "thread.mjs");
  writeFileSync(script, thread);
  const pool = new WorkerPool<string, string>({
    script,
    workerData: undefined,
    size: 1,
    stopped: () => new Error("The thread stopped."),
    ...options,
  });
  opened.push(pool);
  return pool;
}
