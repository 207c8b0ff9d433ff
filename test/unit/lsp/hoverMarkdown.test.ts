import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { hoverMarkdown } from "../../../server/lsp/hoverMarkdown.ts";
import type { HoverCard, HoverItem } from "../../../shared/model/hover.ts";
import { commands } from "../../../shared/protocol/commands.ts";

const folder = "file:///home/ada/the%20shop";
const definition = { path: "src/refund.ts", name: "Refund.issue", startLine: 3, endLine: 9 };
const word = { line: 1, startColumn: 0, endColumn: 5 };

function item(more: Partial<HoverItem["item"]> = {}, rest: Partial<HoverItem> = {}): HoverItem {
  return {
    item: {
      id: "item:WH-12",
      kind: "story",
      key: "WH-12",
      title: "Refunds in parts",
      status: "done",
      ...more,
    },
    above: [
      { id: "item:WH-4", kind: "epic", key: "WH-4", title: "Money goes back" },
      { id: "item:WH-1", kind: "prd", key: "WH-1", title: "The shop", status: "approved" },
    ],
    origin: "stated",
    how: "stated in commit 1a2b3c4, 2026-03-02",
    isDecidable: true,
    ...rest,
  };
}

function cardOf(items: readonly HoverItem[], more: Partial<HoverCard> = {}): HoverCard {
  return { word, definition, items, hiddenItems: 0, isComplete: true, ...more };
}

/** The Markdown as it is shown: its text, and where its links lead. */
function rendered(markdown: string) {
  const html = new MarkdownIt({ html: true, linkify: true, breaks: true }).render(markdown);
  const links = [...html.matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(([, href = "", label = ""]) => ({
    href,
    label,
  }));
  const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
  return { html, links, tags };
}

function argumentOf(href: string): unknown {
  const query = href.replaceAll("&amp;", "&").split("?")[1] ?? "";
  return JSON.parse(decodeURIComponent(query))[0];
}

describe("a card as Markdown", () => {
  it("tells item, parents, state and how it is known, with commands that carry their arguments", () => {
    const lastChange = {
      id: "commit:1",
      kind: "commit",
      key: "1a2b3c4",
      title: "Round it",
      author: "Ada",
      date: "2026-03-02T10:00:00Z",
    };
    const { html, links } = rendered(
      hoverMarkdown(
        cardOf([item({}, { origin: "inferred", how: "inferred, 71 %: shares refund" })], { lastChange }),
        folder,
      ),
    );
    const text = html.replace(/<[^>]*>/g, "");
    expect(text).toContain("story WH-12 Refunds in parts · done");
    expect(text).toContain("↑ epic WH-4 Money goes back ↑ PRD WH-1 The shop · approved");
    expect(text).toContain("inferred, 71 %: shares refund");
    expect(text).toContain("Last change 1a2b3c4 by Ada, 2026-03-02: Round it");
    expect(links.map(({ label }) => label)).toEqual([
      "Confirm",
      "Reject",
      "Open Trace",
      "Ask About This",
      "Link to a Story…",
    ]);
    const code = { folder, path: "src/refund.ts", name: "Refund.issue", line: 3 };
    expect(argumentOf(links[0]?.href ?? "")).toEqual({ key: "WH-12", code });
    expect(argumentOf(links[2]?.href ?? "")).toEqual(code);
  });

  it("offers for a key its trace and its description, and no decision", () => {
    const markdown = hoverMarkdown(
      { word, items: [item({}, { isDecidable: false })], hiddenItems: 0, isComplete: true },
      folder,
    );
    const { links } = rendered(markdown);
    expect(links.map(({ label }) => label)).toEqual(["Open Trace", "Ask About This", "Open Item"]);
    expect(argumentOf(links[2]?.href ?? "")).toEqual({ folder, key: "WH-12" });
  });

  it("has at most twelve lines, however much there is", () => {
    const lastChange = {
      id: "commit:1",
      kind: "commit",
      key: "1a2b3c4",
      title: "x\ny\nz",
      author: "A",
      date: "2026-03-02",
    };
    const many = [item(), item({ title: "a\nb\r\nc" }), item({ repository: "other" })];
    const markdown = hoverMarkdown(cardOf(many, { lastChange, hiddenItems: 9, isComplete: false }), folder);
    expect(markdown.split("\n").length).toBeLessThanOrEqual(12);
    expect(markdown).toContain("9 more items");
  });

  it("lets nothing act that other people wrote", () => {
    const hostile = [
      "[run](command:whence.openTrace?%5B%5D)",
      "![x](https://example.com/x.png)",
      "<a href='command:workbench.action.quit'>x</a><img src=x onerror=alert(1)><script>",
      "https://example.com www.example.com ada@example.com <https://example.com>",
      "a\n\n# heading\n- list\n1. one\n> quote\n```\ncode",
      "a\u2028b\u2029c\u0085d\u200e\u202etrojan\u2066x\u2069\u200b",
      "`code` **bold** _em_ ~~x~~ | a | b |\n|---|---|",
      "[ref]: command:x\n[ref] &lt;b&gt; &#91;x&#93;(command:x) \\[x](command:y)",
      "$(alert) \ud800 $\u007bx} %0A) ](command:z)",
      "x](command:evil) [y](javascript:alert(1))",
      "]".repeat(400) + "(".repeat(400),
    ];
    let state = 3;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const own = Object.values(commands).map((command) => `command:${command}?`);
    for (let turn = 0; turn < 600; turn++) {
      const words = () => {
        const text = `${hostile[random(hostile.length)]}${hostile[random(hostile.length)]}`;
        return turn < hostile.length ? (hostile[turn] ?? "") : text.slice(random(30), random(160) + 5);
      };
      const lastChange = {
        id: "c",
        kind: "commit",
        key: words(),
        title: words(),
        author: words(),
        date: words(),
      };
      const hostileItem = item(
        { key: words(), title: words(), status: words(), kind: words(), repository: words() },
        { how: words(), above: [{ id: "x", kind: words(), key: words(), title: words(), status: words() }] },
      );
      const named = { ...definition, name: words(), path: words() };
      const markdown = hoverMarkdown(
        cardOf([hostileItem], { definition: named, lastChange, isComplete: false }),
        words(),
      );
      const { links, tags, html } = rendered(markdown);
      expect(
        links.every(({ href }) => own.some((begin) => href.startsWith(begin))),
        markdown,
      ).toBe(true);
      expect(links.map(({ label }) => label)).toEqual([
        "Reject",
        "Open Trace",
        "Ask About This",
        "Link to a Story…",
      ]);
      expect([...tags].filter((tag) => !["p", "strong", "em", "a", "br"].includes(tag ?? ""))).toEqual([]);
      expect(html).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
      expect(markdown.split("\n").length).toBeLessThanOrEqual(12);
    }
  });
});
