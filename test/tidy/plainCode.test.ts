import { beforeAll, describe, expect, it } from "vitest";
import { environmentName, settings } from "../../shared/settings.ts";
import type { SourceFile } from "./sourceTree.ts";
import { descendants, readSourceFiles } from "./sourceTree.ts";

describe("plain code", () => {
  let files: readonly SourceFile[];

  beforeAll(async () => {
    files = await readSourceFiles(["server", "shared", "extension", "webview"]);
  });

  it("nothing is written to the console", () => {
    expect(places(files, (node) => node.type === "identifier" && node.text === "console")).toEqual([]);
  });

  it("no type is any, and no value is waved through with !", () => {
    const isLoose = (node: { readonly type: string; readonly text: string }): boolean =>
      (node.type === "predefined_type" && node.text === "any") || node.type === "non_null_expression";
    expect(places(files, isLoose)).toEqual([]);
  });

  it("no folder or file collects what belongs nowhere", () => {
    const misnamed = files.filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(file.path),
    );
    expect(misnamed.map((file) => file.path)).toEqual([]);
  });
});

describe("settings", () => {
  it("each has an environment variable of its own", () => {
    const names = settings.map(({ key }) => environmentName(key));
    expect(new Set(names).size).toBe(settings.length);
    expect(names).toContain("WHENCE_INDEX_MAX_FILE_SIZE_KB");
  });
});

function places(
  files: readonly SourceFile[],
  isWanted: (node: { readonly type: string; readonly text: string }) => boolean,
): readonly string[] {
  return files.flatMap((file) =>
    [...descendants(file.root)].filter(isWanted).map((node) => `${file.path}:${node.startPosition.row + 1}`),
  );
}
