import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { openIndexing, openTracing } from "../../../server/wiring.ts";
import { temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { outline, refundSource, spec, type TracedShop, tracedShop } from "./tracedShop.ts";

describe("a line of code", () => {
  let shop: TracedShop;
  beforeAll(async () => {
    shop = await tracedShop();
  });

  it("leads to the stories behind the function around it, their epic and the PRD", async () => {
    const trace = await shop.trace("src/refund.ts:2");
    expect(trace.subject).toMatchObject({ kind: "symbol", key: "refund", startLine: 1, endLine: 4 });
    expect(trace.isLinked).toBe(true);
    expect(outline(trace.roots)).toEqual([
      "prd SHOP-1",
      "  epic SHOP-2",
      "    story SHOP-3",
      "      commit SHOP-3: give the money back introduced",
      "    story SHOP-4",
      "      commit SHOP-4: only a part of it lastChanged",
    ]);
    expect(trace.summary).toBe("Here because of SHOP-3 (story) and SHOP-4 (story), up to SHOP-1.");
  });

  it("shows for every link who stated it, and where", async () => {
    const { roots } = await shop.trace("src/refund.ts:2");
    const [epic] = roots[0]?.children ?? [];
    expect(epic?.link).toMatchObject({
      origin: "stated",
      confidence: 1,
      evidence: [{ found: "front matter parent", uri: "repo:docs/specs/SHOP-2.md", line: 5 }],
    });
    const commit = epic?.children[0]?.children[0];
    expect(commit?.link?.evidence).toMatchObject([
      { found: "commit subject", uri: `commit:${shop.commits.refund}`, text: "SHOP-3: give the money back" },
      { uri: "repo:src/refund.ts", commit: shop.commits.refund },
    ]);
    expect(commit?.node).toMatchObject({ author: "Ada Example", date: "2025-02-10T12:00:00.000Z" });
  });

  it("names the commits which changed it and name no item", async () => {
    const trace = await shop.trace("src/refund.ts:7");
    expect(outline(trace.roots).at(-1)).toBe("      commit SHOP-3: give the money back introduced");
    expect(trace.notices).toEqual([
      `1 other commit changed it and names no item: ${shop.commits.typo.slice(0, 7)}.`,
    ]);
  });

  it("is found by the name of the function, and by the end of a path", async () => {
    const byLine = await shop.trace("src/refund.ts:2");
    expect((await shop.trace("refund")).roots).toEqual(byLine.roots);
    expect((await shop.trace("refund.ts:2")).roots).toEqual(byLine.roots);
  });

  it("is told as it was known at a date, and at a commit", async () => {
    const then = await shop.trace("src/refund.ts:2", { asOf: "2025-02-28" });
    expect(outline(then.roots)).toEqual([
      "prd SHOP-1",
      "  epic SHOP-2",
      "    story SHOP-3",
      "      commit SHOP-3: give the money back introduced lastChanged",
    ]);
    const atCommit = await shop.trace("src/refund.ts:2", { asOf: shop.commits.refund });
    expect(outline(atCommit.roots)).toEqual(outline(then.roots));
    const before = await shop.trace("src/refund.ts:2", { asOf: "2025-01-31" });
    expect(before.isLinked).toBe(false);
  });

  it("that the file does not have is refused in a sentence", async () => {
    await expect(shop.trace("src/refund.ts:0")).rejects.toMatchObject({ reason: "badInput" });
    await expect(shop.trace("src/refund.ts:99")).rejects.toMatchObject({
      reason: "badInput",
      message: expect.stringContaining("src/refund.ts has 8 lines, so there is no line 99"),
    });
  });

  it("that is no path, key, commit or name is refused in a sentence", async () => {
    await expect(shop.trace("src/nowhere.ts:3")).rejects.toMatchObject({ reason: "notFound" });
    await expect(shop.trace("SHOP-99")).rejects.toMatchObject({ reason: "notFound" });
    await expect(shop.trace("refund", { asOf: "2025-02-31" })).rejects.toMatchObject({ reason: "badInput" });
    await expect(shop.trace("refund", { asOf: "yesterday" })).rejects.toMatchObject({ reason: "badInput" });
  });
});

describe("a key", () => {
  it("leads down to the definitions that were written for it", async () => {
    const shop = await tracedShop();
    const trace = await shop.trace("SHOP-3");
    expect(outline(trace.roots)).toEqual([
      "prd SHOP-1",
      "  epic SHOP-2",
      "    story SHOP-3 *",
      "      file src/refund.ts",
      "        symbol refund introduced",
      "        symbol pay introduced",
    ]);
    expect(trace.summary).toBe("SHOP-3: 1 commit, 2 linked definitions.");
    expect((await shop.trace("docs/specs/SHOP-3.md")).roots).toEqual(trace.roots);
    expect(outline((await shop.trace("SHOP-1", { depth: 1 })).roots)).toEqual([
      "prd SHOP-1 *",
      "  epic SHOP-2",
    ]);
  });

  it("that commits name and no specification describes says so", async () => {
    const shop = await tracedShop();
    shop.repository.commit("SHOP-77: a gift", { "src/gift.ts": "export const gift = () => 1;\n" });
    await shop.indexed.index();
    const trace = await shop.trace("SHOP-77");
    expect(trace.subject).toMatchObject({ kind: "issue", key: "SHOP-77" });
    expect(outline(trace.roots)).toContain("    symbol gift introduced lastChanged");
  });
});

describe("a file and a commit", () => {
  it("lead to every story behind them", async () => {
    const shop = await tracedShop();
    const keys = (lines: readonly string[]) =>
      lines.map((line) => line.trim()).filter((line) => line.startsWith("story"));
    expect(keys(outline((await shop.trace("src/refund.ts")).roots))).toEqual([
      "story SHOP-3",
      "story SHOP-4",
    ]);
    const ofCommit = await shop.trace(shop.commits.partial.slice(0, 9));
    expect(outline(ofCommit.roots).at(-1)).toBe("      commit SHOP-4: only a part of it implements *");
  });
});

describe("after a change", () => {
  it("a story that lost its parent has no epic above it any more, and had one before", async () => {
    const shop = await tracedShop();
    const asOf = new Date(Date.now() - 1_000).toISOString();
    shop.repository.commit("No epic", { "docs/specs/SHOP-3.md": spec("SHOP-3", "story", "Refund an order") });
    await shop.indexed.index();
    const roots = outline((await shop.trace(shop.commits.refund)).roots);
    expect(roots).toEqual(["story SHOP-3", "  commit SHOP-3: give the money back implements *"]);
    const before = await shop.trace("SHOP-3", { asOf });
    expect(before.roots.map(({ node }) => node.key)).toEqual(["SHOP-1"]);
  });

  it("a history that was rewritten leaves no link to commits that are gone", async () => {
    const shop = await tracedShop();
    shop.repository.git("reset", "--hard", shop.commits.specs);
    shop.repository.commit("SHOP-4: all at once", { "src/refund.ts": refundSource });
    await shop.indexed.index();
    const lines = outline((await shop.trace("src/refund.ts:2")).roots).map((line) => line.trim());
    expect(lines).toEqual([
      "prd SHOP-1",
      "epic SHOP-2",
      "story SHOP-4",
      "commit SHOP-4: all at once introduced lastChanged",
    ]);
    expect(outline((await shop.trace("SHOP-3")).roots)).toEqual([
      "prd SHOP-1",
      "  epic SHOP-2",
      "    story SHOP-3 *",
    ]);
  });

  it("code that is not committed is said to be so", async () => {
    const shop = await tracedShop();
    shop.repository.write({ "src/new.ts": "export function later() {\n  return 1;\n}\n" });
    await shop.indexed.index();
    const trace = await shop.trace("src/new.ts:2");
    expect(trace.isLinked).toBe(false);
    expect(trace.notices).toEqual(["2 lines are not committed yet."]);
  });

  it("a story that a commit only reverts is no reason, and what was renamed is no longer below its story", async () => {
    const shop = await tracedShop();
    await shop.trace("SHOP-3");
    const renamed = refundSource.replace("function pay", "function disburse").replace("push(", "append(");
    shop.repository.commit('Revert "SHOP-4: only a part of it"', { "src/refund.ts": renamed });
    await shop.indexed.index();
    expect((await shop.trace("disburse")).summary).toBe("Here because of SHOP-3 (story), up to SHOP-1.");
    const names = outline((await shop.trace("SHOP-3")).roots).join();
    expect(names).toContain("disburse");
    expect(names).not.toMatch(/\bpay\b/);
    shop.repository.commit('Revert "SHOP-4: a flag"', { "src/flag.ts": "export const flag = [1, 2];\n" });
    await shop.indexed.index();
    const { summary } = await shop.trace("src/flag.ts:1");
    expect(summary).toBe("No commit behind it was done for an item; some name SHOP-4 (story).");
  });

  it("a patch is known since it was committed, not since it was written", async () => {
    const shop = await tracedShop();
    shop.repository.write({ "notes.txt": "Words of the till.\n" });
    shop.repository.git("add", "-A");
    shop.repository.git("commit", "-q", "-m", "SHOP-3: an old patch", "--date", "2001-01-01T00:00:00Z");
    await shop.indexed.index();
    expect((await shop.trace("notes.txt")).isLinked).toBe(true);
    const before = await shop.trace("notes.txt", { asOf: "2002-01-01" });
    expect(before.roots).toEqual([]);
  });

  it("a file that was edited since it was indexed lends no function the story of its neighbour", async () => {
    const edited = await tracedShop();
    const before = await edited.trace("pay");
    const source = readFileSync(edited.repository.at("src/refund.ts"), "utf8");
    const fresh = "export function fresh(): number {\n  const a = 1;\n  const b = 2;\n  return a + b;\n}\n\n";
    writeFileSync(edited.repository.at("src/refund.ts"), `${fresh}${source}`);
    const after = await edited.trace("pay");
    expect(after.summary).toBe(before.summary);
    expect(outline(after.roots)).toEqual(outline(before.roots));
    expect(after.notices.join()).toContain("has changed since it was indexed");
    writeFileSync(edited.repository.at("src/refund.ts"), fresh.repeat(4));
    await expect(edited.trace("pay")).rejects.toThrow(
      "no longer has what stood at line 6: run `whence index`",
    );
  });

  it("a graph file that was damaged is made anew by the next run", async () => {
    const shop = await tracedShop();
    writeFileSync(
      `${shop.indexed.place.store}/graph.sqlite`,
      "not a database at all, and long enough to be looked at",
    );
    await shop.indexed.index();
    expect((await shop.trace("src/refund.ts:2")).isLinked).toBe(true);
  });
});

describe("odd specifications", () => {
  it("end no walk: cycles of parents, parents that do not exist, titles with control characters", async () => {
    const shop = await tracedShop();
    shop.repository.commit("Odd", {
      "docs/specs/SHOP-1.md": spec("SHOP-1", "prd", "The shop", "SHOP-2"),
      "docs/specs/SHOP-4.md": spec("SHOP-4", "story", '"Refund \\e[31m a part"', "SHOP-98"),
    });
    await shop.indexed.index();
    const lines = outline((await shop.trace("src/refund.ts:2")).roots).map((line) => line.trim());
    expect(lines).toContain("story SHOP-3");
    expect(lines).toContain("issue SHOP-98");
    expect(lines.filter((line) => line === "prd SHOP-1")).toHaveLength(1);
  });
});

describe("a shallow clone", () => {
  it("says that history is cut, and does not call what it hides uncommitted", async () => {
    const shop = await tracedShop();
    shop.repository.commit("Later", { "src/later.ts": "export const later = 1;\n" });
    const folder = path.join(temporaryFolder(), "clone");
    execFileSync("git", ["clone", "-q", "--depth", "1", pathToFileURL(shop.repository.folder).href, folder]);
    const clone = indexedFolder(folder);
    await clone.index();
    const session = await openTracing(clone.place);
    const now = new Date("2026-11-21T12:00:00Z");
    const trace = await session.tracer.trace({ target: "src/refund.ts:2", now }).finally(session.close);
    expect(trace.isLinked).toBe(false);
    expect(trace.summary).toBe("Nothing is linked to it in the part of the history that is here.");
    expect(trace.notices).toEqual([expect.stringContaining("This clone is shallow")]);
  });
});

describe("a folder outside of the indexed one", () => {
  it("tells what its files state, and that its history is not read", async () => {
    const shop = await tracedShop();
    const outside = path.join(temporaryFolder(), "till");
    writeFiles(outside, { "src/till.ts": `// SHOP-3: at the till\n${refundSource}` });
    const indexing = await openIndexing(shop.indexed.place, { include: [outside] });
    await indexing.indexer.run().finally(indexing.close);
    const trace = await shop.trace("till:/src/till.ts:3");
    expect(trace.notices).toEqual(["The history of folders outside of the indexed one is not read."]);
    expect(outline(trace.roots)).toContain("    story SHOP-3");
  });
});
