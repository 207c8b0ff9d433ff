import { describe, expect, it } from "vitest";
import type { ChatPage } from "../../support/webview/chatPage.ts";
import {
  answeredTurn,
  codePassage,
  harbourChain,
  readyStatus,
  specPassage,
} from "../../support/webview/chatTurns.ts";
import { openChatPage } from "../../support/webview/openChatPage.ts";
import type { ThemeName } from "../../support/webview/page.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();
const themes: readonly ThemeName[] = ["dark", "light", "highContrast", "highContrastLight"];
const longCode = Array.from(
  { length: 60 },
  (_, line) => `const pierNumber${line} = "${"x".repeat(90)}";`,
).join("\n");

describe.skipIf(reason !== undefined)("everybody can use the chat", () => {
  for (const theme of themes) {
    it(`has no serious fault of access in ${theme}`, async () => {
      for (const width of [300, 900]) {
        for (const [name, show] of Object.entries(views)) {
          const chat = await openChatPage({ theme, width });
          await show(chat);
          expect(await chat.seriousFaults(), `${name}, ${theme}, ${width}`).toEqual([]);
          await chat.screenshot(`chat-${name}-${theme}-${width}`);
          await chat.close();
        }
      }
    });
  }

  it("is used by keyboard alone: every control takes the keyboard, and shows that it has it", async () => {
    const chat = await openChatPage({ height: 1200 });
    await views.answer(chat);
    await chat.button("Filter").press("Enter");
    const wanted = await chat.page
      .locator("button:enabled, input:enabled, textarea:enabled, summary")
      .count();
    const reached = new Set<string>();
    await chat.page.keyboard.press("Tab");
    for (let step = 0; step < 80; step++) {
      const { name, isShown } = await chat.page.evaluate(describeFocus);
      if (name !== "") expect(isShown, name).toBe(true);
      reached.add(name);
      await chat.page.keyboard.press("Tab");
    }
    for (const control of [
      "Edit the question",
      "Copy as Markdown",
      "Good answer",
      "Ask again",
      "Code",
      "Remove file src/board.ts",
    ])
      expect(
        [...reached].some((name) => name.includes(control)),
        control,
      ).toBe(true);
    // The tree is one stop, whose rows the arrows walk; the date fields are several.
    expect(reached.size).toBeGreaterThanOrEqual(wanted);
  });

  for (const [name, zoom, width] of [
    ["200 pixels wide", 1, 200],
    ["zoomed to 200 %", 2, 400],
  ] as const) {
    it(`fits where it is ${name}`, async () => {
      for (const [view, show] of Object.entries(views)) {
        const chat = await openChatPage({ width, height: 800 });
        await show(chat);
        const overflow = await chat.page.evaluate(findOverflow, zoom);
        expect(overflow, view).toEqual([]);
        await chat.screenshot(`chat-${view}-${name.replaceAll(/\W+/g, "-")}`);
        await chat.close();
      }
    });
  }

  it("draws anew only the question that has changed, however many there are, and lays out what is seen", async () => {
    const turns = Array.from({ length: 500 }, (_, at) => {
      const passages = [codePassage(1, { text: longCode }), specPassage(2, "The harbour is **closed**.")];
      return answeredTurn(passages, { id: `turn-${at}`, question: `Question ${at}` });
    });
    const chat = await openChatPage();
    await chat.tell({ type: "status", status: readyStatus }, { type: "conversation", turns });
    expect(await chat.page.locator(".turn").count()).toBe(500);
    await chat.page.evaluate(countChanges);
    const changed = answeredTurn([codePassage(1), codePassage(2), codePassage(3)], { id: "turn-499" });
    await chat.tell({ type: "turn", turn: changed });
    await chat.page.getByLabel("Question", { exact: true }).fill("And now?");
    const { changedTurns, laidOut } = await chat.page.evaluate(readChanges);
    expect(changedTurns).toEqual(["turn-499"]);
    expect(laidOut).toBeGreaterThan(0);
    expect(laidOut).toBeLessThan(40);
  });

  it("is still told apart where the system forces its colours", async () => {
    const chat = await openChatPage({ forcedColors: true });
    await views.answer(chat);
    // Its colours are the system's, which a page neither chooses nor can measure.
    const found = await chat.seriousFaults();
    expect(found.filter((fault) => !fault.startsWith("color-contrast"))).toEqual([]);
    await chat.screenshot("chat-forced-colours");
  });
});

const views = {
  async answer(chat: ChatPage) {
    const turn = answeredTurn(
      [
        codePassage(1),
        specPassage(
          2,
          "## At night\n\nThe harbour is **closed**.\n\n- no ferry\n- no ship\n\n| hour | ferry |\n| --- | --- |\n| 22 | none |\n\n```\ncode\n```\n\n> quoted [page](https://harbour.example)",
        ),
        codePassage(3, { text: longCode, byline: "Ada, 2026-11-02" }),
      ],
      {
        followUps: ["Which commits changed PIER-3?"],
        context: [{ kind: "symbol", path: "src/timetable.ts", name: "nextDeparture", line: 2 }],
        filter: { kinds: ["code"], tag: "sea" },
        rating: { verdict: "bad", reason: "Too short", ratedAt: "2026-11-29T03:00:00.000Z" },
      },
    );
    await chat.tell(
      { type: "status", status: readyStatus },
      {
        type: "choices",
        choices: { kinds: ["code", "spec", "commit"], tags: ["sea"], authors: ["Ada"], suggestions: [] },
      },
      { type: "context", context: [{ kind: "file", path: "src/board.ts" }] },
      { type: "conversation", turns: [{ ...turn, answer: { ...turn.answer!, chain: harbourChain } }] },
      { type: "notice", tone: "info", sentence: "tide.pdf joined the index: 3 pages." },
    );
    await chat.button("Show as diagram").click();
    await chat.page.getByText("Why these?").click();
  },
  async notFound(chat: ChatPage) {
    const turn = answeredTurn([], { filter: { pathGlob: "src/**" } });
    await chat.tell({ type: "status", status: readyStatus }, { type: "conversation", turns: [turn] });
    await chat.button("Filter").click();
    await chat.tell({
      type: "choices",
      choices: { kinds: ["code", "spec"], tags: [], authors: ["Ada"], suggestions: [] },
    });
  },
  async failed(chat: ChatPage) {
    const { answer: _, ...turn } = answeredTurn([]);
    const failure = "The index is damaged: rebuild it with the command Whence: Rebuild Index.";
    await chat.tell(
      { type: "status", status: { ...readyStatus, sentence: "Indexing is paused.", actions: ["resume"] } },
      { type: "conversation", turns: [{ ...turn, state: "failed", failure }] },
    );
  },
  async asking(chat: ChatPage) {
    const turn = answeredTurn([codePassage(1)]);
    await chat.tell(
      { type: "status", status: readyStatus },
      { type: "turn", turn: { ...turn, state: "asking", stage: "Looking at meanings…" } },
    );
  },
  async welcome(chat: ChatPage) {
    const suggestions = ["Which code implements PIER-3 No ferry at night?"];
    await chat.tell(
      { type: "status", status: readyStatus },
      { type: "choices", choices: { kinds: [], tags: [], authors: [], suggestions } },
    );
  },
  async closed(chat: ChatPage) {
    const sentence = "Open a folder, and Whence answers where its code comes from.";
    const status = { canAsk: false, sentence, actions: ["openFolder"], folders: [] } as const;
    await chat.tell({ type: "status", status });
  },
};

/** Runs in the page: what has the keyboard, and whether that can be seen. */
function describeFocus(): { name: string; isShown: boolean } {
  interface Focused {
    readonly tagName: string;
    readonly textContent: string;
    readonly parentElement: Focused | null;
    getAttribute(name: string): string | null;
    matches(selector: string): boolean;
  }
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { activeElement: Focused | null };
    getComputedStyle(element: Focused): { outlineStyle: string };
  };
  const element = document.activeElement;
  if (element === null || element.tagName === "BODY") return { name: "", isShown: true };
  const label = element.getAttribute("aria-label") ?? element.textContent;
  // The frame around the question shows it for the field.
  const isShown = [element, element.parentElement].some(
    (each) => each !== null && getComputedStyle(each).outlineStyle !== "none",
  );
  return { name: `${element.tagName} ${label} ${element.getAttribute("title") ?? ""}`, isShown };
}

/** Runs in the page: what sticks out of it sideways. */
function findOverflow(zoom: number): string[] {
  interface Box {
    readonly className: string;
    readonly tagName: string;
    readonly parentElement: Box | null;
    getBoundingClientRect(): { right: number; width: number };
    closest(selector: string): unknown;
  }
  const { document, innerWidth } = globalThis as unknown as {
    innerWidth: number;
    document: {
      documentElement: { style: { zoom: string } };
      querySelectorAll(selector: string): Iterable<Box>;
    };
  };
  document.documentElement.style.zoom = String(zoom);
  return (
    [...document.querySelectorAll("body *")]
      .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
      // What scrolls by itself may be wider inside.
      .filter((each) => each.closest(".lines, .diagram, .prose pre, .prose table, .unseen") === null)
      .map((each) => `${each.tagName}.${each.className}`)
  );
}

interface Counted {
  readonly changed: Set<string>;
}

/** Runs in the page: notes from now on in which turns something changes. */
function countChanges(): void {
  interface Place {
    readonly parentElement: Place | null;
    closest?(selector: string): { getAttribute(name: string): string } | null;
  }
  const page = globalThis as unknown as {
    changed: Set<string>;
    document: { querySelector(selector: string): unknown };
    MutationObserver: new (
      note: (changes: readonly { readonly target: Place }[]) => void,
    ) => { observe(target: unknown, options: object): void };
  };
  page.changed = new Set();
  new page.MutationObserver((changes) => {
    for (const { target } of changes) {
      const turn = (target.closest === undefined ? target.parentElement : target)?.closest?.(".turn");
      if (turn !== undefined && turn !== null) page.changed.add(turn.getAttribute("data-turn"));
    }
  }).observe(page.document.querySelector(".log"), {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
}

/** Runs in the page: turns that changed, and how many of all are laid out. */
function readChanges(): { changedTurns: string[]; laidOut: number } {
  const page = globalThis as unknown as Counted & {
    document: {
      querySelectorAll(selector: string): Iterable<{ checkVisibility(options: object): boolean }>;
    };
  };
  const questions = [...page.document.querySelectorAll(".question")];
  return {
    changedTurns: [...page.changed],
    laidOut: questions.filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length,
  };
}
