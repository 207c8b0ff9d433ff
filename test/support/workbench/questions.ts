import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { until } from "./until.ts";

/** Questions that one flow asks one after the other, at the top and in dialogues. Each is waited for, and answered until it is gone. */
export class Questions {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Types an answer to the question whose title or prompt `wanted` matches, and confirms it. */
  async answer(wanted: RegExp, text: string): Promise<void> {
    await until(
      `the question ${wanted} to be answered`,
      async () => (await this.#confirm(wanted, text)) && (await this.#isOver(wanted)),
      () => this.shown(),
    );
  }

  /** Types what does not fit, and waits until the question says why. */
  async answerInVain(wanted: RegExp, text: string, complaint: RegExp): Promise<void> {
    await until(
      `the answer ${text} to be refused with ${complaint}`,
      async () => {
        if (!(await this.#confirm(wanted, text))) return false;
        return this.#soon(async () => complaint.test(await this.shown()));
      },
      () => this.shown(),
    );
  }

  /** Checks rows of a list with several answers, and confirms it. */
  async check(wanted: RegExp, labels: readonly RegExp[]): Promise<void> {
    await until(
      `the list ${wanted} to be answered`,
      async () => {
        if (!(await this.#isAsked(wanted))) return false;
        for (const label of labels) {
          const row = this.#widget().locator(".monaco-list-row", { hasText: label }).first();
          const isChecked = async () => (await row.getAttribute("aria-checked").catch(() => "")) === "true";
          if (!(await isChecked())) await row.click({ timeout: 3_000 }).catch(() => undefined);
          if (!(await isChecked())) return false;
        }
        await this.#field()
          .press("Enter", { timeout: 3_000 })
          .catch(() => undefined);
        return this.#isOver(wanted);
      },
      () => this.shown(),
    );
  }

  /** Waits for a text in the question at the top, such as why an answer does not fit. */
  async says(wanted: RegExp): Promise<string> {
    return until(
      `a question with ${wanted}`,
      async () => {
        const text = await this.shown();
        return wanted.test(text) && text;
      },
      () => this.shown(),
    );
  }

  /** Chooses a row of the list whose title or prompt `wanted` matches. */
  async choose(wanted: RegExp, label: RegExp): Promise<void> {
    await until(
      `${label} to be chosen in ${wanted}`,
      async () => {
        if (!(await this.#isAsked(wanted))) return false;
        const row = this.#widget().locator(".monaco-list-row", { hasText: label }).first();
        await row.click({ timeout: 3_000 }).catch(() => undefined);
        return this.#isOver(wanted);
      },
      () => this.shown(),
    );
  }

  /** Goes back one step from the question that `wanted` matches. */
  async back(wanted: RegExp): Promise<void> {
    await until(
      `the way back from ${wanted}`,
      async () => {
        if (!(await this.#isAsked(wanted))) return true;
        const button = this.#widget().locator(".quick-input-titlebar a[aria-label^='Back']").first();
        await button.click({ timeout: 3_000 }).catch(() => undefined);
        return this.#isOver(wanted);
      },
      () => this.shown(),
    );
  }

  /** Ends the flow. */
  async cancel(wanted: RegExp): Promise<void> {
    await this.says(wanted);
    await until("the question to be gone", async () => {
      await this.#page.keyboard.press("Escape");
      return !(await this.#widget().isVisible());
    });
  }

  /** Waits for a dialogue, and gives what it says. */
  async untilDialogue(wanted: RegExp): Promise<string> {
    const box = this.#dialogue(wanted);
    return until(
      `a dialogue with ${wanted}`,
      async () => (await box.isVisible()) && plain((await box.allInnerTexts()).join(" ")),
      async () => [await this.#page.locator(".monaco-dialog-box").allInnerTexts(), await this.shown()],
    );
  }

  /** Waits for a dialogue, presses a button in it until it is gone, and gives what it said. */
  async dialogue(wanted: RegExp, button: string): Promise<string> {
    const text = await this.untilDialogue(wanted);
    const box = this.#dialogue(wanted);
    await until(`the dialogue ${wanted} to end by ${button}`, async () => {
      await box
        .locator(".monaco-button", { hasText: button })
        .first()
        .click({ timeout: 3_000 })
        .catch(() => undefined);
      return !(await box.isVisible());
    });
    return text;
  }

  /** Whether a dialogue or, before it, a question comes. */
  async dialogueOrQuestion(dialogue: RegExp, question: RegExp): Promise<"dialogue" | "question"> {
    const box = this.#dialogue(dialogue);
    return until(
      `${dialogue} or ${question}`,
      async () => ((await box.isVisible()) && "dialogue") || ((await this.#isAsked(question)) && "question"),
      () => this.shown(),
    );
  }

  /** All texts of the question that is shown. */
  async shown(): Promise<string> {
    if (!(await this.#widget().isVisible())) return "";
    const texts = await this.#widget().allInnerTexts();
    return plain([...texts, await this.#placeholder()].join(" "));
  }

  async #isAsked(wanted: RegExp): Promise<boolean> {
    return wanted.test(await this.#words());
  }

  async #confirm(wanted: RegExp, text: string): Promise<boolean> {
    if (!(await this.#isAsked(wanted))) return false;
    const field = this.#field();
    return field
      .fill(text, { timeout: 3_000 })
      .then(() => field.press("Enter", { timeout: 3_000 }))
      .then(
        () => true,
        () => false,
      );
  }

  /** Another question, or a dialogue about this one. */
  #isOver(wanted: RegExp): Promise<boolean> {
    return this.#soon(
      async () =>
        !(await this.#isAsked(wanted)) ||
        (await this.#page.locator(".monaco-dialog-box").first().isVisible()),
    );
  }

  /** A server that is asked meanwhile takes a moment. */
  async #soon(isSo: () => Promise<boolean>): Promise<boolean> {
    for (let look = 0; look < 100; look++) {
      if (await isSo()) return true;
      await delay(50);
    }
    return false;
  }

  /** Title, prompt and placeholder: what tells one question from another. */
  async #words(): Promise<string> {
    if (!(await this.#widget().isVisible())) return "";
    const texts = await this.#widget()
      .locator(".quick-input-title, .quick-input-message, .quick-input-description")
      .allInnerTexts();
    return plain([...texts, await this.#placeholder()].join(" "));
  }

  async #placeholder(): Promise<string> {
    const read = this.#field().getAttribute("placeholder", { timeout: 1_000 });
    return (await read.catch(() => "")) ?? "";
  }

  #dialogue(wanted: RegExp) {
    return this.#page.locator(".monaco-dialog-box").filter({ hasText: wanted }).first();
  }

  #widget() {
    return this.#page.locator(".quick-input-widget");
  }

  #field() {
    return this.#widget().locator(".quick-input-box input").first();
  }
}

function plain(text: string): string {
  return text.replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ").trim();
}
