import { describe, expect, it } from "vitest";
import { readPathGlob } from "../../../server/stores/pathGlob.ts";

const matches = (glob: string, path: string) => new RegExp(readPathGlob(glob).regex, "su").test(path);

describe("path globs", () => {
  it.each([
    ["*.ts", "a.ts"],
    ["*.ts", "src/deep/a.ts"],
    ["src/*.ts", "src/a.ts"],
    ["src/**", "src/deep/a.ts"],
    ["src/**/a.ts", "src/a.ts"],
    ["src/**/a.ts", "src/x/y/a.ts"],
    ["**/a.ts", "a.ts"],
    ["**/*.test.ts", "x/y.test.ts"],
    ["src", "src/a.ts"],
    ["src/", "src/deep/a.ts"],
    ["./src/a.ts", "src/a.ts"],
    ["/src/a.ts", "src/a.ts"],
    ["server/stores", "server/stores/lance/a.ts"],
    ["a?.ts", "ab.ts"],
    ["[a-c].ts", "b.ts"],
    ["[!a].ts", "b.ts"],
    ["*.{ts,tsx}", "x/a.tsx"],
    ["src/{a,b{1,2}}/*", "src/b2/x"],
    ["a[.ts", "a[.ts"],
    ["a{.ts", "a{.ts"],
    ["a}.ts", "a}.ts"],
    ["\\*.ts", "*.ts"],
    ["[]].ts", "].ts"],
    ["[z-a].ts", "-.ts"],
    ["naïve/*.ts", "naïve/é.ts"],
    ["😀?.ts", "😀😀.ts"],
    ["a+(b)|c^$.ts", "a+(b)|c^$.ts"],
    ["my-file.ts", "src/my-file.ts"],
    ["[a-c]-\\-#&~?.ts", "b--#&~x.ts"],
  ])("%s matches %s", (glob, path) => {
    expect(matches(glob, path)).toBe(true);
  });

  it.each([
    ["*.ts", "a.tsx"],
    ["src/*.ts", "src/deep/a.ts"],
    ["src/*.ts", "lib/src/a.ts"],
    ["src/**", "src2/a.ts"],
    ["src/*", "src/deep/a.ts"],
    ["src/", "lib/src"],
    ["/a.ts", "src/a.ts"],
    ["a?.ts", "a/.ts"],
    ["[!a].ts", "/.ts"],
    ["\\*.ts", "a.ts"],
    ["a.ts", "a-ts"],
    ["*.{ts,js}", "a.py"],
  ])("%s does not match %s", (glob, path) => {
    expect(matches(glob, path)).toBe(false);
  });

  it("says where a prefix or suffix decides alone", () => {
    expect(readPathGlob("src/**")).toMatchObject({ decidedBy: "prefix", prefix: "src/" });
    expect(readPathGlob("*.ts")).toMatchObject({ decidedBy: "suffix", suffix: ".ts" });
    expect(readPathGlob("**/*.test.ts")).toMatchObject({ decidedBy: "suffix", suffix: ".test.ts" });
    expect(readPathGlob("src/*.ts").decidedBy).toBe("regex");
    expect(readPathGlob("a.ts").decidedBy).toBe("regex");
    expect(readPathGlob("s*c/**").decidedBy).toBe("regex");
  });
});
