import { describe, expect, it } from "vitest";
import { forEachLimited } from "../../../server/base/limiter.ts";

describe("work in limited numbers", () => {
  it("does all of it, so many at a time", async () => {
    const done: number[] = [];
    let [active, most] = [0, 0];
    await forEachLimited([1, 2, 3, 4, 5], 2, async (item) => {
      active += 1;
      most = Math.max(most, active);
      await Promise.resolve();
      active -= 1;
      done.push(item);
    });
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it("begins nothing after a failure, and waits for what is under way", async () => {
    const begun: number[] = [];
    let release = () => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isSlowDone = false;
    const all = forEachLimited([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error("first");
      await blocked;
      isSlowDone = true;
    });
    await Promise.resolve();
    release();
    await expect(all).rejects.toThrow("first");
    expect(begun).toEqual([1, 2]);
    expect(isSlowDone).toBe(true);
  });
});
