import { type ChatPage, openChat } from "../support/webview/chatPage.ts";
import { answeredTurn, codePassage, readyStatus, specPassage } from "../support/webview/chatTurns.ts";
import { openPages } from "../support/webview/page.ts";
import type { Measurement } from "./measurement.ts";
import { fetchPrograms } from "./workbenchPrograms.ts";

const runs = 7;
const turnsMany = 500;

/** How soon the chat's page is there, and how it does with many questions in it. In the browser that tests use, on this machine. */
export const chatPage: Measurement = {
  name: "chat-page",
  needsNoStore: true,
  async measure() {
    const pages = await openPages(fetchPrograms().browser);
    try {
      const paintsMs: number[] = [];
      for (let run = 0; run < runs; run++) {
        const chat = await openChat(pages);
        await chat.tell({ type: "status", status: readyStatus });
        paintsMs.push(await chat.page.evaluate(firstPaint));
        await chat.close();
      }
      const chat = await openChat(pages);
      const { drawnMs, keyMs } = await withMany(chat);
      return [
        {
          what: "first paint of the chat",
          measured: median(paintsMs),
          unit: "ms",
          reach: { atMost: 200 },
          note: `median of ${runs} new pages`,
        },
        { what: `${turnsMany} questions are drawn`, measured: drawnMs, unit: "ms", reach: { atMost: 2_000 } },
        {
          what: `a sign that is typed below ${turnsMany} questions is shown`,
          measured: keyMs,
          unit: "ms",
          reach: { atMost: 50 },
          note: "median of 20",
        },
      ];
    } finally {
      await pages.close();
    }
  },
};

async function withMany(chat: ChatPage): Promise<{ readonly drawnMs: number; readonly keyMs: number }> {
  const turns = Array.from({ length: turnsMany }, (_, at) =>
    answeredTurn([codePassage(1), codePassage(2), specPassage(3, "The harbour is **closed**.")], {
      id: `turn-${at}`,
    }),
  );
  await chat.tell({ type: "status", status: readyStatus });
  const begunMs = performance.now();
  await chat.tell({ type: "conversation", turns });
  const drawnMs = performance.now() - begunMs;
  const timesMs: number[] = [];
  for (let sign = 0; sign < 20; sign++) timesMs.push(await chat.page.evaluate(typeSign));
  return { drawnMs, keyMs: median(timesMs) };
}

/** Runs in the page. */
function firstPaint(): number {
  return performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
}

/** Runs in the page: from a sign in the question to the second frame after it, which shows it. */
async function typeSign(): Promise<number> {
  const page = globalThis as unknown as {
    document: {
      querySelector(selector: string): { value: string; dispatchEvent(event: Event): void } | null;
    };
    requestAnimationFrame(then: () => void): void;
  };
  const begunMs = performance.now();
  const box = page.document.querySelector(".question-box");
  if (box === null) return Number.NaN;
  box.value += "x";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  for (let frame = 0; frame < 2; frame++)
    await new Promise<void>((resolve) => page.requestAnimationFrame(resolve));
  return performance.now() - begunMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
