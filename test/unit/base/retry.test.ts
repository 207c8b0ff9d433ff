import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { FailureJudgement, RetryClock } from "../../../server/base/retry.ts";
import { Retrier, retryAfterMs } from "../../../server/base/retry.ts";

const nowMs = Date.parse("2026-11-21T12:00:00Z");

describe("how long a server asks to wait", () => {
  it.each([
    [{ "retry-after": "120" }, 120_000],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after": "Sat, 21 Nov 2026 12:01:00 GMT" }, 60_000],
    [{ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after-ms": "40", "retry-after": "9" }, 40],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("%j is %s ms", (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), nowMs)).toBe(expected);
  });
});

describe("repeating", () => {
  function watched(judge: () => FailureJudgement, attempts = 5) {
    const pauses: number[] = [];
    let timeMs = nowMs;
    const clock: RetryClock = {
      now: () => timeMs,
      random: () => 0,
      async sleep(delayMs) {
        pauses.push(delayMs);
        timeMs += delayMs;
      },
    };
    const policy = { attempts, firstPauseMs: 100, longestPauseMs: 300, longestWaitMs: 1_000, judge };
    return { pauses, retrier: new Retrier(policy, clock) };
  }
  const failing = (times: number) => {
    let left = times;
    return async () => {
      if (left-- > 0) throw new Error("not yet");
      return "done";
    };
  };

  it("goes on with pauses that double up to a bound, halved at most by chance", async () => {
    const { pauses, retrier } = watched(() => ({ isPassing: true }));
    expect(await retrier.run(failing(4))).toBe("done");
    expect(pauses).toEqual([50, 100, 150, 150]);
  });

  it("ends after the last attempt, at a lasting failure, and where the server wants too long a pause", async () => {
    await expect(watched(() => ({ isPassing: true }), 2).retrier.run(failing(2))).rejects.toThrow("not yet");
    const lasting = watched(() => ({ isPassing: false }));
    await expect(lasting.retrier.run(failing(1))).rejects.toThrow("not yet");
    const long = watched(() => ({ isPassing: true, waitMs: 2_000 }));
    await expect(long.retrier.run(failing(1))).rejects.toThrow("not yet");
    expect([...lasting.pauses, ...long.pauses]).toEqual([]);
  });

  it("a pause of nothing is no pause that a server wants", async () => {
    const { pauses, retrier } = watched(() => ({ isPassing: true, waitMs: 0 }));
    expect(await retrier.run(failing(2))).toBe("done");
    expect(pauses).toEqual([50, 100]);
  });

  it("a pause that the server wants holds back other work too", async () => {
    const { pauses, retrier } = watched(() => ({ isPassing: true, waitMs: 700 }), 2);
    await retrier.run(failing(1));
    expect(pauses).toEqual([700]);

    let timeMs = nowMs;
    const waiting: (() => void)[] = [];
    const sleep = () => new Promise<void>((resolve) => waiting.push(resolve));
    const policy = { attempts: 2, firstPauseMs: 100, longestPauseMs: 300, longestWaitMs: 1_000 };
    const judge = () => ({ isPassing: true, waitMs: 700 });
    const held = new Retrier({ ...policy, judge }, { now: () => timeMs, random: () => 0, sleep });
    const first = held.run(failing(1));
    await setImmediate();
    const begun: number[] = [];
    const other = held.run(async () => void begun.push(timeMs));
    await setImmediate();
    expect(begun).toEqual([]);
    timeMs += 700;
    for (const wake of waiting) wake();
    await Promise.all([first, other]);
    expect(begun).toEqual([nowMs + 700]);
  });
});
