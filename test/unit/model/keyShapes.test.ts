import { describe, expect, it } from "vitest";
import { keyShapes, mayHoldKeys, numberOfKey, projectOfKey } from "../../../server/model/keyShapes.ts";

const keysOf = (text: string): readonly string[] => keyShapes(text).map(({ key }) => key);

describe("keyShapes", () => {
  it.each([
    ["WH-12: log in", ["WH-12"]],
    ["see (ZOOKEEPER-1234), A_B2-3.", ["ZOOKEEPER-1234", "A_B2-3"]],
    ["WH-1/WH-2 and WH-3", ["WH-1", "WH-2", "WH-3"]],
    ["fixes #34, #35.", ["#34", "#35"]],
    ["issue#7 and PR#8", ["#7", "#8"]],
    ["Closes gh-12 and GH-13", ["#12", "#13"]],
    ["like pallets/flask#34", ["pallets/flask#34"]],
    ["See merge request group/sub/name!5", ["group/sub/name!5"]],
    ["https://jira.example.org/browse/WH-12?focused=1", ["WH-12"]],
    ["https://github.com/pallets/flask/issues/34#issuecomment-56", ["pallets/flask#34"]],
    ["https://github.com/pallets/flask/pull/35/files", ["pallets/flask#35"]],
    ["https://gitlab.com/a/b/c/-/merge_requests/9", ["a/b/c!9"]],
    ["[WH-12](https://jira.example.org/browse/WH-12)", ["WH-12", "WH-12"]],
  ])("finds the keys of %s", (text, keys) => {
    expect(keysOf(text)).toEqual(keys);
  });

  it.each([
    "UTF-8 SHA-256 ISO-8601 2026-08 RFC-2119 X86-64 AES-256 MD5-1 TLS-1",
    "CVE-2024-1234 and CVE-2024",
    "GPL-2.0 RC-1.2 ABC-1.5",
    "#fff #fff000 color: #123 background #123456",
    "#define A 1\n#1 first\n#2 second\n# 3 heading\n### 4",
    "step #2, option #3 and the #1 reason",
    "// #1 seek, then stage #2 and request #3",
    "&#34; Class#34 path/#34 $#1 %#12x",
    "fooWH-12 my.WH-12 x-WH-12 WH-12a WH-12_b",
    "src/WH-12/a.ts C:\\WH-12 WH-12/a.ts",
    "https://example.org/WH-12/page https://example.org/?a=WH-12#34",
    "WH-0 WH-012 #0 #012",
    "hello!5 wow !5",
  ])("takes nothing for a key in %j", (text) => {
    expect(keysOf(text)).toEqual([]);
  });

  it("says where they stand, behind characters of any width", () => {
    const text = "é𝒳 WH-12";
    const [shape] = keyShapes(text);
    expect(text.slice(shape?.start, shape?.end)).toBe("WH-12");
  });

  it("may only be spared where there is none", () => {
    for (const text of ["WH-12", "#3", "gh-4", "https://a.org/x/y/pull/5", "a_B-1 WH_-2"])
      expect(mayHoldKeys(text) || keysOf(text).length === 0).toBe(true);
    expect(mayHoldKeys("nothing of the kind - 1 # 2")).toBe(false);
  });

  it("takes keys apart", () => {
    expect(["WH-12", "#34", "a/b#34", "!5"].map(projectOfKey)).toEqual(["WH", "#", "a/b#", "!"]);
    expect(["WH-12", "a/b#34"].map(numberOfKey)).toEqual([12, 34]);
  });

  it.each([
    "A".repeat(2_000_000),
    "#".repeat(2_000_000),
    "A-".repeat(1_000_000),
    `http://${"a/".repeat(1_000_000)}`,
  ])("reads 2 MB of one sort without growing slower", (text) => {
    expect(keysOf(text)).toEqual([]);
  });
});
