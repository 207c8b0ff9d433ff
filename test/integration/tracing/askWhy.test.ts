import { beforeAll, describe, expect, it } from "vitest";
import { openAnswering } from "../../../server/wiring.ts";
import { outline, type TracedShop, tracedShop } from "./tracedShop.ts";

let shop: TracedShop;
beforeAll(async () => {
  shop = await tracedShop();
});

async function reasons(question: string, without: readonly "graph"[] = []): Promise<readonly string[]> {
  const answering = await openAnswering(shop.indexed.place);
  const now = new Date("2026-11-21T12:00:00Z");
  const { candidates } = await answering.retriever
    .retrieve({ question, filter: {}, limit: 10, now, without })
    .finally(answering.close);
  return candidates.flatMap(({ chunk, reasons: all }) =>
    all.filter(({ finder }) => finder === "graph").map(({ detail }) => `${chunk.uri}: ${detail}`),
  );
}

describe("why something exists", () => {
  it("is answered from its chain, which shares no word with the question", async () => {
    const answer = await shop.indexed.ask("Why does refund exist?");
    expect(answer.found).toBe(true);
    expect(answer.summary).toMatch(/^Here because of SHOP-3 \(story\) and SHOP-4 \(story\), up to SHOP-1\./);
    expect(outline(answer.chain?.roots ?? [])).toContain(
      "      commit SHOP-3: give the money back introduced",
    );
    const story = answer.passages.find(({ key }) => key === "SHOP-3");
    expect(story?.reason).toBe(
      `SHOP-3 was the reason for refund (stated in commit ${shop.commits.refund.slice(0, 7)})`,
    );
  });

  it("is answered for a line, too", async () => {
    const answer = await shop.indexed.ask("Why is src/refund.ts:7 here?");
    expect(outline(answer.chain?.roots ?? []).at(-1)).toBe(
      "      commit SHOP-3: give the money back introduced",
    );
  });

  it("that does not exist is not found", async () => {
    const answer = await shop.indexed.ask("Why does chargeback exist?");
    expect(answer.found).toBe(false);
    expect(answer.chain).toBeUndefined();
  });

  it("is not found where the question claims of it what nothing says", async () => {
    const answer = await shop.indexed.ask("Why was refund added to talk to Redis over Kafka?");
    expect(answer.found).toBe(false);
    expect(answer.chain).toBeUndefined();
  });

  it("is told of neither where two things are named, and of no test or example by a plain word", async () => {
    const { repository, indexed } = await tracedShop();
    repository.commit("SHOP-4: an example", {
      "examples/shop.ts": "export function bazaar(): number {\n  return 12;\n}\n",
      "src/pay_all.ts": "export function pay_all(): number {\n  return 13;\n}\n",
      "src/pay_one.ts": "export function pay_one(): number {\n  return 14;\n}\n",
    });
    await indexed.index();
    expect((await indexed.ask("Why does pay_all exist?")).chain?.subject.key).toBe("pay_all");
    expect((await indexed.ask("Why do pay_all and pay_one exist?")).chain).toBeUndefined();
    expect((await indexed.ask("Why does bazaar exist?")).chain).toBeUndefined();
  });

  it("has no chain where nobody asks for a reason", async () => {
    expect((await shop.indexed.ask("What does refund do?")).chain).toBeUndefined();
  });
});

describe("a search", () => {
  it("that finds a story brings its code, and says over which link", async () => {
    const found = await reasons("why should we refund an order");
    expect(found).toContainEqual(
      expect.stringMatching(
        /^repo:src\/refund\.ts: was (?:written|changed) for SHOP-3 \(stated in commit [0-9a-f]{7}\)$/,
      ),
    );
  });

  it("that names a key brings what states it and what was made for it", async () => {
    const found = await reasons("SHOP-4");
    expect(found.map((line) => line.split(":")[1])).toEqual(
      expect.arrayContaining(["docs/specs/SHOP-4.md", "src/refund.ts"]),
    );
  });

  it("can go without the graph", async () => {
    expect(await reasons("why does refund exist", ["graph"])).toEqual([]);
  });
});
