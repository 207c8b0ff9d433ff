import { expect, it } from "vitest";
import { fileId, symbolId, symbolPlace } from "../../../server/model/graphIds.ts";

it.each([
  ["src/a.ts", "refund", 1],
  ["src/tracer.ts", "Tracer.#ofSymbol", 1],
  ["src/a.ts", "area", 2],
  ["src/a.cpp", "Refund.~Refund", 3],
])(
  "reads file and name out of the identity of a definition: %s %s, number %i",
  (path, qualifiedName, ordinal) => {
    expect(symbolPlace(symbolId(path, qualifiedName, ordinal))).toEqual({ path, qualifiedName });
  },
);

it("takes no file for a definition", () => {
  expect(symbolPlace(fileId("src/a.ts"))).toBeUndefined();
});
