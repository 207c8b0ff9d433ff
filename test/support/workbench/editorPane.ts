import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { QuickInput } from "./quickInput.ts";
import { until } from "./until.ts";

/** What a hover shows: one part for each of those who know something. */
export interface ShownHover {
  readonly text: string;
  readonly parts: readonly string[];
  /** Clicks on a link in it by its text. */
  click(link: string): Promise<void>;
}

/** A place in the text that is shown. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The active text editor, as its user sees it. */
export class EditorPane {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #folder: () => string;

  constructor(page: Page, quickInput: QuickInput, folder: () => string) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#folder = folder;
  }

  /** Opens a file of the folder and puts the cursor into a line, counted from 1. */
  async openFile(relativePath: string, line = 1): Promise<void> {
    const file = path.join(this.#folder(), relativePath);
    const isThere = async () =>
      (await this.#activeTab()) === path.basename(file) && (await this.cursorLine()) === line;
    await until(
      `the editor of ${relativePath} at line ${line}`,
      async () => {
        await this.#quickInput.find("Control+P", `${file}:${line}`, path.basename(file));
        const editor = this.#page.locator(".editor-group-container.active .monaco-editor.focused").first();
        const isFocused = await editor.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
        for (let look = 0; isFocused && look < 60; look++) {
          if (await isThere()) return true;
          await delay(50);
        }
        return false;
      },
      () => this.cursorLine(),
    );
  }

  /** Line of the cursor as the status bar tells it. */
  async cursorLine(): Promise<number | undefined> {
    const texts = await this.#page.locator(".part.statusbar .statusbar-item").allInnerTexts();
    const [, line] = /Ln (\d+), Col \d+/.exec(texts.join("\n")) ?? [];
    return line === undefined ? undefined : Number(line);
  }

  /** Waits until the tab of a file of this name is the active one. */
  async activeFile(name: string): Promise<void> {
    const active = () => this.#activeTab();
    await until(`${name} to be the active editor`, async () => (await active()) === name, active);
  }

  /**
   * Rests the mouse on a word (in `line`, or where it is first shown) until a hover has a part that `wanted` matches. Throws where none
   * comes. `inside`: selector of another editor than that of the active file.
   */
  async hoverOver(
    word: string,
    options: { line?: number; wanted?: RegExp; inside?: string } = {},
  ): Promise<ShownHover> {
    const wanted = options.wanted ?? /\S/;
    const parts = await until(
      `a hover over ${word} with ${wanted}`,
      async () => {
        await this.#restOn(word, options.line, options.inside ?? activeEditor);
        return this.#hoverWith(wanted);
      },
      () => this.#hoverParts(),
    );
    return {
      text: parts.join("\n"),
      parts,
      click: (link) => this.#hover().locator("a", { hasText: link }).first().click(),
    };
  }

  /** Texts above definitions. */
  async codeLenses(): Promise<readonly string[]> {
    return this.#page.locator(".editor-instance .codelens-decoration").allInnerTexts();
  }

  /** Inserts text at the beginning of a line and saves, as somebody who types and presses Ctrl+S. */
  async editAndSave(relativePath: string, edit: { line: number; insert: string }): Promise<void> {
    await this.insert(relativePath, edit);
    await this.#page.keyboard.press("Control+S");
    const file = path.join(this.#folder(), relativePath);
    await until(`${relativePath} to be saved`, () => readFileSync(file, "utf8").includes(edit.insert));
  }

  /** The same without saving: the editor shows what no file holds. */
  async insert(relativePath: string, edit: { line: number; insert: string }): Promise<void> {
    await this.openFile(relativePath, edit.line);
    await this.#page.keyboard.press("Home");
    await this.#page.keyboard.insertText(edit.insert);
    await this.#page.locator(".tab.active.dirty").first().waitFor();
  }

  #activeTab(): Promise<string | null> {
    return this.#page.locator(".tab.active").first().getAttribute("data-resource-name");
  }

  async #restOn(word: string, line: number | undefined, inside: string): Promise<void> {
    const spot = await until(`${word} to be shown in the editor`, () =>
      this.#page.evaluate(findWord, { word, line, inside }).then((found) => found ?? undefined),
    );
    // A hover that is shown already stays as it is, so the mouse leaves first.
    await this.#page.mouse.move(2, 2);
    await this.#page.mouse.move(spot.x - 3, spot.y);
    await this.#page.mouse.move(spot.x, spot.y, { steps: 3 });
  }

  /** The parts once the wanted one is there; nothing when this hover will have none. */
  async #hoverWith(wanted: RegExp): Promise<readonly string[] | undefined> {
    const hover = this.#hover();
    await hover.waitFor({ state: "visible", timeout: 3_000 }).catch(() => undefined);
    for (let look = 0; look < 30; look++) {
      const parts = await this.#hoverParts();
      if (parts.some((part) => wanted.test(part))) return parts;
      await delay(50);
    }
    return undefined;
  }

  async #hoverParts(): Promise<readonly string[]> {
    const texts = await this.#hover().locator(".hover-row").allInnerTexts();
    return texts
      .map((text) => text.replaceAll("\u00a0", " ").trim())
      .filter((text) => !/^Loading/.test(text));
  }

  #hover() {
    return this.#page.locator(".monaco-editor .monaco-hover:not(.hidden)").first();
  }
}

const activeEditor = ".editor-group-container.active .editor-instance .monaco-editor";

/** Runs in the page: the middle of a word among the lines that are shown. */
function findWord({
  word,
  line,
  inside,
}: {
  word: string;
  line: number | undefined;
  inside: string;
}): Spot | undefined {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  }
  interface Piece {
    readonly textContent: string | null;
    readonly childNodes: ArrayLike<Piece>;
    readonly nodeType: number;
    getBoundingClientRect(): Box;
    querySelectorAll(selector: string): ArrayLike<Piece>;
  }
  interface TextRange {
    setStart(node: Piece, offset: number): void;
    setEnd(node: Piece, offset: number): void;
    getBoundingClientRect(): Box;
  }
  const { document } = globalThis as unknown as {
    document: { querySelector(selector: string): Piece | null; createRange(): TextRange };
  };
  const editor = document.querySelector(inside);
  if (editor === null) return undefined;
  const topOf = (piece: Piece) => Math.round(piece.getBoundingClientRect().top);
  const numbers = Array.from(editor.querySelectorAll(".margin-view-overlays .line-numbers"));
  const wantedTop = numbers.find((each) => Number(each.textContent) === line);
  if (line !== undefined && wantedTop === undefined) return undefined;
  const lines = Array.from(editor.querySelectorAll(".view-lines .view-line"));
  const shown = wantedTop === undefined ? lines : lines.filter((each) => topOf(each) === topOf(wantedTop));
  const textNodes = (piece: Piece): Piece[] =>
    piece.nodeType === 3 ? [piece] : Array.from(piece.childNodes).flatMap(textNodes);
  for (const each of shown) {
    const nodes = textNodes(each);
    const text = nodes.map((node) => node.textContent ?? "").join("");
    const at = text.search(new RegExp(`(?<![\\w-])${word.replace(/[^\w-]/g, "\\$&")}(?![\\w])`));
    if (at < 0) continue;
    const range = document.createRange();
    let before = 0;
    for (const node of nodes) {
      const length = (node.textContent ?? "").length;
      const middle = at + Math.floor(word.length / 2);
      if (middle >= before && middle < before + length) {
        range.setStart(node, middle - before);
        range.setEnd(node, middle - before + 1);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }
      before += length;
    }
  }
  return undefined;
}
