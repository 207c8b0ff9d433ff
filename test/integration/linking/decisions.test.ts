import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { decideInFolder } from "../../../server/linkWiring.ts";
import type { Verdict } from "../../../server/model/decision.ts";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { openRecords } from "../../../server/stores/openRecords.ts";
import { openIndexing, storeOf } from "../../../server/wiring.ts";
import { spec, type TracedShop, tracedShop } from "../tracing/tracedShop.ts";

let shop: TracedShop;
beforeEach(async () => {
  shop = await tracedShop();
  shop.repository.commit("A story that nobody names", {
    "docs/specs/SHOP-5.md": spec("SHOP-5", "story", "Keep a ledger", "SHOP-2"),
  });
  await shop.indexed.index();
});

function decide(verdict: Verdict, ends: readonly [string, string], day = "01", note?: string) {
  const now = new Date(`2026-10-${day}T12:00:00Z`);
  return decideInFolder(shop.indexed.place, { verdict, ends, note, now });
}

/** Links of the story that nobody stated, as a person sees them in its trace. */
async function linksOf(key: string): Promise<readonly string[]> {
  const { roots } = await shop.trace(key);
  const lines: string[] = [];
  const visit = (branches: typeof roots) => {
    for (const { node, link, children } of branches) {
      if (link?.kind === "implements" && link.origin !== "stated")
        lines.push(`${link.origin} ${node.key} ${node.path}`);
      visit(children);
    }
  };
  visit(roots);
  return lines;
}

describe("a person who knows better", () => {
  it("confirms a link, and the trace says who did, when and why", async () => {
    await decide("confirmed", ["SHOP-5", "pay"], "01", "it writes the ledger");
    const trace = await shop.trace("pay");
    expect(trace.summary).toContain("SHOP-5 (story)");
    expect(await linksOf("SHOP-5")).toEqual(["confirmed pay src/refund.ts"]);
    const { summary } = await shop.trace("SHOP-5");
    expect(summary).toBe("SHOP-5: no commit was made for it; 1 link to code confirmed.");
    const graph = openGraph(storeOf(shop.indexed.place), "read");
    const { rows } = await graph.edges({ origins: ["confirmed"] });
    await graph.close();
    expect(rows[0]?.evidence[0]?.text).toMatch(/^confirmed by .+ on 2026-10-01: it writes the ledger$/);
  });

  it("gives the ends in either order, a file too, and is told what is no link", async () => {
    await decide("confirmed", ["src/refund.ts", "SHOP-5"]);
    expect(await linksOf("SHOP-5")).toEqual(["confirmed src/refund.ts src/refund.ts"]);
    await expect(decide("confirmed", ["SHOP-5", "SHOP-4"])).rejects.toThrow(
      '"SHOP-5" is an item and "SHOP-4" is an item: give a key such as WH-12, and PATH:LINE',
    );
    await expect(decide("confirmed", ["pay", "refund"])).rejects.toThrow("A link goes from an item to code");
    await expect(decide("confirmed", ["SHOP-77", "pay"])).rejects.toThrow('"SHOP-77" is no path, key');
  });

  it("counts what was confirmed as covered", async () => {
    const before = (await shop.coverage()).items.find(({ key }) => key === "SHOP-5");
    await decide("confirmed", ["SHOP-5", "pay"]);
    const after = (await shop.coverage()).items.find(({ key }) => key === "SHOP-5");
    expect([before?.symbols.length, after?.symbols.length]).toEqual([0, 1]);
  });

  it("cannot reject away what another stated: both are shown", async () => {
    const { stated } = await decide("rejected", ["SHOP-3", "refund"]);
    expect(stated).toEqual([]);
    const trace = await shop.trace("refund");
    expect(trace.summary).toContain("SHOP-3");
    expect(await linksOf("SHOP-3")).toEqual(["rejected refund src/refund.ts"]);
  });

  it("rejects what nobody stated, and it is no reason any longer", async () => {
    await decide("confirmed", ["SHOP-5", "pay"]);
    const { former } = await decide("rejected", ["SHOP-5", "pay"], "02");
    expect(former?.verdict).toBe("confirmed");
    expect((await shop.trace("pay")).summary).not.toContain("SHOP-5");
    expect(await linksOf("SHOP-5")).toEqual(["rejected pay src/refund.ts"]);
  });

  it("takes a decision back, and its history remains", async () => {
    await expect(decide("withdrawn", ["SHOP-5", "pay"])).rejects.toThrow("nothing to take back");
    await decide("confirmed", ["SHOP-5", "pay"]);
    await decide("withdrawn", ["SHOP-5", "pay"], "02");
    expect(await linksOf("SHOP-5")).toEqual([]);
    const records = openRecords(storeOf(shop.indexed.place), "read");
    expect(records.list().map(({ body }) => body["verdict"])).toEqual(["confirmed", "withdrawn"]);
    records.close();
    await expect(decide("withdrawn", ["SHOP-5", "pay"], "03")).rejects.toThrow("nothing to take back");
  });

  it("decides last whatever the clock says", async () => {
    await decide("confirmed", ["SHOP-5", "pay"], "20");
    await decide("rejected", ["SHOP-5", "pay"], "10");
    expect(await linksOf("SHOP-5")).toEqual(["rejected pay src/refund.ts"]);
  });
});

describe("a decision", () => {
  const source = `export function refund(order: Order): void {
  const amount = share(order) - order.fees;
  pay(order.customer, amount);
}
`;
  const pay = (name: string) => `export function ${name}(customer: string, amount: number): void {
  ledger.push({ customer, amount: Math.round(amount) });
}
`;

  it("survives the next run, an index made anew, and a damaged graph", async () => {
    await decide("confirmed", ["SHOP-5", "pay"]);
    const session = await openIndexing(shop.indexed.place, { rebuild: true });
    await session.indexer.run().finally(session.close);
    expect(await linksOf("SHOP-5")).toEqual(["confirmed pay src/refund.ts"]);
    const graph = openGraph(storeOf(shop.indexed.place), "write");
    await graph.restate(
      [{ source: "decision:symbol:src/refund.ts#pay item:SHOP-5", mark: "", edges: [] }],
      "2026-11-01T00:00:00Z",
    );
    await graph.close();
    await shop.indexed.index();
    expect(await linksOf("SHOP-5")).toEqual(["confirmed pay src/refund.ts"]);
  });

  it.each([
    ["renamed", { "src/refund.ts": `${source}\n${pay("book")}` }, "confirmed book src/refund.ts"],
    ["moved", { "src/refund.ts": source, "src/ledger.ts": pay("pay") }, "confirmed pay src/ledger.ts"],
    [
      "changed",
      { "src/refund.ts": source + pay("pay").replace("Math.round", "Math.floor") },
      "confirmed pay src/refund.ts",
    ],
  ])("survives that the function is %s, and can be taken back afterwards", async (_, files, link) => {
    await decide("confirmed", ["SHOP-5", "pay"]);
    shop.repository.commit("Another place", files);
    await shop.indexed.index();
    expect(await linksOf("SHOP-5")).toEqual([link]);
    const [, name = ""] = link.split(" ");
    await decide("withdrawn", ["SHOP-5", name], "02");
    expect(await linksOf("SHOP-5")).toEqual([]);
  });

  it("is kept while its function is gone, and holds when it is back", async () => {
    await decide("confirmed", ["SHOP-5", "pay"]);
    shop.repository.commit("Away", { "src/refund.ts": source });
    await shop.indexed.index();
    expect(await linksOf("SHOP-5")).toEqual([]);
    shop.repository.commit("Back", { "src/refund.ts": source + pay("pay") });
    await shop.indexed.index();
    expect(await linksOf("SHOP-5")).toEqual(["confirmed pay src/refund.ts"]);
  });

  it("of somebody else holds where it is newer", async () => {
    await decide("confirmed", ["SHOP-5", "pay"], "10");
    const theirs = (at: string, verdict: Verdict) => ({
      id: randomUUID(),
      kind: "decision" as const,
      at,
      by: "Grace Example <grace@example.com>",
      body: {
        verdict,
        code: "symbol:src/refund.ts#pay",
        item: "item:SHOP-5",
        anchor: { path: "src/refund.ts", qualifiedName: "pay", bodyHash: "x" },
      },
    });
    const receive = async (record: ReturnType<typeof theirs>) => {
      const records = openRecords(storeOf(shop.indexed.place), "write");
      const news = records.receive([record, record]);
      records.close();
      await shop.indexed.index();
      return news;
    };
    expect(await receive(theirs("2026-10-09T00:00:00.000Z", "rejected"))).toBe(1);
    expect(await linksOf("SHOP-5")).toEqual(["confirmed pay src/refund.ts"]);
    await receive(theirs("2026-10-11T00:00:00.000Z", "rejected"));
    expect(await linksOf("SHOP-5")).toEqual(["rejected pay src/refund.ts"]);
  });
});
