import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Coverage } from "../../../shared/model/coverage.ts";
import { harbourCoverage, hostileTitle, largeCoverage } from "../../support/webview/coverageFigures.ts";
import { openPages, type PageOptions, type Pages, type WebviewPage } from "../../support/webview/page.ts";
import { until } from "../../support/workbench/until.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const programs = await workbenchForTests();
const folder = "file:///harbour";

describe.skipIf(programs.reason !== undefined)("the page with coverage", { timeout: 120_000 }, () => {
  let pages: Pages;
  let shown: WebviewPage;

  beforeAll(async () => {
    if (programs.entry !== undefined) pages = await openPages(programs.browser);
  });
  afterEach(() => shown.close());
  afterAll(() => pages.close());

  async function open(options?: PageOptions, coverage: Coverage = harbourCoverage()): Promise<WebviewPage> {
    shown = await pages.open("coverage", options);
    await shown.waitForPost({ kind: "ready" });
    await shown.send({ kind: "folders", folders: [{ folder, name: "harbour" }], folder, isStarting: false });
    await shown.send({ kind: "coverage", folder, coverage, withInferred: false });
    await shown.page.getByRole("treegrid").waitFor();
    return shown;
  }

  /** Texts of the first column, indented by their levels. */
  const rows = async () =>
    (
      await shown.page
        .locator(".rows .row")
        .evaluateAll((found) =>
          found.map((row) => [
            row.getAttribute("aria-rowindex") ?? "",
            `${"  ".repeat(Number(row.getAttribute("aria-level")) - 1)}${row.querySelector(".label")?.textContent}`,
          ]),
        )
    )
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([, text]) => text ?? "");
  const becomes = (wanted: readonly string[]) =>
    until(
      "rows",
      async () => (await rows()).join("\n") === wanted.join("\n"),
      () => rows(),
    );
  const table = () => shown.page.getByRole("treegrid");
  const activeRow = () => shown.page.locator("#active-row .label").textContent();
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => shown.page.keyboard.press(key)), Promise.resolve());
  const tree = [
    "PIER-1 The harbour",
    "  PIER-2 Departures",
    "    PIER-3 No ferry at night",
    "    PIER-4 Refund a ticket",
    "    PIER-5 Berths",
  ];
  const hostileRow = `    PIER-12 ${hostileTitle.replace("\u202e", "\ufffd")}`;

  it("shows both figures, what they cannot know, and items as a tree with what each has", async () => {
    await open();
    const summary = await shown.page.getByRole("region", { name: "Summary" }).textContent();
    expect(summary).toContain("66.6 %");
    expect(summary).toContain("2 of 3 begun stories");
    expect(summary).toContain("3 of 5 definitions");
    expect(summary).toContain("This is a shallow clone.");
    await becomes([...tree, hostileRow]);
    const cells = await shown.page
      .locator('[role="row"]', { hasText: "PIER-3" })
      .first()
      .locator(".text")
      .allTextContents();
    expect(cells).toEqual(["done", "has code", "2", "2"]);
  });

  it("opens an item down to its definitions and commits, and asks the editor for what is clicked", async () => {
    await open();
    await shown.page.locator(".row", { hasText: "PIER-3" }).locator(".twistie").click();
    await becomes([
      ...tree.slice(0, 3),
      "      showBoard",
      "      nextDeparture",
      "      PIER-3: a board shows them",
      "      PIER-3: no departure at night",
      ...tree.slice(3),
      hostileRow,
    ]);
    await shown.page.getByText("nextDeparture", { exact: true }).click();
    await shown.waitForPost({ kind: "openPlace", path: "src/timetable.ts", line: 2 });
    await shown.page.getByText("PIER-3: no departure at night").click();
    await shown.waitForPost({ kind: "openCommit", hash: "a".repeat(40) });
    await shown.page.getByText("PIER-5 Berths").click();
    await shown.waitForPost({ kind: "openItem", key: "PIER-5" });
    await shown.page.getByRole("button", { name: "Show trace of PIER-5 Berths" }).click();
    await shown.waitForPost({ kind: "showTrace", key: "PIER-5" });
  });

  it("is ordered by each column, siblings among themselves, and back", async () => {
    await open();
    const order = async (column: string) =>
      shown.page.getByRole("columnheader", { name: column }).getByRole("button").click();
    await order("Definitions");
    await becomes([...tree.slice(0, 2), tree[4] ?? "", hostileRow, tree[3] ?? "", tree[2] ?? ""]);
    expect(
      await shown.page.getByRole("columnheader", { name: "Definitions" }).getAttribute("aria-sort"),
    ).toBe("ascending");
    await order("Definitions");
    await becomes([...tree, hostileRow]);
    await order("Item");
    // By number, not by sign: PIER-12 comes after PIER-5.
    await becomes([...tree, hostileRow]);
    await order("Item");
    await becomes([...tree.slice(0, 2), hostileRow, ...tree.slice(2).toReversed()]);
    await order("Item");
    await order("Code");
    await becomes([...tree.slice(0, 2), hostileRow, tree[4] ?? "", tree[2] ?? "", tree[3] ?? ""]);
  });

  it("is filtered by words, kind, state and folder, and says how many are left", async () => {
    await open();
    const words = shown.page.getByRole("searchbox");
    await words.fill("board pier-3");
    await becomes([...tree.slice(0, 3), "      showBoard", "      PIER-3: a board shows them"]);
    await words.fill("departures refund");
    await becomes([...tree.slice(0, 2), tree[3] ?? "", "      refundTicket"]);
    await words.fill("");
    const choose = (name: string, value: string) =>
      shown.page.getByRole("combobox", { name }).selectOption(value);
    await choose("State", "uncoded");
    await becomes([...tree.slice(0, 2), tree[4] ?? ""]);
    expect(await shown.page.getByText("1 of 6 items").isVisible()).toBe(true);
    await choose("State", "planned");
    await becomes([...tree.slice(0, 2), hostileRow]);
    await choose("State", "");
    await choose("Kind", "epic");
    await becomes(tree.slice(0, 2));
    await choose("Kind", "");
    await choose("Folder", "src/board");
    await becomes([...tree.slice(0, 3), "      showBoard"]);
    await words.fill("nothing like this");
    await shown.page.getByText("None of 6 items passes the filter.").waitFor();
    await shown.page.getByRole("button", { name: "Clear the Filter" }).click();
    await becomes([...tree, hostileRow]);
  });

  it("shows code without an item by folder, and drift, each row with the way to its line", async () => {
    await open();
    await shown.page.getByRole("tab", { name: /Code without an item/ }).click();
    await becomes(["lib/inner/", "src/"]);
    await shown.page.getByRole("button", { name: "Expand All" }).click();
    await becomes(["lib/inner/", "  deepDown", "src/", "  mixColours"]);
    await shown.page.getByText("mixColours").click();
    await shown.waitForPost({ kind: "openPlace", path: "src/colours.ts", line: 3 });
    await shown.page.getByRole("button", { name: "Collapse All" }).click();
    await becomes(["lib/inner/", "src/"]);
    await shown.page.getByRole("tab", { name: /Drift/ }).click();
    const sentences = [
      "PIER-4 and src/tickets.ts",
      "PIER-3 and docs/specs/PIER-3.md",
      "PIER-3 and src/gone.ts",
    ];
    await becomes(sentences.map((each) => `${each} went apart.`));
    await shown.page.getByRole("combobox", { name: "Kind" }).selectOption("symbolGone");
    await becomes([`${sentences[2]} went apart.`]);
    await shown.page.getByText(`${sentences[2]} went apart.`).click();
    await shown.waitForPost({ kind: "openPlace", path: "src/gone.ts", line: 1, key: "PIER-3" });
  });

  it("is used from the keyboard alone", async () => {
    await open();
    await shown.page.getByRole("tab", { name: /Items/ }).focus();
    await press("ArrowRight", "ArrowRight", "ArrowRight");
    expect(await shown.page.evaluate("document.activeElement.id")).toBe("tab-items");
    await table().focus();
    expect(await table().getAttribute("aria-activedescendant")).toBe("active-row");
    expect(await activeRow()).toBe("PIER-1 The harbour");
    await press("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight");
    expect(await activeRow()).toBe("showBoard");
    await press("Enter");
    await shown.waitForPost({ kind: "openPlace", path: "src/board/board.ts", line: 10 });
    await press("ArrowLeft", "Shift+Enter");
    await shown.waitForPost({ kind: "showTrace", key: "PIER-3" });
    await press("ArrowLeft", "ArrowLeft", "ArrowLeft");
    await becomes([tree[0] ?? "", tree[1] ?? ""]);
    expect(await activeRow()).toBe("PIER-2 Departures");
    await press("ArrowRight", "End");
    expect(await activeRow()).toBe(hostileRow.trim());
    await press("Home");
    expect(await activeRow()).toBe("PIER-1 The harbour");
    const active = shown.page.locator("#active-row");
    expect(await active.getAttribute("aria-level")).toBe("1");
    expect(await active.getAttribute("aria-expanded")).toBe("true");
    expect(await active.getAttribute("aria-selected")).toBe("true");
  });

  it("shows what others wrote as text, and loads nothing from elsewhere", async () => {
    await open();
    await becomes([...tree, hostileRow]);
    expect(await shown.page.locator("#root img, #root b, #root a").count()).toBe(0);
    expect(shown.foreignRequests).toEqual([]);
    expect(shown.complaints).toEqual([]);
  });

  it("asks for counting, stopping and exports, and tells what goes on", async () => {
    shown = await pages.open("coverage");
    await shown.waitForPost({ kind: "ready", withInferred: false });
    await shown.page.getByText("Whence is starting …").waitFor();
    await shown.send({ kind: "folders", folders: [{ folder, name: "harbour" }], folder, isStarting: false });
    await shown.send({ kind: "counting", folder, done: 20, total: 1_200 });
    await shown.page.getByText("20 of 1,200 files").waitFor();
    await shown.page.getByRole("button", { name: "Stop" }).click();
    await shown.waitForPost({ kind: "stop" });
    await shown.send({ kind: "stopped", folder });
    await shown.page.getByRole("button", { name: "Count Again" }).click();
    await shown.waitForPost({ kind: "count", folder, withInferred: false });
    await shown.send({ kind: "failed", folder, sentence: "There is no index yet." });
    await shown.page.getByRole("alert").getByText("There is no index yet.").waitFor();
    await shown.send({ kind: "coverage", folder, coverage: harbourCoverage(), withInferred: false });
    await shown.page.getByRole("button", { name: "Export…" }).click();
    await shown.waitForPost({ kind: "export" });
    await shown.page.getByRole("checkbox", { name: "Probable links too" }).check();
    await shown.waitForPost({ kind: "count", folder, withInferred: true });
    await shown.send({ kind: "coverage", folder, coverage: harbourCoverage(), withInferred: true });
    const probable = shown.page.locator('[role="row"]', { hasText: "PIER-3" }).first().locator(".inferred");
    expect(await probable.locator(".text").textContent()).toBe("3");
    await shown.send({ kind: "folders", folders: [], isStarting: false });
    await shown.page.getByText(/No folder is open/).waitFor();
  });

  it("takes up new figures without losing filter, order, open rows and place", async () => {
    await open();
    await shown.page.getByRole("searchbox").fill("pier");
    await shown.page.locator(".row", { hasText: "PIER-4" }).click({ position: { x: 300, y: 5 } });
    await shown.send({ kind: "counting", folder });
    await shown.page.getByText("Updating …").waitFor();
    expect(await table().isVisible()).toBe(true);
    const changed = harbourCoverage();
    const items = changed.items.filter(({ key }) => key !== "PIER-5");
    await shown.send({ kind: "coverage", folder, coverage: { ...changed, items }, withInferred: false });
    await until("the item to be gone", async () => !(await rows()).join().includes("PIER-5"));
    expect(await activeRow()).toBe("PIER-4 Refund a ticket");
    expect(await shown.page.getByRole("searchbox").inputValue()).toBe("pier");
    await shown.page.getByRole("tab", { name: /Drift/ }).click();
    await shown.reload();
    expect(await shown.waitForPost({ kind: "ready" })).toMatchObject({ folder });
    await shown.send({ kind: "folders", folders: [{ folder, name: "harbour" }], folder, isStarting: false });
    await shown.send({ kind: "coverage", folder, coverage: changed, withInferred: false });
    expect(await shown.page.getByRole("tab", { name: /Drift/ }).getAttribute("aria-selected")).toBe("true");
  });

  it("lets choose between several folders", async () => {
    await open();
    const other = "file:///yard";
    const folders = [
      { folder, name: "harbour" },
      { folder: other, name: "yard" },
    ];
    await shown.send({ kind: "folders", folders, folder, isStarting: false });
    await shown.page.getByRole("combobox", { name: "Folder" }).first().selectOption(other);
    await shown.waitForPost({ kind: "count", folder: other, withInferred: false });
    await shown.send({ kind: "folders", folders, folder: other, isStarting: false });
    await shown.send({ kind: "counting", folder: other });
    await shown.page.getByText("Counting which code of yard has a story …").waitFor();
    // Figures of the folder before come too late.
    await shown.send({ kind: "coverage", folder, coverage: harbourCoverage(), withInferred: false });
    await shown.send({ kind: "counting", folder: other, done: 3, total: 4 });
    await shown.page.getByText("3 of 4 files").waitFor();
    await shown.send({
      kind: "coverage",
      folder: other,
      coverage: { ...harbourCoverage(), items: [] },
      withInferred: false,
    });
    await shown.page.getByText("No specification or tracker of this folder describes an item.").waitFor();
  });

  it("draws few of 8,000 definitions, and moves through all of them", async () => {
    await open({}, largeCoverage(8_000));
    await shown.page.getByRole("tab", { name: /8,000/ }).click();
    await shown.page.getByRole("button", { name: "Expand All" }).click();
    await until("all rows", async () => (await table().getAttribute("aria-rowcount")) === "8042");
    expect(await shown.page.locator(".rows .row").count()).toBeLessThan(80);
    await table().focus();
    await press("End");
    expect(await activeRow()).toBe("definition7999");
    expect(await shown.page.locator("#active-row").isVisible()).toBe(true);
    await press("PageUp", "PageUp", "Home");
    expect(await activeRow()).toBe("src/");
    await shown.page.getByRole("searchbox").fill("definition4321");
    await becomes(["src/", "  part21/", "    definition4321"]);
    expect(await shown.page.getByText("1 of 8,000 definitions").isVisible()).toBe(true);
  });

  it.each(["dark", "light", "highContrast", "highContrastLight"] as const)(
    "has no serious fault in access in %s colours, 300 pixels wide and twice as large",
    async (theme) => {
      for (const options of [{}, { width: 300 }, { zoom: 2 }]) {
        await open({ ...options, theme });
        for (const tab of [/Code without an item/, /Drift/, /Items/]) {
          await shown.page.getByRole("tab", { name: tab }).click();
          await table().focus();
          await press("ArrowDown");
          expect(await shown.seriousFaults()).toEqual([]);
          const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
          expect(await shown.page.evaluate(overflow)).toBe(0);
        }
        await shown.screenshot(`coverage-page-${theme}${JSON.stringify(options).replaceAll(/\W/g, "")}`);
        if (options.zoom === undefined && options.width === undefined) continue;
        await shown.close();
      }
    },
  );
});
