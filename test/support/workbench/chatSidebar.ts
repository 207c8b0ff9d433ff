import type { Frame, Locator, Page } from "playwright-core";
import type { QuickInput } from "./quickInput.ts";
import { until } from "./until.ts";

/** The view "Ask" of Whence, whose page lies in a frame within a frame. */
export class ChatSidebar {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  /** Shows the view, and waits until one can ask. */
  async open(): Promise<void> {
    await until("the chat", async () => {
      await this.#quickInput.runCommand("Whence: Ask…");
      return until("its page", () => this.frame()).then(() => true);
    });
    await this.untilShown(".question-box:enabled");
  }

  /** The frame that holds the page now; the editor makes another each time the view is shown. */
  async frame(): Promise<Frame | undefined> {
    for (const frame of this.#page.frames())
      if (
        await frame
          .locator(".composer")
          .count()
          .catch(() => 0)
      )
        return frame;
    return undefined;
  }

  /** Types a question and sends it; begins anew where something takes the keyboard. */
  async ask(question: string): Promise<void> {
    await until(`the question "${question}" to be asked`, async () => {
      const before = await this.questions();
      const box = (await this.frame())?.locator(".question-box").last();
      if (box === undefined) return false;
      try {
        await box.fill(question, { timeout: 3_000 });
        await box.press("Enter", { timeout: 3_000 });
      } catch {
        return false;
      }
      return until(
        "the question",
        async () =>
          (await this.questions()).length > before.length || (await this.questions()).at(-1) === question,
      );
    });
  }

  /** Asks, and gives the answer once it is whole. */
  async answerTo(question: string): Promise<string> {
    await this.ask(question);
    await this.untilAnswered(question);
    return this.lastAnswer();
  }

  /** Waits until the last question is this one, and nothing is looked for any more. */
  async untilAnswered(question: string): Promise<void> {
    await until(
      `an answer to "${question}"`,
      async () => {
        const frame = await this.frame();
        return (
          (await this.questions()).at(-1) === question &&
          (await frame?.locator(".turn[aria-busy=true]").count()) === 0
        );
      },
      () => this.text(),
    );
  }

  /** All questions, oldest first; also those that are out of sight, which the page does not lay out. */
  async questions(): Promise<readonly string[]> {
    const found = (await this.frame())?.locator(".question-text");
    return (await found?.allTextContents().catch(() => [])) ?? [];
  }

  /** All that the last answer says. */
  async lastAnswer(): Promise<string> {
    return (await this.#texts(".turn:last-child .answer")).join("\n");
  }

  /** All that the page says. */
  async text(): Promise<string> {
    return (await this.#texts(".page")).join("\n");
  }

  /** Waits until something matches a selector, with a text in it where one is wanted. */
  async untilShown(selector: string, wanted: RegExp = /(?:)/): Promise<void> {
    await until(
      `${selector} with ${wanted} in the chat`,
      async () =>
        ((await (await this.frame())?.locator(selector).filter({ hasText: wanted }).count()) ?? 0) > 0,
      () => this.text(),
    );
  }

  /** Clicks on the last of what matches a selector; begins anew where the page is drawn anew meanwhile. */
  async click(selector: string, wanted: RegExp = /(?:)/): Promise<void> {
    await this.#again(`a click on ${selector}`, selector, wanted, (found) => found.click({ timeout: 3_000 }));
  }

  /** Presses a button by its name, in the last answer where there are several. */
  async press(button: string): Promise<void> {
    await this.click(`button[aria-label="${button}"], button:text-is("${button}")`);
  }

  /** Fills a field by its label. */
  async fill(label: string, text: string): Promise<void> {
    const selector = `label:has-text("${label}") input`;
    await this.#again(`${label} to be filled`, selector, /(?:)/, (found) =>
      found.fill(text, { timeout: 3_000 }),
    );
  }

  /** Drops a file on the page, as from the desktop. */
  async drop(name: string, content: Uint8Array): Promise<void> {
    const frame = await until("the page", () => this.frame());
    await frame.evaluate(dropFile, { name, bytes: [...content] });
  }

  /** Of a page that goes away meanwhile there are none. */
  async #texts(selector: string): Promise<readonly string[]> {
    const frame = await this.frame();
    return frame === undefined
      ? []
      : frame
          .locator(selector)
          .allInnerTexts()
          .catch(() => []);
  }

  async #again(
    what: string,
    selector: string,
    wanted: RegExp,
    act: (found: Locator) => Promise<unknown>,
  ): Promise<void> {
    await until(
      what,
      async () => {
        const found = (await this.frame())?.locator(selector).filter({ hasText: wanted }).last();
        if (found === undefined || (await found.count()) === 0) return false;
        return act(found).then(
          () => true,
          () => false,
        );
      },
      () => this.text(),
    );
  }
}

/** Runs in the page: a drop as browsers make it. */
function dropFile({ name, bytes }: { name: string; bytes: number[] }): void {
  const page = globalThis as unknown as {
    DataTransfer: new () => { items: { add(file: unknown): void } };
    File: new (parts: Uint8Array[], name: string) => unknown;
    DragEvent: new (type: string, options: object) => Event;
    document: { body: EventTarget };
  };
  const dataTransfer = new page.DataTransfer();
  dataTransfer.items.add(new page.File([new Uint8Array(bytes)], name));
  for (const type of ["dragenter", "dragover", "drop"])
    page.document.body.dispatchEvent(
      new page.DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
    );
}
