import { describe, expect, it } from "vitest";
import { cancelledError } from "../../../server/base/errors.ts";
import { type Job, JobQueue } from "../../../server/session/jobQueue.ts";

describe("one long job per folder", () => {
  it("a newer look at the whole folder takes the place of an older one, and of paths", async () => {
    const work = recorded();
    work.queue.want({ kind: "whole" }, "first");
    work.queue.want({ kind: "paths", paths: ["a.ts"] }, "a.ts changed");
    work.queue.want({ kind: "whole" }, "HEAD moved");
    await work.finished(2);
    expect(work.done).toEqual(["whole (first) stopped", "whole (HEAD moved) done"]);
  });

  it("an inference gives way to paths", async () => {
    const work = recorded();
    work.queue.want({ kind: "infer" }, "changed");
    work.queue.want({ kind: "paths", paths: ["a.ts"] }, "a.ts changed");
    await work.finished(2);
    expect(work.done).toEqual(["infer (changed) stopped", "paths a.ts (a.ts changed) done"]);
    expect(work.queue.isIdle).toBe(true);
  });

  it("paths that come while others are read are read together with what was left", async () => {
    const work = recorded();
    work.queue.want({ kind: "paths", paths: ["a.ts"] }, "a.ts changed");
    work.queue.want({ kind: "paths", paths: ["b.ts"] }, "b.ts changed");
    await work.finished(2);
    expect(work.done[1]).toMatch(/^paths b\.ts,a\.ts .* done$/);
  });

  it("what is held back goes on when it is released, with what was interrupted", async () => {
    const work = recorded();
    work.queue.want({ kind: "whole" }, "first");
    await work.queue.hold();
    work.queue.want({ kind: "paths", paths: ["a.ts"] }, "a.ts changed");
    expect(work.done).toEqual(["whole (first) stopped"]);
    work.queue.release();
    await work.finished(3);
    expect(work.done.slice(1)).toEqual(["paths a.ts (a.ts changed) done", "whole (first) done"]);
    expect(work.queue.isIdle).toBe(true);
  });

  it("a rebuild that is stopped is continued by a look at the whole folder", async () => {
    const work = recorded();
    work.queue.want({ kind: "rebuild" }, "asked for");
    await work.queue.hold();
    work.queue.release();
    await work.finished(2);
    expect(work.done).toEqual(["rebuild (asked for) stopped", "whole (asked for) done"]);
  });
});

/** A queue whose jobs end when the event loop comes round, or at once where they are stopped. */
function recorded() {
  const done: string[] = [];
  let isDone = () => {};
  const perform = async (job: Job, cause: string, signal: AbortSignal) => {
    const name = `${job.kind}${job.kind === "paths" ? ` ${job.paths}` : ""} (${cause})`;
    await new Promise((resolve) => setImmediate(resolve));
    done.push(`${name} ${signal.aborted ? "stopped" : "done"}`);
    isDone();
    if (signal.aborted) throw cancelledError();
  };
  const queue = new JobQueue({ perform, log: () => undefined, now: () => 0 });
  queue.release();
  const finished = async (count: number) => {
    while (done.length < count)
      await new Promise<void>((resolve) => {
        isDone = resolve;
      });
    // The queue hears of the end after the job does.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, done, finished };
}
