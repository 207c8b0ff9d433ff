import { expect, it } from "vitest";
import { answerMarkdown } from "../../../../extension/chat/answerMarkdown.ts";
import { answeredTurn, codePassage, specPassage } from "../../../support/webview/chatTurns.ts";

it("a copied answer has a link to the lines of each source, and its text in a fence", () => {
  const copied = answerMarkdown(answeredTurn([codePassage(1)]));
  expect(copied).toContain("**Why does no ferry leave at night?**");
  expect(copied).toContain(
    "[1] [src/timetable1.ts:1-4@a27999f](src/timetable1.ts#L1-L4) · nextDeparture, isNight",
  );
  expect(copied).toMatch(/```ts\n\/\*\* Hour of the next departure[\s\S]*\n```\n$/);
});

it("a page of a PDF, a commit and a file of an extra folder are named as they can be found", () => {
  const pdf = {
    label: "docs/a b.pdf p. 2",
    uri: "repo:docs/a b.pdf",
    path: "docs/a b.pdf",
    startLine: 1,
    endLine: 2,
    startPage: 2,
  };
  const commit = { label: "1a2b3c4", uri: "commit:1a2b3c4" };
  const extra = {
    label: "added: b.md:1",
    uri: "extra:added/b.md",
    path: "added:/b.md",
    startLine: 1,
    endLine: 1,
  };
  const passages = [pdf, commit, extra].map((citation, at) => specPassage(at + 1, "text", { citation }));
  const copied = answerMarkdown(answeredTurn(passages));
  expect(copied).toContain("[docs/a b.pdf p. 2](docs/a%20b.pdf#page=2)");
  expect(copied).toContain("[2] 1a2b3c4 ·");
  expect(copied).toContain("[3] added: b.md:1 ·");
});

it("what others wrote is no markup where it is pasted", () => {
  const title = "[x](command:y) <img src=z> `";
  const citation = { ...codePassage(1).citation, path: "a](b)/c d.ts" };
  const copied = answerMarkdown(
    answeredTurn([codePassage(1, { title, citation, text: "```\n# out\n````" })]),
  );
  expect(copied).toContain("\\[x\\](command:y) \\<img src=z\\> \\`");
  expect(copied).toContain("(a%5D%28b%29/c%20d.ts#L1-L4)");
  expect(copied).toMatch(/\n`````ts\n```\n# out\n````\n`````\n$/);
});
