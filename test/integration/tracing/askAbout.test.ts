import { beforeAll, describe, expect, it } from "vitest";
import { followUpQuestions } from "../../../server/answering/followUps.ts";
import type { AskedFilter } from "../../../server/model/query.ts";
import { openAnswering } from "../../../server/wiring.ts";
import type { Answer } from "../../../shared/model/answer.ts";
import type { QuestionContext } from "../../../shared/model/conversation.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";
import { shopRepository } from "../../support/lsp/shop.ts";

let shop: IndexedFolder;
beforeAll(async () => {
  const repository = shopRepository();
  repository.commit(
    "SHOP-2: the limit is checked before anything is paid",
    {
      "src/checkout.ts":
        "/** Pays. */\nexport function checkOut(total: number): boolean {\n  return total > 0;\n}\n",
    },
    { authorName: "Grace Hopper", authorEmail: "grace@example.com", date: "2024-05-07T12:00:00Z" },
  );
  shop = indexedFolder(repository.folder);
  await shop.index();
});

async function ask(
  question: string,
  context: readonly QuestionContext[],
  filter: AskedFilter = {},
): Promise<Answer> {
  const answering = await openAnswering(shop.place);
  const now = new Date("2026-11-21T12:00:00Z");
  return answering.answerer.answer({ question, filter, context, now }).finally(answering.close);
}

const titles = ({ passages }: Answer) => passages.map(({ title }) => title);

describe("a question about", () => {
  it("a selection is answered with it, its story and the commit behind it, and says so", async () => {
    const selection = { kind: "selection", path: "src/refund.ts", startLine: 3, endLine: 4 } as const;
    const answer = await ask("What is this?", [selection]);
    expect(answer.passages[0]).toMatchObject({ title: "issueRefund", reason: "is what you selected" });
    const story = answer.passages.find(({ key }) => key === "SHOP-1");
    expect(story?.reasons).toContainEqual(expect.stringMatching(/^SHOP-1 was the reason for issueRefund/));
    expect((await ask("What is this?", [])).found).toBe(false);
  });

  it("a symbol has its chain, though the question does not name it", async () => {
    const symbol = { kind: "symbol", path: "src/limits.ts", name: "exceedsLimit", line: 2 } as const;
    const answer = await ask("Why is this here?", [symbol]);
    expect(answer.summary).toMatch(/^Here because of SHOP-2 \(story\)/);
    expect(answer.passages[0]?.reason).toBe("defines exceedsLimit, which you asked about");
  });

  it("an item has what it says and what was written for it", async () => {
    const item = { kind: "item", key: "SHOP-2", title: "Limits of orders" } as const;
    const answer = await ask("What was written for this?", [item]);
    expect(answer.found).toBe(true);
    expect(answer.passages.some(({ key }) => key === "SHOP-2")).toBe(true);
    expect(titles(answer)).toContain("exceedsLimit");
  });

  it("a file or a folder is answered from there alone", async () => {
    const file = await ask("What does this file do?", [{ kind: "file", path: "src/limits.ts" }]);
    expect(new Set(file.passages.map(({ citation }) => citation.path))).toEqual(new Set(["src/limits.ts"]));
    const folder = await ask("What is it about?", [{ kind: "folder", path: "docs/specs/" }]);
    const paths = folder.passages.map(({ citation }) => citation.path);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every((path) => path?.startsWith("docs/specs/"))).toBe(true);
  });

  it("something else than what was added is still answered, and not found where nothing says it", async () => {
    const selection = { kind: "selection", path: "src/limits.ts", startLine: 2, endLine: 4 } as const;
    const plain = await ask("Which function gives money back for a part of an order?", []);
    const answer = await ask("Which function gives money back for a part of an order?", [selection]);
    expect(answer.found).toBe(plain.found);
    expect(titles(answer)).toContain("issueRefund");
    expect((await ask("How are Kafka topics partitioned?", [selection])).found).toBe(false);
  });
});

describe("questions that are suggested next", () => {
  it("lead on along the graph, were tried, and were not asked before", async () => {
    const answering = await openAnswering(shop.place);
    const { answerer, catalog } = answering;
    const now = new Date("2026-11-21T12:00:00Z");
    const answer = (question: string) => answerer.answer({ question, filter: {}, now });
    const first = await answer("Which function gives money back for a part of an order?");
    const suggested = await followUpQuestions(first, [], { catalog, answer });
    expect(suggested).toContain("Why does issueRefund exist?");
    expect(await followUpQuestions(first, suggested, { catalog, answer })).toEqual([]);
    const nothing = async (question: string): Promise<Answer> => {
      return { question, found: false, summary: "", passages: [], support: 0 };
    };
    expect(await followUpQuestions(first, [], { catalog, answer: nothing })).toEqual([]);
    await answering.close();
  });
});

describe("a filter", () => {
  it("by author leaves their commits, by part of a name or address in any case", async () => {
    for (const author of ["grace", "HOPPER", "grace@example"]) {
      const answer = await ask("What is checked before anything is paid?", [], { author });
      expect(titles(answer)).toEqual(["SHOP-2: the limit is checked before anything is paid"]);
    }
    expect((await ask("What is checked before anything is paid?", [], { author: "nobody" })).found).toBe(
      false,
    );
  });

  it("until a day includes that day and nothing later", async () => {
    const found = async (until: string) =>
      titles(
        await ask("Which commit checks the limit before anything is paid?", [], { kinds: ["commit"], until }),
      );
    expect(await found("2024-05-07")).toContain("SHOP-2: the limit is checked before anything is paid");
    expect(await found("2024-05-06")).not.toContain("SHOP-2: the limit is checked before anything is paid");
  });
});
