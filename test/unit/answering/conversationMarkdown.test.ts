import { expect, it } from "vitest";
import { conversationMarkdown } from "../../../server/answering/conversationMarkdown.ts";
import type { Passage } from "../../../shared/model/answer.ts";
import type { Conversation, Turn } from "../../../shared/model/conversation.ts";

const turn: Turn = {
  id: "t1",
  question: "Why?",
  context: [],
  filter: {},
  askedAt: "2026-11-20T10:00:00.000Z",
  state: "answered",
  followUps: [],
};
const conversation = (...turns: readonly Turn[]): Conversation => ({
  id: "c1",
  title: "A title",
  createdAt: "2026-11-20T10:00:00.000Z",
  updatedAt: "2026-11-20T10:00:00.000Z",
  turnCount: turns.length,
  turns,
});
const answered = (passage: Partial<Passage>): Turn => ({
  ...turn,
  answer: {
    question: "Why?",
    found: true,
    summary: "One passage.",
    support: 1,
    passages: [
      {
        ...{
          number: 1,
          kind: "code",
          title: "issue",
          text: "issue();",
          reason: "r",
          reasons: ["defines issue"],
        },
        citation: {
          label: "src/a.ts:3-4@1234567",
          uri: "repo:src/a.ts",
          path: "src/a.ts",
          startLine: 3,
          endLine: 4,
        },
        ...passage,
      },
    ],
  },
});

it("each citation leads to its line, names its version and says why", () => {
  const markdown = conversationMarkdown(conversation(answered({})));
  expect(markdown).toContain(
    "**[1]** [src/a.ts:3-4@1234567](src/a.ts#L3) issue\n\n```ts\nissue();\n```\n\nWhy: defines issue\n",
  );
});

it("a path with blanks and brackets is still a link, a page has no line, and a commit no link", () => {
  const citation = { label: "l", uri: "u", path: "my docs/a (1).pdf", startLine: 3, startPage: 2 };
  expect(conversationMarkdown(conversation(answered({ citation })))).toContain(
    "[l](my%20docs/a%20%281%29.pdf)",
  );
  const commit = { label: "1234567", uri: "commit:1", commit: "1" };
  expect(conversationMarkdown(conversation(answered({ citation: commit })))).toContain(
    "**[1]** 1234567 issue",
  );
});

it("what others wrote makes no link, picture, heading or end of its block", () => {
  const text = "```\n# Heading\n![x](https://evil.example/x.png)\n````";
  const title = "[click](command:evil) <img src=x>";
  const markdown = conversationMarkdown(conversation(answered({ text, title, kind: "doc" })));
  expect(markdown).toContain(`\`\`\`\`\`text\n${text}\n\`\`\`\`\``);
  expect(markdown).toContain("\\[click\\](command:evil) \\<img src=x\\>");
});

it("what became of each question is told, with what a person thought of it", () => {
  const stopped = { ...turn, state: "stopped" } as const;
  const died = { ...turn, state: "asking" } as const;
  const failed = { ...turn, state: "failed", failure: "The disk is full." } as const;
  const rated = { ...turn, rating: { verdict: "bad", reason: "No", ratedAt: turn.askedAt } } as const;
  const markdown = conversationMarkdown(conversation(stopped, died, failed, rated));
  for (const told of ["Stopped before", "The editor ended before", "The disk is full.", "Rated bad: No"])
    expect(markdown).toContain(told);
});
