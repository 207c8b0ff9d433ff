import { describe, expect, it } from "vitest";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { testNameKeys } from "../../../server/chunking/parsing/testNameKeys.ts";

const wasm = createCodeParser({ engine: "wasm" });
const native = createCodeParser({ engine: "native" });

/** `line place key` of each mention, read by both engines where both load. */
async function mentioned(language: string, text: string): Promise<readonly string[]> {
  const [first, second] = [await wasm.parse(language, text), await native.parse(language, text)];
  if ((await native.engineOf(language)).engine !== "none") expect(second.mentions).toEqual(first.mentions);
  return (first.mentions ?? []).map(({ line, place, key }) => `${line} ${place} ${key}`);
}

describe("keys in code", () => {
  it.each([
    [
      "bash",
      '# see WH-1\n\nname="WH-2"\necho "#34"\nf() {\n  : # TODO WH-3\n}\n',
      ["1 comment WH-1", "6 todo WH-3"],
    ],
    [
      "c",
      '// see WH-1\n\nint a;\n/** about WH-2 */\nint f(void) { return "WH-3"[0]; }\n',
      ["1 comment WH-1", "4 docComment WH-2"],
    ],
    [
      "cpp",
      '/// about WH-1\nint f() { return g("WH-2"); } // WH-3\nTEST(Login, WH_4) { /* WH-5 */ }\n',
      ["1 docComment WH-1", "2 comment WH-3", "3 comment WH-5"],
    ],
    [
      "csharp",
      '/// about WH-1\nclass A { [Fact(DisplayName = "WH-2: log in")] void F() { Call("WH-3"); } }\n',
      ["1 docComment WH-1", "2 testName WH-2"],
    ],
    [
      "go",
      'package a\n\n// F: see #34\nfunc F() { g("#35") }\nfunc TestF(t *testing.T) { t.Run("WH-1 log in", f) }\n',
      ["3 docComment #34", "5 testName WH-1"],
    ],
    [
      "java",
      '/**\n * As of WH-1.\n */\nclass ATest {\n  // FIXME: WH-2\n  @Test @DisplayName("WH-3") void testWH4() { call("WH-5"); }\n}\n',
      ["2 docComment WH-1", "5 todo WH-2", "6 testName WH-3", "6 testName WH-4"],
    ],
    [
      "javascript",
      'describe("WH-1", () => {\n  it("does WH-2", () => { call("WH-3"); /* WH-4 */ });\n  it.each([1])(`WH-5 %s`, f);\n});\n',
      ["1 testName WH-1", "2 testName WH-2", "2 comment WH-4", "3 testName WH-5"],
    ],
    [
      "kotlin",
      '// WH-1\nclass A {\n  /** WH-2 */\n  fun f() = g("WH-3")\n}\n',
      ["1 docComment WH-1", "3 docComment WH-2"],
    ],
    [
      "php",
      '<?php\n// WH-1\n\nfunction f() { return "WH-2"; }\nit("does WH-3", fn () => 1);\n',
      ["2 comment WH-1", "5 testName WH-3"],
    ],
    [
      "powershell",
      '# WH-1\n\nfunction F { "WH-2" }\nDescribe "WH-3" { It "WH-4" { } }\n',
      ["1 comment WH-1", "4 testName WH-3", "4 testName WH-4"],
    ],
    [
      "python",
      '"""About WH-1."""\n\ndef test_wh_2_login():\n    """As WH-3 says."""\n    x = "WH-4"  # gh-56\n',
      ["1 docComment WH-1", "3 testName WH-2", "4 docComment WH-3", "5 comment #56"],
    ],
    [
      "ruby",
      '# WH-1\n\ndescribe "WH-2" do\n  it "does WH-3" do\n    x = "WH-4"\n  end\nend\n',
      ["1 comment WH-1", "3 testName WH-2", "4 testName WH-3"],
    ],
    [
      "rust",
      '//! WH-1\n/// WH-2\nfn f() { g("WH-3"); /* WH-4 */ }\n',
      ["1 docComment WH-1", "2 docComment WH-2", "3 comment WH-4"],
    ],
    [
      "scala",
      '// WH-1\n\nclass A {\n  test("WH-2") { g("WH-3") }\n}\n',
      ["1 comment WH-1", "4 testName WH-2"],
    ],
    ["tsx", 'const a = <b>WH-1 {/* WH-2 */}</b>;\nit("WH-3", f);\n', ["1 comment WH-2", "2 testName WH-3"]],
    [
      "typescript",
      '// See https://github.com/a/b/issues/34\nconst re = /WH-1/;\nconst s = `WH-2` /* WH-3 */;\ntest("WH-4", () => {});\n',
      ["1 docComment a/b#34", "3 comment WH-3", "4 testName WH-4"],
    ],
  ])("%s", async (language, text, expected) => {
    expect(await mentioned(language, text)).toEqual(expected);
  });

  it("gives nothing at all for code that has none", async () => {
    expect(await wasm.parse("typescript", 'const a = "WH-1" + x[i-1];\n')).not.toHaveProperty("mentions");
  });

  it("shows the words around, and the line of the text behind characters of any width", async () => {
    const { mentions } = await wasm.parse(
      "typescript",
      'const s = "𝒳é";\n/* 𝒳 */ // TODO(ann): WH-1 goes away\n',
    );
    expect(mentions).toEqual([
      { key: "WH-1", place: "todo", role: "notFixed", line: 2, text: "/* 𝒳 */ // TODO(ann): WH-1 goes away" },
    ]);
  });

  it("bounds what it asks of a file full of keys", async () => {
    const text = Array.from({ length: 5_000 }, (_, at) => `// WH-${at + 1}`).join("\n");
    const { mentions } = await wasm.parse("typescript", text);
    expect(mentions).toHaveLength(2_000);
  });
});

describe("testNameKeys", () => {
  it.each([
    ["testZOOKEEPER1234", ["ZOOKEEPER-1234"]],
    ["test_WH_12_login", ["WH-12"]],
    ["TestWH12", ["WH-12"]],
    ["ZOOKEEPER1234Test", ["ZOOKEEPER-1234"]],
    ["test_gh_34", ["#34"]],
    ["testIssue34", ["#34"]],
    ["test_login_issue_34_again", ["#34"]],
    ["testLogin", []],
    ["test_utf_8", []],
    ["testSHA256", []],
    ["login_WH_12", []],
    ["test_with_2_users", []],
  ])("%s", (name, keys) => {
    expect(testNameKeys({ name, kind: "method" })).toEqual(keys);
  });

  it("looks at nothing that is no test", () => {
    expect(testNameKeys({ name: "testWH12", kind: "constant" })).toEqual([]);
  });
});
