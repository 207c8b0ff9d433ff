import type { Locator, Page } from "playwright-core";
import type { QuickInput } from "./quickInput.ts";
import { until } from "./until.ts";

/** A row of a tree. */
export interface TreeRow {
  readonly text: string;
  /** From 1. */
  readonly level: number;
  /** Nothing where it has no rows below it. */
  readonly isExpanded?: boolean;
}

/** Trees and lists beside the editor, by the title of the view. */
export class Views {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  /** Shows a view by the command that the editor makes for each: `Whence: Focus on Trace View`. */
  async open(container: string, title: string): Promise<void> {
    await this.#quickInput.runCommand(`${container}: Focus on ${title} View`);
    await this.#pane(title).waitFor();
  }

  /** Closes a view, so that the others below the same heading have its room. */
  async collapse(title: string): Promise<void> {
    const header = this.#page.locator(`.pane-header[aria-label^="${title}"]`).first();
    await until(`${title} to be closed`, async () => {
      if ((await header.getAttribute("aria-expanded")) === "false") return true;
      // In the middle stand buttons as soon as the mouse is there.
      await header.click({ timeout: 3_000, position: { x: 24, y: 8 } }).catch(() => undefined);
      return false;
    });
  }

  /** Rows that are shown. */
  async rows(title: string): Promise<readonly TreeRow[]> {
    return this.#rows(title).evaluateAll(readRows);
  }

  /** Waits for a row that `wanted` matches. */
  async row(title: string, wanted: RegExp): Promise<TreeRow> {
    return until(
      `a row ${wanted} in ${title}`,
      async () => (await this.rows(title)).find(({ text }) => wanted.test(text)),
      () => this.rows(title),
    );
  }

  /** Clicks on a row. */
  async click(title: string, wanted: RegExp): Promise<void> {
    await this.row(title, wanted);
    await this.#rows(title).filter({ hasText: wanted }).first().click();
  }

  /** Opens a row, if it is closed, and waits for what is below it. */
  async expand(title: string, wanted: RegExp): Promise<void> {
    const row = await this.row(title, wanted);
    if (row.isExpanded === true) return;
    await this.#rows(title).filter({ hasText: wanted }).first().locator(".monaco-tl-twistie").click();
    await until(`${wanted} to open`, async () => (await this.row(title, wanted)).isExpanded === true);
  }

  /** Presses a button that a row shows under the mouse, by its title. */
  async rowAction(title: string, wanted: RegExp, action: string): Promise<void> {
    await this.row(title, wanted);
    const row = this.#rows(title).filter({ hasText: wanted }).first();
    await row.hover();
    await row.locator(`.actions a[aria-label^="${action}"]`).first().click();
  }

  /** Presses a button in the head of a view, by its title. */
  async action(title: string, action: string): Promise<void> {
    const pane = this.#pane(title);
    await pane.locator(".pane-header").hover();
    await pane.locator(`.pane-header .actions a[aria-label^="${action}"]`).first().click();
  }

  /** What a view says where it has no rows. */
  async welcome(title: string): Promise<string> {
    return until(`a word of welcome in ${title}`, async () => {
      const texts = await this.#pane(title).locator(".welcome-view-content").allInnerTexts();
      return texts.join("\n").trim() !== "" && texts.join("\n").trim();
    });
  }

  #pane(title: string): Locator {
    const header = this.#page.locator(`.pane-header[aria-label^="${title}"]`);
    const pane = this.#page.locator(".pane", { has: header });
    // The only view of a container has no head of its own.
    const alone = this.#page.locator(`.composite.title:has(h2:text-matches("${title}"))`).locator("xpath=..");
    return pane.or(alone).first();
  }

  #rows(title: string): Locator {
    return this.#pane(title).locator(".monaco-list-row");
  }
}

/** Runs in the page, so that all rows are read in one moment: a tree that is drawn anew takes away those of before. */
function readRows(rows: readonly unknown[]): TreeRow[] {
  interface Row {
    readonly textContent: string;
    getAttribute(name: string): string | null;
  }
  return (rows as readonly Row[]).map((row) => {
    const expanded = row.getAttribute("aria-expanded");
    return {
      text: row.textContent.replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ").trim(),
      level: Number(row.getAttribute("aria-level") ?? 1),
      ...(expanded === null ? {} : { isExpanded: expanded === "true" }),
    };
  });
}
