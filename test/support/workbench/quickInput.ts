import type { Page } from "playwright-core";
import { until } from "./until.ts";

/** So long rows that are there are drawn at most; what comes later is found by who opens it anew. */
const patienceForRowMs = 5_000;

/** The field at the top in which commands, files and choices are found. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens it by its keys. */
  async open(keys: string): Promise<void> {
    await until(`the quick input after ${keys}`, async () => {
      await this.#page.keyboard.press(keys);
      return this.#field()
        .waitFor({ state: "visible", timeout: 3_000 })
        .then(() => true)
        .catch(() => false);
    });
  }

  /** Replaces what stands in the field. */
  async type(text: string): Promise<void> {
    await this.#field().fill(text);
  }

  /** What can be chosen now: its label, with a description where there is one. */
  async rows(): Promise<readonly string[]> {
    const texts = await this.#rows().allInnerTexts();
    return texts.map(plain);
  }

  /** Chooses the row whose label is, or begins with, `label`, as soon as it is there. */
  async choose(label: string): Promise<void> {
    await until(
      `"${label}" among the choices`,
      async () => (await this.#tryToChoose(label)) || (await this.#tryByKeyboard(label)),
      () => this.rows(),
    );
    await this.#moveMouseAway();
  }

  /** Presses a button of the row whose label begins with `label`, by the button's title. */
  async pressRowButton(label: string, button: string): Promise<void> {
    await until(
      `the button ${button} of "${label}"`,
      async () => {
        const row = this.#rows()
          .filter({ has: this.#page.locator(`.label-name:has-text("${label}")`) })
          .first();
        try {
          await row.hover({ timeout: 3_000 });
          await row
            .locator(`.quick-input-list-entry-action-bar a[aria-label="${button}"]`)
            .click({ timeout: 3_000 });
          return true;
        } catch {
          return !(await this.#widget().isVisible());
        }
      },
      () => this.rows(),
    );
    await this.#moveMouseAway();
  }

  /** What stands in the field. */
  async value(): Promise<string> {
    const field = this.#field();
    return (await field.isVisible()) ? field.inputValue() : "";
  }

  /** Confirms what was typed. */
  async accept(): Promise<void> {
    await this.#page.keyboard.press("Enter");
  }

  /** Closes it without a choice. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.#widget().waitFor({ state: "hidden" });
  }

  /** Waits until it asks for something, and gives its prompt. */
  async prompt(): Promise<string> {
    await this.#widget().waitFor({ state: "visible" });
    return (await this.#field().getAttribute("placeholder")) ?? "";
  }

  /** Runs a command of the palette by its whole title. */
  async runCommand(title: string): Promise<void> {
    await this.find("F1", `>${title}`, title);
  }

  /**
   * Opens it by its keys, types, and chooses the row whose label is, or begins with, `label`. Whatever takes the keyboard meanwhile, such as
   * an editor that is still being opened, closes it; then it begins anew.
   */
  async find(keys: string, text: string, label: string): Promise<void> {
    await until(
      `"${label}" among what ${keys} offers for ${text}`,
      async () => {
        await this.open(keys);
        const isTyped = await this.#field()
          .fill(text, { timeout: 3_000 })
          .then(
            () => true,
            () => false,
          );
        return isTyped && (await this.#chooseWhileOpen(label));
      },
      () => this.rows(),
    );
  }

  /**
   * False where something else closed the field before, or where the row does not come: commands of an extension that is installed or ready
   * a moment later are found only when one opens it anew.
   */
  async #chooseWhileOpen(label: string): Promise<boolean> {
    const end = Date.now() + patienceForRowMs;
    const { isChosen } = await until(
      `"${label}" among the choices`,
      async () => {
        if (await this.#tryToChoose(label)) return { isChosen: true };
        if (Date.now() > end || (await this.rows()).join() === "No matching commands") {
          await this.cancel();
          return { isChosen: false };
        }
        return !(await this.#widget().isVisible()) && { isChosen: false };
      },
      () => this.rows(),
    );
    await this.#moveMouseAway();
    return isChosen;
  }

  /** Where the mouse rests, a tooltip would cover what comes next. */
  async #moveMouseAway(): Promise<void> {
    await this.#page.mouse.move(1, 1);
  }

  /** Whether the row was there and took the click. Rows are drawn anew while more is found, so that a click may meet none. */
  async #tryToChoose(label: string): Promise<boolean> {
    const names = this.#rows().locator(".quick-input-list-row .label-name");
    const labels = (await names.allInnerTexts()).map(plain);
    const exact = labels.indexOf(label);
    const found = exact >= 0 ? exact : labels.findIndex((each) => each.startsWith(label));
    if (found < 0) return false;
    return names
      .nth(found)
      .click({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
  }

  /** As somebody whose click meets nothing, because something lies over the row or it is drawn anew again and again. */
  async #tryByKeyboard(label: string): Promise<boolean> {
    try {
      if (!(await this.rows()).some((row) => row.startsWith(label))) return false;
      await this.#field().fill(label, { timeout: 3_000 });
      const focused = this.#widget().locator(".monaco-list-row.focused .label-name").first();
      if (!plain((await focused.textContent({ timeout: 3_000 })) ?? "").startsWith(label)) return false;
      await this.#field().press("Enter", { timeout: 3_000 });
      return true;
    } catch {
      return false;
    }
  }

  #widget() {
    return this.#page.locator(".quick-input-widget");
  }

  #field() {
    return this.#widget().locator(".quick-input-box input").first();
  }

  #rows() {
    return this.#widget().locator(".quick-input-list .monaco-list-row");
  }
}

function plain(text: string): string {
  return text.replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ").trim();
}
