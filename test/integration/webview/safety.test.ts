import { describe, expect, it } from "vitest";
import type { ShownTurn } from "../../../shared/protocol/chatMessages.ts";
import {
  answeredTurn,
  codePassage,
  harbourChain,
  readyStatus,
  specPassage,
} from "../../support/webview/chatTurns.ts";
import { openChatPage } from "../../support/webview/openChatPage.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

/** Whoever can open an issue or send a patch can write this. */
const hostile = [
  '<img src=x onerror="globalThis.isHit = true">',
  "<script>globalThis.isHit = true</script>",
  "<style>body { display: none }</style><iframe src=https://evil.example></iframe>",
  "![tracker](https://evil.example/pixel.png)",
  "[run](command:workbench.action.closeWindow) [js](javascript:globalThis.isHit=1) [data](data:text/html,x)",
  '[page](https://harbour.example/page "title") [file](file:///etc/passwd)',
  "turned \u202eback\u2066 and &#x202e;again",
  "<https://evil.example> <command:x>",
  "[ref]\n\n[ref]: command:workbench.action.quit",
].join("\n\n");

describe.skipIf(reason !== undefined)("text of other people in the chat", () => {
  it("stays text, wherever it stands", async () => {
    const line = hostile.replaceAll("\n", " ");
    const citation = { ...codePassage(1).citation, label: line };
    const turn: ShownTurn = answeredTurn(
      [
        specPassage(1, hostile, { title: line, key: line, byline: line, reason: line, reasons: [line] }),
        codePassage(2, { text: hostile, title: line, citation }),
        codePassage(3, { text: hostile, kind: "commit" }),
      ],
      {
        question: hostile,
        followUps: [line],
        context: [{ kind: "item", key: line, title: line }],
        filter: { tag: line },
        rating: { verdict: "bad", reason: line, ratedAt: "2026-11-29T03:00:00.000Z" },
      },
    );
    const [root] = harbourChain.roots;
    const node = { ...root!.node, title: line, key: line, status: line };
    const chain = { ...harbourChain, roots: [{ ...root!, node }] };
    const chat = await openChatPage();
    const { page } = chat;
    await chat.tell(
      {
        type: "status",
        status: {
          ...readyStatus,
          sentence: line,
          folders: [
            { uri: "a", name: line },
            { uri: "b", name: line },
          ],
        },
      },
      { type: "conversation", turns: [{ ...turn, answer: { ...turn.answer!, summary: hostile, chain } }] },
      { type: "context", context: [{ kind: "file", path: line }] },
      { type: "notice", tone: "error", sentence: line },
    );
    await chat.button("Show as diagram").click();
    await chat.button("Filter").click();
    await chat.tell({
      type: "choices",
      choices: { kinds: [line], tags: [line], authors: [line], suggestions: [line] },
    });
    await page.locator(".citation-number").first().focus();
    expect(
      await page
        .locator("body")
        .locator("img, iframe, script:not([nonce]), style, a, object, embed, form[action]")
        .count(),
    ).toBe(0);
    expect(await page.evaluate(() => "isHit" in globalThis)).toBe(false);
    expect(chat.foreignRequests).toEqual([]);
    expect(chat.complaints).toEqual([]);
    const shown = await page.locator("#root").textContent();
    expect(shown).toContain("<script>globalThis.isHit = true</script>");
    expect(shown).toContain("![tracker](https://evil.example/pixel.png)");
    expect(shown).toContain("[run](command:workbench.action.closeWindow)");
    expect(shown).toContain("turned [U+202E]back[U+2066] and [U+202E]again");
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/);
    const attributes = await page.evaluate(allAttributes);
    expect(attributes.filter((each) => /[\u202a-\u202e\u2066-\u2069]/.test(each))).toEqual([]);
  });

  it("may name pages of the web, which the extension is asked to open and nothing else", async () => {
    const chat = await openChatPage();
    const turns = [answeredTurn([specPassage(1, hostile)])];
    await chat.tell({ type: "status", status: readyStatus }, { type: "conversation", turns });
    await chat.button(/^Show all/).click();
    const links = chat.page.locator(".prose [data-url]");
    const addresses = await links.evaluateAll((all) =>
      all.map((each) => (each as unknown as { getAttribute(name: string): string }).getAttribute("data-url")),
    );
    expect(addresses).toEqual(["https://harbour.example/page", "https://evil.example"]);
    await links.first().click();
    expect(await chat.message("openLink")).toEqual({ type: "openLink", url: "https://harbour.example/page" });
    expect(chat.foreignRequests).toEqual([]);
  });

  it("cannot load or run what the policy forbids, even where somebody slips it in", async () => {
    const chat = await openChatPage();
    const outcomes = await chat.page.evaluate(async () => {
      const page = globalThis as unknown as {
        document: { createElement(name: string): Slipped; body: { append(...elements: Slipped[]): void } };
        fetch(url: string): Promise<unknown>;
        isRun?: boolean;
      };
      interface Slipped {
        textContent: string;
        src: string;
        setAttribute(name: string, value: string): void;
        onerror: () => void;
      }
      const script = page.document.createElement("script");
      script.textContent = "globalThis.isRun = true";
      const image = page.document.createElement("img");
      const isImageRefused = new Promise<boolean>((resolve) => {
        image.onerror = () => resolve(true);
      });
      image.src = "https://evil.example/pixel.png";
      page.document.body.append(script, image);
      const isFetchRefused = await page.fetch("https://evil.example").then(
        () => false,
        () => true,
      );
      return [page.isRun ?? false, await isImageRefused, isFetchRefused];
    });
    expect(outcomes).toEqual([false, true, true]);
    expect(chat.complaints.join("\n")).toMatch(/Content Security Policy/);
  });
});

/** Runs in the page: values of all attributes that are there. */
function allAttributes(): string[] {
  const { document } = globalThis as unknown as {
    document: { querySelectorAll(selector: string): Iterable<{ attributes: Iterable<{ value: string }> }> };
  };
  return [...document.querySelectorAll("*")].flatMap(({ attributes }) =>
    [...attributes].map(({ value }) => value),
  );
}
