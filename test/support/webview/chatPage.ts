import type { Locator } from "playwright-core";
import type { FromPage, ToPage } from "../../../shared/protocol/chatMessages.ts";
import { type PageOptions, type Pages, WebviewPage } from "./page.ts";

/** Opens the chat's page, as narrow as a sidebar; gives it once it listens. */
export async function openChat(pages: Pages, options: PageOptions = {}): Promise<ChatPage> {
  const chat = await pages.openAs(ChatPage, "chat", { width: 300, ...options });
  await chat.message("ready");
  return chat;
}

/** The chat's page as its user sees it, and as the extension hears it. */
export class ChatPage extends WebviewPage {
  /** Says something to the page, as the extension does, and waits until it is drawn. */
  async tell(...messages: readonly ToPage[]): Promise<void> {
    for (const each of messages) await this.send(each);
    await this.page.evaluate(async () => {
      const { requestAnimationFrame } = globalThis as unknown as {
        requestAnimationFrame(then: () => void): void;
      };
      for (let frame = 0; frame < 3; frame++)
        await new Promise<void>((resolve) => requestAnimationFrame(resolve));
    });
  }

  /** All that the page has said to the extension. */
  async said(): Promise<readonly FromPage[]> {
    // What it said before this answer has arrived with it.
    await this.page.evaluate("0");
    return this.posted as readonly FromPage[];
  }

  /** Waits for the newest message of a type. */
  message<Type extends FromPage["type"]>(type: Type): Promise<Extract<FromPage, { readonly type: Type }>> {
    return this.waitForPost({ type }) as Promise<Extract<FromPage, { readonly type: Type }>>;
  }

  /** What can be read in all elements of a selector, one after the other. */
  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).allInnerTexts()).join("\n");
  }

  /** A button by its name. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) });
  }

  /** Name and role of what has the keyboard. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: {
          activeElement: {
            getAttribute(name: string): string | null;
            textContent: string;
            tagName: string;
          } | null;
        };
      };
      const element = document.activeElement;
      return element === null
        ? ""
        : `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent}`.trim();
    });
  }
}
