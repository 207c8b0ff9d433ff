import { describe, expect, it } from "vitest";
import { proseMentions } from "../../../../server/documents/mentions/proseMentions.ts";

function named(text: string, from = 0): readonly string[] {
  return proseMentions(text.split("\n"), from).map(({ line, place, key }) => `${line} ${place} ${key}`);
}

describe("proseMentions", () => {
  it("tells links from text", () => {
    const text =
      "As WH-1 says.\nSee [WH-2](WH-2-login.md) and [the login](WH-3-login.md).\nhttps://github.com/a/b/issues/34\n[x] WH-4";
    expect(named(text)).toEqual([
      "1 prose WH-1",
      "2 link WH-2",
      "2 link WH-3",
      "3 link a/b#34",
      "4 prose WH-4",
    ]);
  });

  it("leaves out front matter, code between fences, and headings without a space", () => {
    expect(named("---\nid: WH-1\n---\n#12 Title\n```\nWH-2\n~~~\nWH-3\n```\nWH-4", 3)).toEqual([
      "10 prose WH-4",
    ]);
  });

  it("bounds what it takes of a list of all changes", () => {
    expect(proseMentions(Array.from({ length: 5_000 }, (_, at) => `- WH-${at + 1}`))).toHaveLength(2_000);
  });
});
