import { describe, expect, it } from "vitest";
import { isOneEditAway } from "../../../server/answering/editDistance.ts";

describe("one edit", () => {
  it.each([
    ["Blueprint", "Bluprint"],
    ["Blueprint", "Blueprints"],
    ["Blueprint", "Bluepirnt"],
    ["Blueprint", "blueprant"],
    ["a", "ab"],
  ])("is between %s and %s", (one, other) => {
    expect(isOneEditAway(one, other)).toBe(true);
    expect(isOneEditAway(other, one)).toBe(true);
  });

  it.each([
    ["Blueprint", "Blueprint"],
    ["Blueprint", "BLUEPRINT"],
    ["Blueprint", "Blprint"],
    ["Blueprint", "Bleuprnit"],
    ["", "ab"],
  ])("is not between %s and %s", (one, other) => {
    expect(isOneEditAway(one, other)).toBe(false);
  });
});
