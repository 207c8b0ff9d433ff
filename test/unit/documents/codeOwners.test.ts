import { describe, expect, it } from "vitest";
import { readCodeOwners } from "../../../server/documents/codeOwners.ts";

function ownersOf(path: string, text: string): readonly string[] {
  return readCodeOwners(text)
    .of(path)
    .flatMap(({ owners }) => owners);
}

describe("patterns of CODEOWNERS", () => {
  it.each([
    ["*", "a/b.ts", true],
    ["*.js", "a/b.js", true],
    ["*.js", "a/b.jsx", false],
    ["/build/logs/", "build/logs/a/b.log", true],
    ["/build/logs/", "x/build/logs/a.log", false],
    ["docs/*", "docs/a.md", true],
    ["docs/*", "docs/a/b.md", false],
    ["apps/", "x/apps/y/z.ts", true],
    ["apps/", "x/apps", false],
    ["/docs", "docs/a/b.md", true],
    ["**/logs", "a/b/logs/c.txt", true],
    ["**/logs", "a/blogs/c.txt", false],
    ["/src/**/a?.ts", "src/x/y/ab.ts", true],
    ["/src/**/a?.ts", "src/ab.ts", true],
    ["/src/**/a?.ts", "src/x/abc.ts", false],
    ["my\\ docs/", "my docs/a.md", true],
    ["/a/b.ts", "A/b.ts", false],
  ])("%s on %s", (pattern, path, expected) => {
    expect(ownersOf(path, `${pattern} @ann`)).toEqual(expected ? ["@ann"] : []);
  });

  it("answers at once for patterns of many wildcards", () => {
    expect(ownersOf(`${"a".repeat(10_000)}`, `${"*a".repeat(2_000)}b @ann`)).toEqual([]);
    expect(ownersOf(`${"a/".repeat(500)}a`, `/${"**/a/".repeat(200)}b @ann`)).toEqual([]);
  });
});

describe("readCodeOwners", () => {
  it("takes the last rule that matches, also where it names nobody, and says where it stands", () => {
    const owners = readCodeOwners(
      "# all\n*       @ann @org/team\n*.md    docs@example.org # words\n/free/\n\nbroken",
    );
    expect(owners.of("a.ts")).toEqual([{ owners: ["@ann", "@org/team"], pattern: "*", line: 2 }]);
    expect(owners.of("a.md")[0]?.owners).toEqual(["docs@example.org"]);
    expect(owners.of("free/a.ts")).toEqual([]);
  });

  it("reads the sections of GitLab, each with its own last rule and its owners", () => {
    const text =
      "* @ann\n\n[Docs][2] @docs\n*.md\n/README.md @bob\n\n^[Tests]\n/test/ @cem\n!/test/golden/\n";
    const owners = readCodeOwners(text);
    expect(owners.of("a.md")).toEqual([
      { owners: ["@ann"], pattern: "*", line: 1 },
      { owners: ["@docs"], pattern: "*.md", line: 4, section: "docs" },
    ]);
    expect(ownersOf("README.md", text)).toEqual(["@ann", "@bob"]);
    expect(ownersOf("test/a.ts", text)).toEqual(["@ann", "@cem"]);
    expect(ownersOf("test/golden/a.ts", text)).toEqual(["@ann"]);
  });
});
