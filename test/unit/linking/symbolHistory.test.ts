import { expect, it } from "vitest";
import { LineLexer } from "../../../server/linking/symbolHistory/lineLexer.ts";
import { locateDefinition } from "../../../server/linking/symbolHistory/locateDefinition.ts";
import { alignTokens } from "../../../server/linking/symbolHistory/tokenAlignment.ts";
import { TokenTable } from "../../../server/linking/symbolHistory/tokenTable.ts";
import { VersionText } from "../../../server/linking/symbolHistory/versionText.ts";

const needed = { withSameHead: 0.05, withLikeHead: 0.3, without: 0.6 };

/** How all of `newer` is found again in `older`. */
function likeness(language: string, newer: string, older: string): string | undefined {
  const lexer = new LineLexer(language);
  const version = new VersionText(newer, lexer);
  const range = { startLine: 1, endLine: newer.split("\n").length };
  return locateDefinition(version, range, new VersionText(older, lexer), needed)?.likeness;
}

it.each([
  ["java", 'log("a long text");', 'log("a long " +\n    "text");'],
  ["java", "if (a) { b(); }", "if (a)\n  b();"],
  ["typescript", "const a = ['x', 'y'];", 'const a = [\n  "x",\n  "y",\n]'],
  ["python", '"""One two\nthree."""', '"""One\n   two three."""'],
  ["ruby", "call(a) # why not", "call(a)   # why\n# not"],
  ["c", "/* one two\n * three */\nint a;", "/* one\n * two three\n */\nint a;"],
  ["go", "func f() {\r\n\treturn\r\n}", "func f() {\n    return\n}"],
])("takes another layout of %s for the same code: %s", (language, newer, older) => {
  expect(likeness(language, newer, older)).toBe("sameCode");
});

it.each([
  ["java", "int limit = 5;", "int limit = 4;"],
  ["java", "// int limit = 5;\nint a = 5;", "int limit = 5;\nint a = 5;"],
  ["python", "# one two\ncall(a)", "# one three\ncall(a)"],
  ["typescript", 'say("Hello there");', 'say("Hello, there");'],
])("sees what changed in %s: %s", (language, newer, older) => {
  expect(likeness(language, newer, older)).not.toBe("sameCode");
});

it("finds the overload that it looks for", () => {
  const lexer = new LineLexer("java");
  const both = "int area(int a) {\n  return a * a;\n}\n\nint area(int a, int b) {\n  return a * b;\n}";
  const newer = new VersionText(both.replace("a * b", "b * a"), lexer);
  const found = locateDefinition(newer, { startLine: 5, endLine: 7 }, new VersionText(both, lexer), needed);
  expect(found).toMatchObject({ likeness: "changed", range: { startLine: 5, endLine: 7 } });
});

it("stays with the definition that stands where it stood, though another one has all its tokens", () => {
  const lexer = new LineLexer("java");
  const pair = (first: string, second: string) =>
    `class A {\n  int f() {\n    ${first}\n  }\n}\nclass B {\n  int f() {\n    ${second}\n  }\n}`;
  const newer = new VersionText(pair("return one + two;", "return three;"), lexer);
  const older = new VersionText(pair("return one + two * 3;", "return one + two;"), lexer);
  const found = locateDefinition(newer, { startLine: 2, endLine: 4 }, older, needed);
  expect(found).toMatchObject({ likeness: "changed", range: { startLine: 2, endLine: 4 } });
});

it.each([
  ["a line in the middle", 'a(\n"x" +', 'a(b,\n"x" +'],
  ["a piece of a text that goes on below", 'say("one"', 'say("one" + "two"'],
  ["lines that are gone", "}\n\n// why\n", ""],
  ["what opens a comment", "/* a", "/* a */"],
])("reads a version like another in which %s differs as if it were read alone", (_, one, other) => {
  const around = (middle: string) => `head {\n  x, y,\n  ${middle}\n  "three")\n  /* b */ c(d,\n)\n e();\n}`;
  const lexer = new LineLexer("java");
  const [newer, older] = [around(one), around(other)].map((text) => new VersionText(text, lexer));
  if (newer === undefined || older === undefined) throw new Error("two versions");
  const range = { startLine: 1, endLine: newer.lines.length };
  const oldRange = { startLine: 1, endLine: older.lines.length };
  const alone = new VersionText(around(other), new LineLexer("java", lexer.table));
  const like = older.runLike(oldRange, newer, range, newer.runOf(1, newer.lines.length));
  expect(like).toEqual(alone.runOf(1, alone.lines.length));
});

it("pairs tokens around what was put in and taken out", () => {
  const pairs = pairsOf(["a", "b", "x", "c", "a"], ["a", "b", "c", "d", "a"]);
  expect([...pairs]).toEqual([0, 1, -1, 2, 4]);
});

it("pairs landmarks in very long definitions, where a table of all tokens with all would not fit", () => {
  const words = Array.from({ length: 30_000 }, (_, at) => `w${at % 70}`);
  const pairs = pairsOf(
    ["new", ...words, "landmark", ...words],
    ["old", ...words, "x", "landmark", ...words, "y"],
  );
  expect(pairs[30_001]).toBe(30_002);
});

function pairsOf(newer: readonly string[], older: readonly string[]): Int32Array {
  const table = new TokenTable();
  const [one, other] = [newer, older].map((texts) => Int32Array.from(texts, (text) => table.numberOf(text)));
  return alignTokens(one ?? new Int32Array(), other ?? new Int32Array(), table);
}
