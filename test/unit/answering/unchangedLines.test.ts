import { expect, it } from "vitest";
import { unchangedLines } from "../../../server/answering/unchangedLines.ts";

const lines = (text: string) => text.split(" ");

it.each([
  ["b c", 2, "a b c d", { startLine: 2, endLine: 3 }],
  ["bb cc", 1, "aa xx bb cc dd", { startLine: 3, endLine: 4 }],
  // Of several the nearest.
  ["bb", 5, "bb xx xx bb xx xx bb", { startLine: 4, endLine: 4 }],
  ["bb cc", 2, "aa bb xx cc", undefined],
  // What says nothing is told apart by its place alone.
  ["} )", 1, "aa } )", undefined],
  ["} )", 2, "aa } )", { startLine: 2, endLine: 3 }],
  ["aa bb", 9, "aa", undefined],
])("lines %j of line %i are in %j", (wanted, at, newer, found) => {
  expect(unchangedLines(lines(wanted), at, lines(newer))).toEqual(found);
});

it("no lines are nowhere", () => {
  expect(unchangedLines([], 1, ["aa"])).toBeUndefined();
});
