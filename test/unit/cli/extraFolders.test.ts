import path from "node:path";
import { expect, it } from "vitest";
import { readArguments } from "../../../server/cli/arguments.ts";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { placeLabel } from "../../../shared/model/place.ts";

it("takes any number of folders to include and to forget", () => {
  const words = readArguments(["index", "--include", "a", "--include=b", "--forget", "c"]);
  expect(words).toMatchObject({ include: ["a", "b"], forget: ["c"] });
  expect(readArguments(["index"])).toMatchObject({ include: [], forget: [] });
  expect(() => readArguments(["search", "x", "--include", "a"])).toThrow(/has no option --include/);
});

it("reads the setting from the environment as a list of paths, which may hold commas", () => {
  const WHENCE_SOURCES_EXTRA_FOLDERS = ["/a, b", "", "/c"].join(path.delimiter);
  expect(readSettings({ WHENCE_SOURCES_EXTRA_FOLDERS })["whence.sources.extraFolders"]).toEqual([
    "/a, b",
    "/c",
  ]);
});

it("writes places with the folder's name, pages and cells", () => {
  const lines = { startLine: 3, endLine: 9 };
  expect(placeLabel({ path: "src/a.ts", ...lines })).toBe("src/a.ts:3-9");
  expect(placeLabel({ path: "handbook:/a.md", startLine: 4, endLine: 4 })).toBe("handbook: a.md:4");
  expect(placeLabel({ path: "prd.pdf", ...lines, startPage: 12, endPage: 12 })).toBe("prd.pdf p. 12");
  expect(placeLabel({ path: "handbook:/prd.pdf", ...lines, startPage: 2, endPage: 3 })).toBe(
    "handbook: prd.pdf pp. 2-3",
  );
  expect(placeLabel({ path: "nb.ipynb", ...lines, startCell: 7, endCell: 8 })).toBe("nb.ipynb cells 7-8");
});
