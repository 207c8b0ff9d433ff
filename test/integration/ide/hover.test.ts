import net from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { decideInFolder } from "../../../server/linkWiring.ts";
import type { Verdict } from "../../../server/model/decision.ts";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { storeOf } from "../../../server/wiring.ts";
import { refundSource, spec, type TracedShop, tracedShop } from "../tracing/tracedShop.ts";
import { type OpenedFolder, openedFolder } from "./openedFolder.ts";

const deskSource = `import { pay, refund } from "./refund.ts";

// SHOP-3 asks for this; UTF-8 and ABC-12 ask for nothing.
export function desk(order: Order): void {
  refund(order);
  pay("Ada", 1);
}
`;

let shop: TracedShop;
let opened: OpenedFolder;

/** Tests that decide or rewrite begin anew; the others only read. */
async function begin(): Promise<void> {
  shop = await tracedShop();
  shop.repository.commit("A desk", {
    "src/desk.ts": deskSource,
    "docs/notes.md": "See SHOP-4, not SHOP-99.\n",
  });
  await shop.indexed.index();
  opened = openedFolder(shop.repository, shop.indexed);
  toClose.push(opened);
}

const toClose: OpenedFolder[] = [];
beforeAll(begin);
afterAll(async () => {
  for (const each of toClose) await each.close();
});

function decide(verdict: Verdict, ends: readonly [string, string], note?: string) {
  return decideInFolder(shop.indexed.place, { verdict, ends, note, now: new Date("2026-10-01T12:00:00Z") });
}

describe("a hover on a definition or a use of one", () => {
  it("answers at once with what is known, and completely when the history was read", async () => {
    const text = opened.open("src/desk.ts");
    const first = await opened.hover(text, "  ");
    expect(first).toMatchObject({
      definition: { path: "src/refund.ts", name: "refund" },
      items: [],
      isComplete: false,
    });
    const card = await opened.hoverComplete(text, "  ");
    expect(card?.word).toEqual({ line: 5, startColumn: 2, endColumn: 8 });
    expect(card?.items.map(({ item }) => `${item.kind} ${item.key} ${item.title} ${item.status}`)).toEqual([
      "story SHOP-3 Refund an order done",
      "story SHOP-4 Refund a part done",
    ]);
    expect(card?.items[0]?.above.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      "epic SHOP-2",
      "prd SHOP-1",
    ]);
    expect(card?.items[0]?.how).toBe(`stated in commit ${shop.commits.refund.slice(0, 7)}, 2025-02-10`);
    expect(card?.lastChange).toMatchObject({ key: shop.commits.partial.slice(0, 7), author: "Ada Example" });
  });

  it("says the same on the definition itself, and of a class of an earlier session without waiting", async () => {
    await shop.trace("src/refund.ts:6");
    const card = await opened.hover(opened.open("src/refund.ts"), "export function ");
    expect(card).toMatchObject({ definition: { name: "refund" } });
    const pay = await opened.hover(opened.open("src/refund.ts"), "}\n\nexport function ");
    expect(pay).toMatchObject({ definition: { name: "pay" }, isComplete: true });
    expect(pay?.items.map(({ item }) => item.key)).toEqual(["SHOP-3"]);
  });

  it("finds what moved in an unsaved text, also one that does not parse, and nothing that is new", async () => {
    const moved = opened.open(
      "src/desk.ts",
      `// one\n// two\n\n${deskSource}\nexport function fresh(): void {}\n`,
    );
    expect((await opened.hover(moved, "{\n  "))?.definition?.name).toBe("refund");
    expect(await opened.hover(moved, "export function fresh")).toBeUndefined();
    const definition = await opened.ide.definitionAt(moved, { line: 8, column: 0 });
    expect(definition).toMatchObject({ name: "desk", startLine: 4, shownLine: 7 });
    const broken = opened.open(
      "src/desk.ts",
      deskSource.replace("refund(order);", "if (((( {{ refund(order"),
    );
    expect((await opened.hover(broken, "(((( {{ "))?.definition?.name).toBe("refund");
  });

  it("finds definitions of a text that is too long to parse by their lines", async () => {
    const long = `${refundSource}${"// a long text\n".repeat(12_000)}`;
    shop.repository.commit("A long file", { "src/long.ts": long });
    await shop.indexed.index();
    const text = opened.open("src/long.ts", `const first = 1;\n${long}`);
    expect((await opened.hover(text, "export function "))?.definition).toMatchObject({
      name: "refund",
      startLine: 1,
    });
  });

  it("is silent on words of the language, comments, texts, unknown names and lines of a megabyte", async () => {
    const source = `${deskSource}const text = "refund";\n// refund of all\nconst wide = "${"x".repeat(1_000_000)}";\n`;
    const text = opened.open("src/desk.ts", source);
    for (const before of ['const text = "', '";\n// ', "\nconst ", 'const wide = "', "order: "])
      expect(await opened.hover(text, before), before).toBeUndefined();
  });

  it("tells of items of another repository where they come from", async () => {
    const graph = openGraph(storeOf(shop.indexed.place), "write");
    await graph.upsertNodes([
      {
        id: "item:PAY-7",
        kind: "story",
        key: "PAY-7",
        title: "Pay abroad",
        details: { repository: "payments" },
      },
    ]);
    await graph.close();
    const card = await opened.hover(opened.open("docs/notes.md", "PAY-7 of others\n"), /^/);
    expect(card?.items[0]).toMatchObject({ item: { repository: "payments" }, isDecidable: false });
  });

  it("never fails, wherever it is asked in whatever text", async () => {
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const signs = [
      "(",
      ")",
      "{",
      "}",
      "`",
      "${",
      '"',
      "/",
      "*/",
      "<",
      ".",
      "\n",
      "é",
      "\u{1f600}",
      "=>",
      "::",
      "@",
      "\r\n",
    ];
    const { signal } = new AbortController();
    for (let turn = 0; turn < 400; turn++) {
      let text = deskSource;
      for (let change = random(12); change > 0; change--) {
        const at = random(text.length);
        text = text.slice(0, at) + signs[random(signs.length)] + text.slice(at + random(4));
      }
      const path =
        ["src/desk.ts", "src/refund.ts", "src/none.py", "a.java", "a.go", "a.rs", "a.md"][random(7)] ?? "";
      const point = { line: random(20) - 2, column: random(90) - 5 };
      await opened.ide.hover({ path, text, version: turn }, point, signal);
    }
  });
});

describe("keys in a text", () => {
  it("are told with what stands above them, in comments, prose and messages", async () => {
    const card = await opened.hover(opened.open("src/desk.ts"), "// ");
    expect(card).toMatchObject({ word: { line: 3, startColumn: 3, endColumn: 9 }, isComplete: true });
    expect(card?.items[0]).toMatchObject({
      item: { key: "SHOP-3" },
      how: "described in docs/specs/SHOP-3.md:1-12",
    });
    const message = await opened.hover(opened.open(".git/COMMIT_EDITMSG", "SHOP-4: all of it\n"), /^/);
    expect(message?.items[0]?.item.title).toBe("Refund a part");
    expect(await opened.hover(opened.open("src/desk.ts"), "this; ")).toBeUndefined();
  });

  it("are links where an item is known, and left alone where none is", async () => {
    const links = await opened.ide.keyLinks(opened.open("src/desk.ts"));
    expect(links).toEqual([{ line: 3, startColumn: 3, endColumn: 9, key: "SHOP-3" }]);
    const inProse = await opened.ide.keyLinks(opened.open("docs/notes.md"));
    expect(inProse.map(({ key }) => key)).toEqual(["SHOP-4"]);
  });
});

describe("lenses, candidates and drift", () => {
  it("name the item above definitions, and the code above specifications", async () => {
    await opened.hoverComplete(opened.open("src/refund.ts"), "export function ");
    await opened.hoverComplete(opened.open("src/refund.ts"), "}\n\nexport function ");
    const { signal } = new AbortController();
    const code = await opened.ide.lenses(opened.open("src/refund.ts"), signal);
    expect(code.map(({ line, title }) => `${line} ${title}`)).toEqual([
      "1 SHOP-3 Refund an order · 1 more",
      "6 SHOP-3 Refund an order",
    ]);
    const described = await opened.ide.lenses(opened.open("docs/specs/SHOP-3.md"), signal);
    expect(described).toEqual([
      { line: 9, title: "implemented by 2 symbols", opens: { kind: "implementations", key: "SHOP-3" } },
    ]);
    const [epic] = await opened.ide.lenses(opened.open("docs/specs/SHOP-2.md"), signal);
    expect(epic?.title).toBe("no code yet");
  });

  it("offer linked items first, then open ones, then the rest", async () => {
    shop.repository.commit("A story that is open", {
      "docs/specs/SHOP-9.md": spec("SHOP-9", "story", "Next", "SHOP-2", "planned"),
    });
    await shop.indexed.index();
    const text = opened.open("src/refund.ts");
    await opened.hoverComplete(text, "}\n\nexport function ");
    const definition = await opened.ide.definitionAt(text, { line: 7, column: 2 });
    expect(definition?.name).toBe("pay");
    if (definition === undefined) return;
    const candidates = await opened.ide.linkCandidates(definition);
    const keys = candidates.map(({ key, origin }) => `${key} ${origin ?? "free"}`);
    expect(keys.slice(0, 2)).toEqual(["SHOP-3 stated", "SHOP-9 free"]);
    expect(keys.indexOf("SHOP-4 free")).toBeGreaterThan(2);
  });

  it("say where code and specification went apart", async () => {
    await opened.hoverComplete(opened.open("src/refund.ts"), "}\n\nexport function ");
    const drift = await opened.ide.drift("src/refund.ts");
    expect(drift).toEqual([
      { line: 6, key: "SHOP-3", sentence: expect.stringContaining("pay was changed by") },
    ]);
    expect(await opened.ide.drift("src/desk.ts")).toEqual([]);
  });
});

describe("a hover after something changed", () => {
  it("shows a link that was confirmed, and no longer one that was rejected", async () => {
    await begin();
    const text = opened.open("src/desk.ts");
    await opened.hoverComplete(text, "refund(order);\n  ");
    await decide("confirmed", ["SHOP-4", "pay"], "they share it");
    const confirmed = await opened.hoverComplete(text, "refund(order);\n  ");
    expect(confirmed?.items.find(({ item }) => item.key === "SHOP-4")).toMatchObject({
      origin: "confirmed",
      how: expect.stringMatching(/^confirmed by .* on 2026-10-01: they share it$/),
      isDecidable: true,
    });
    await decide("rejected", ["SHOP-4", "pay"]);
    const rejected = await opened.hoverComplete(text, "refund(order);\n  ");
    expect(rejected?.items.map(({ item }) => item.key)).toEqual(["SHOP-3"]);
  });

  it("says of a stated link that somebody rejected it", async () => {
    await begin();
    const text = opened.open("src/desk.ts");
    await decide("rejected", ["SHOP-3", "pay"], "another payment");
    const card = await opened.hoverComplete(text, "refund(order);\n  ");
    expect(card?.items[0]).toMatchObject({ origin: "stated" });
    expect(card?.items[0]?.how).toMatch(
      /^stated in commit .*; rejected by .* on 2026-10-01: another payment$/,
    );
  });

  it("ends with circles of parents", async () => {
    await begin();
    shop.repository.commit("Circles", {
      "docs/specs/SHOP-1.md": spec("SHOP-1", "prd", "The shop", "SHOP-3"),
    });
    await shop.indexed.index();
    const card = await opened.hoverComplete(opened.open("src/desk.ts"), "  ");
    expect(card?.items.map(({ item }) => item.key)).toContain("SHOP-3");
    const key = await opened.hover(opened.open("src/desk.ts"), "// ");
    expect(key?.items[0]?.above.map((each) => each.key)).toEqual(["SHOP-2", "SHOP-1"]);
  });

  it("opens no socket and rejects only when it is cancelled", async () => {
    const connect = vi.spyOn(net.Socket.prototype, "connect");
    await opened.hoverComplete(opened.open("src/desk.ts"), "  ");
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
    const signal = AbortSignal.abort();
    await expect(opened.hover(opened.open("src/desk.ts"), "  ", signal)).rejects.toMatchObject({
      reason: "cancelled",
    });
    await opened.close();
    expect(await opened.hover(opened.open("src/desk.ts"), "  ")).toBeUndefined();
  });
});
