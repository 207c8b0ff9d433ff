import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CoverageTab } from "../../support/workbench/coverageTab.ts";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody who wants to know what is covered",
  { timeout: 240_000, retry: 1 },
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;
    let tab: CoverageTab;

    beforeAll(async () => {
      fixture = fixtureRepository();
      workbench = await startWorkbench();
      tab = new CoverageTab(workbench);
      await workbench.openFolder(fixture.folder);
      await workbench.statusBar(/Whence: ready/);
    }, 600_000);

    /** Whether a tab of the editor with this title is in front. */
    const isInFront = async (title: RegExp) =>
      title.test((await workbench.page.locator(".tab.active").first().textContent()) ?? "");
    /** Steps of the walkthrough by their titles, each with whether it is done. */
    const steps = async () =>
      workbench.page.locator(".getting-started-step").evaluateAll((found) =>
        found.map((step) => {
          const box = step.querySelector("[role=checkbox]");
          const isDone = box?.getAttribute("aria-checked") === "true";
          return `${isDone ? "done" : "open"} ${step.querySelector("h3")?.textContent ?? ""}`;
        }),
      );
    /** Between two choices nothing is asked for a moment. */
    const pick = async (label: string) => {
      await until(
        `the choice ${label}`,
        async () => (await workbench.quickPick.rows()).some((row) => row.startsWith(label)),
        () => workbench.quickPick.rows(),
      );
      await workbench.quickPick.choose(label);
    };
    const showCoverage = () => workbench.runCommand("Whence: Show Coverage");
    /** The table as it is at first, whatever a step before has left of it. */
    const showWhole = async () => {
      await showCoverage();
      await tab.filter("");
      await tab.press(/Items/, async () => (await tab.rows()).includes("PIER-3 No ferry at night"));
    };

    it("opens the walkthrough, whose steps complete by what is done", async () => {
      await workbench.runCommand("Whence: Open Walkthrough");
      await until(
        "the steps",
        async () => (await steps()).join().includes("done Let Whence read a folder"),
        () => steps(),
      );
      expect(await steps()).toContain("open See which stories have code");
      for (const theme of ["light", "highContrast", "dark"] as const) {
        await workbench.changeTheme(theme);
        await workbench.screenshot(`walkthrough-${theme}`);
      }
      await showCoverage();
      await tab.row(`${fixture.prd.key} ${fixture.prd.title}`);
      const { nextDeparture } = fixture;
      await workbench.openFile(nextDeparture.path, nextDeparture.line);
      await workbench.editor.hoverOver(nextDeparture.name, { line: nextDeparture.line, wanted: /PIER-3/ });
      await workbench.runCommand("Whence: Show Trace");
      await workbench.views.row("Trace", /nextDeparture/);
      await workbench.runCommand("Whence: Open Walkthrough");
      for (const step of ["Hover over a function", "Follow the trace", "See which stories have code"]) {
        await until(
          `the step ${step}`,
          async () => (await steps()).includes(`done ${step}`),
          () => steps(),
        );
      }
      await workbench.runCommand("View: Close Editor");
    });

    it("sees items with their code, filters them and opens what a row stands for", async () => {
      await showWhole();
      await tab.expand("PIER-3 No ferry at night", "nextDeparture");
      await workbench.screenshot("coverage-dark");
      await tab.filter("refund");
      await until("only the refund", async () => {
        const rows = await tab.rows();
        return rows.includes("refundTicket") && !rows.includes("nextDeparture");
      });
      await tab.open("refundTicket", () => isInFront(/tickets\.ts/));
      await until("the line of the definition", async () => {
        const status = await workbench.statusBar(/Ln \d+/);
        return status.includes(`Ln ${fixture.refundTicket.line},`);
      });
      await showCoverage();
      await tab.open("PIER-4 Refund a ticket", () => isInFront(/PIER-4\.md/));
      await showCoverage();
      await tab.open("PIER-4: nine tenths of the price go back", () => isInFront(/nine tenths of the price/));
      await showCoverage();
      await tab.filter("");
      await tab.row("PIER-3 No ferry at night");
    });

    it("sees code that no item asked for, and opens it", async () => {
      await showWhole();
      await tab.press(/Code without an item/, async () => (await tab.rows()).includes("src/"));
      await tab.expand("src/", "mixColours");
      await tab.open("mixColours", () => isInFront(/colours\.ts/));
    });

    it("exports the report as the command line writes it, into a file and into the editor", async () => {
      await showCoverage();
      const isAsked = async () =>
        (await workbench.quickPick.rows()).some((row) => row.startsWith("Markdown"));
      await tab.press(/Export/, isAsked);
      await pick("CSV");
      await pick("Save to a File…");
      const file = path.join(fixture.folder, "coverage.csv");
      await until("the file", async () => {
        if (existsSync(file)) return true;
        await workbench.quickPick.accept();
        return existsSync(file);
      });
      const { text } = await workbench.notification(/Coverage was saved/);
      expect(text).toContain("coverage.csv");
      await until("its rows", () => /^item,PIER-3,story,/m.test(readFileSync(file, "utf8")));
      await workbench.runCommand("Notifications: Clear All Notifications");
      await tab.press(/Export/, isAsked);
      await pick("Markdown");
      await pick("Open in the Editor");
      await until("the document", () => isInFront(/Untitled|# Coverage/));
      await until("its text", async () =>
        (await workbench.page.locator(".view-lines").first().textContent())?.includes("Stories"),
      );
      await workbench.runCommand("View: Revert and Close Editor");
    });

    it("takes up a new story by itself, and is there again in the next window", async () => {
      await showWhole();
      const spec =
        "---\nid: PIER-9\nkind: story\ntitle: Fog horn\nparent: PIER-2\nstatus: planned\n---\n\n# Fog horn\n";
      fixture.repository.commit("A story for later", { "docs/specs/PIER-9.md": spec });
      await tab.row("PIER-9 Fog horn");
      await workbench.reload();
      await workbench.statusBar(/Whence: ready/);
      // A workbench in a browser writes what a page keeps every few seconds: a table chosen just now may be another one again.
      await tab.press(/Items/, async () => (await tab.rows()).includes("PIER-9 Fog horn"));
    });

    it("sees the same in light colours, in high contrast and in a narrow window", async () => {
      await showWhole();
      for (const theme of ["light", "highContrast", "dark"] as const) {
        await workbench.changeTheme(theme);
        await tab.row("PIER-3 No ferry at night");
        await workbench.screenshot(`coverage-${theme}`);
      }
      await workbench.page.setViewportSize({ width: 700, height: 700 });
      await tab.row("PIER-3 No ferry at night");
      await workbench.screenshot("coverage-narrow");
    });
  },
);
