import { expect, it } from "vitest";
import { nestsDeeperThan } from "../../../server/chunking/parsing/bracketNesting.ts";

it.each([
  ["", false],
  ["(((".repeat(2), true],
  ["([{".concat("}])").repeat(9), false],
  ["() ".repeat(1000), false],
  [")".repeat(1000).concat("(((("), false],
  [")".repeat(1000).concat("((((("), false],
  [")".repeat(1000).concat("(((((("), true],
  ["{".repeat(6), true],
])("%# counts what stands open, not what stands there", (text, isDeep) => {
  expect(nestsDeeperThan(5, text)).toBe(isDeep);
});
