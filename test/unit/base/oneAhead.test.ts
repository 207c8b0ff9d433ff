import { describe, expect, it } from "vitest";
import { oneAhead } from "../../../server/base/oneAhead.ts";

describe("values that are made one ahead", () => {
  it("come in their order, the next one made while the one before is in use", async () => {
    const made: number[] = [];
    const seen: string[] = [];
    for await (const value of oneAhead(numbers(3, made))) {
      await Promise.resolve();
      seen.push(`${value} of ${made.join()}`);
    }
    expect(seen).toEqual(["1 of 1,2", "2 of 1,2,3", "3 of 1,2,3"]);
  });

  it("fail when the turn of the failure comes, not before", async () => {
    const seen: number[] = [];
    const all = async () => {
      for await (const value of oneAhead(failingAfter(2))) seen.push(value);
    };
    await expect(all()).rejects.toThrow("no third");
    expect(seen).toEqual([1, 2]);
  });

  it("end their source where whoever takes them stops", async () => {
    let isEnded = false;
    async function* endless() {
      try {
        for (let value = 1; ; value++) yield value;
      } finally {
        isEnded = true;
      }
    }
    for await (const value of oneAhead(endless())) if (value === 2) break;
    expect(isEnded).toBe(true);
  });
});

async function* numbers(count: number, made: number[]) {
  for (let value = 1; value <= count; value++) {
    made.push(value);
    yield value;
  }
}

async function* failingAfter(count: number) {
  yield* numbers(count, []);
  throw new Error("no third");
}
