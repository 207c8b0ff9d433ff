import type { Frame } from "playwright-core";
import { until } from "./until.ts";
import type { Workbench } from "./window.ts";

/** The page with coverage, in a tab of the workbench. */
export class CoverageTab {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Labels of the rows that are drawn, from top to bottom. */
  async rows(): Promise<readonly string[]> {
    const texts = await (await this.#frame()).locator(".rows .row .label").allTextContents();
    return texts.map((text) => text.trim());
  }

  /** Waits until a row has this label. */
  async row(label: string): Promise<void> {
    await until(
      `a row ${label} in coverage`,
      async () => (await this.rows().catch((): readonly string[] => [])).includes(label),
      () => this.rows(),
    );
  }

  /** Clicks on the label of a row, once more where something else took the click. */
  async open(label: string, isDone: () => Promise<boolean>): Promise<void> {
    await this.row(label);
    await until(`what ${label} opens`, async () => {
      if (await isDone()) return true;
      await this.#click((frame) => frame.locator(".rows .row .label").getByText(label, { exact: true }));
      return isDone();
    });
  }

  /** Opens what is below a row. */
  async expand(label: string, below: string): Promise<void> {
    await this.row(label);
    await until(
      `${below} below ${label}`,
      async () => {
        if ((await this.rows()).includes(below)) return true;
        await this.#click((frame) => frame.locator(".rows .row", { hasText: label }).locator(".twistie"));
        return (await this.rows()).includes(below);
      },
      () => this.rows(),
    );
  }

  /** Filters by words. */
  async filter(words: string): Promise<void> {
    await until("the filter", async () => {
      const field = (await this.#frame()).getByRole("searchbox");
      await field.fill(words, { timeout: 3_000 }).catch(() => undefined);
      return (await field.inputValue({ timeout: 3_000 }).catch(() => "")) === words;
    });
  }

  /** Presses a button or tab of the page until `isDone`. */
  async press(name: RegExp, isDone: () => Promise<boolean>): Promise<void> {
    await until(`${name} to be pressed`, async () => {
      if (await isDone()) return true;
      const button = (frame: Frame) => frame.locator("button", { hasText: name }).first();
      await this.#click(button);
      return isDone();
    });
  }

  /** A click before may have put another tab in front a moment later than was looked: then nothing is there to be clicked. */
  async #click(find: (frame: Frame) => ReturnType<Frame["locator"]>): Promise<void> {
    const frame = await this.#frameNow();
    if (frame === undefined) return;
    await find(frame)
      .first()
      .click({ timeout: 3_000 })
      .catch(() => undefined);
  }

  #frame(): Promise<Frame> {
    return until("the page with coverage", () => this.#frameNow());
  }

  /** Pages stand in two frames, and are drawn anew where the window is. */
  async #frameNow(): Promise<Frame | undefined> {
    for (const frame of this.#workbench.page.frames()) {
      const marks = [frame.locator("h1", { hasText: "Coverage" }), frame.locator("[role=tablist]")];
      const counts = await Promise.all(marks.map((mark) => mark.count().catch(() => 0)));
      if (counts.every((count) => count > 0)) return frame;
    }
    return undefined;
  }
}
