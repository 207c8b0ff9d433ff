import { describe, expect, it } from "vitest";
import { maskCode } from "../../../server/ide/reading/codeMask.ts";

describe("a text without comments and texts", () => {
  it.each([
    ["typescript", "a(); // b\nc", "a();     \nc"],
    ["typescript", "a /* b\nc */ d", "a     \n     d"],
    ["typescript", "f(\"a // b\", 'c')", "f(\"      \", ' ')"],
    ["typescript", "`a $\u007bb(`c $\u007bd}`)} e` + f", "`  $\u007bb(`  $\u007bd}`)}  ` + f"],
    ["typescript", 'x = a / b / c; y = /[/"]`/.test(z)', "x = a / b / c; y = /     /.test(z)"],
    ["typescript", "it's\nfine()", "it' \nfine()"],
    ["python", 'def a():\n  """b\n  c()"""\n  d  # e', 'def a():\n  "  \n     "\n  d     '],
    ["rust", "fn a<'b>(c: &'b str) { 'x'; '\\n' }", "fn a<'b>(c: &'b str) { ' '; '  ' }"],
    ["java", 'char a = \'"\'; b("c");', "char a = ' '; b(\" \");"],
    ["bash", "a=$\u007b#b} # c", "a=$\u007b#b}    "],
  ])("in %s: %j", (language, text, expected) => {
    const masked = maskCode(text, language);
    expect(masked).toHaveLength(text.length);
    const shown = masked.replace(/\s/g, "");
    expect(shown).toBe(expected.replace(/\s/g, ""));
  });

  it("keeps offsets and lines of a text that ends in the middle of something", () => {
    for (const text of ["`a ${b", "/* a\nb", '"a\\', "'", "/", "${`", "a\n`b $\u007b { c: `d` } } e"]) {
      const masked = maskCode(text, "typescript");
      expect(masked).toHaveLength(text.length);
      expect(masked.split("\n")).toHaveLength(text.split("\n").length);
    }
  });
});
