import type { Page } from "playwright-core";
import { until } from "./until.ts";

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

  /** Chooses the row whose label is, or begins with, `label`. */
  async choose(label: string): Promise<void> {
    const names = this.#rows().locator(".quick-input-list-row .label-name");
    await until(
      `"${label}" among the choices`,
      async () => {
        const labels = (await names.allInnerTexts()).map(plain);
        const exact = labels.indexOf(label);
        const found = exact >= 0 ? exact : labels.findIndex((each) => each.startsWith(label));
        if (found < 0) return false;
        // Rows are drawn anew while more is found, so a click that meets none is tried on the next ones; one that met, closes them.
        return names
          .nth(found)
          .click({ timeout: 3_000 })
          .then(
            () => true,
            async () => !(await this.#widget().isVisible()),
          );
      },
      () => this.rows(),
    );
    // Where the mouse rests, a tooltip would cover what comes next.
    await this.#page.mouse.move(1, 1);
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
    // An editor that is still being opened takes the keyboard, which closes the palette.
    await until("the palette of commands", async () => {
      await this.open("F1");
      return this.#field()
        .fill(`>${title}`, { timeout: 3_000 })
        .then(
          () => true,
          () => false,
        );
    });
    await this.choose(title);
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
