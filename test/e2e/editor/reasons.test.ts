import { beforeAll, describe, expect, it } from "vitest";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody who wants to know why code is there",
  { timeout: 240_000, retry: 1 },
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;

    beforeAll(async () => {
      fixture = fixtureRepository();
      workbench = await startWorkbench();
      await workbench.openFolder(fixture.folder);
      await workbench.statusBar(/Whence: ready/);
    }, 600_000);

    it("reads in the status bar what is indexed and as of when, and what can be done", async () => {
      const status = await workbench.statusBar(/Whence: ready/);
      expect(status).toMatch(/11 files, 5 commits, \d+ definitions, \d+ links\. Up to date as of now\./);
      const actions = ["Search…", "Show Coverage", "Pause Indexing", "Show Log"];
      // Probable links are looked for after the first index, so that it may be at work once more.
      await until("the actions", async () => {
        await workbench.statusBar(/Whence: ready/);
        await workbench.runCommand("Whence: Show Status");
        await until("choices", async () => (await workbench.quickPick.rows()).includes("Show Log"));
        const offered = await workbench.quickPick.rows();
        await workbench.quickPick.cancel();
        return offered.join() === actions.join();
      });
    });

    it("hovers over a use in another file, and reads story, epic and PRD", async () => {
      const { use, stories, epic, prd } = fixture;
      await workbench.openFile(use.path, use.line);
      const hover = await workbench.editor.hoverOver(use.name, { line: use.line, wanted: /PIER-3/ });
      expect(hover.text).toContain(`story ${stories.night.key} ${stories.night.title}`);
      expect(hover.text).toContain(`epic ${epic.key} ${epic.title}`);
      expect(hover.text).toContain(`PRD ${prd.key} ${prd.title}`);
      expect(hover.text).toMatch(/stated in commit [0-9a-f]{7}/);
      await workbench.screenshot("hover-dark");
    });

    it("hovers over a key in the box for a commit message", async () => {
      await workbench.runCommand("Source Control: Focus on Changes View");
      const box = workbench.page.locator(".scm-editor .native-edit-context, .scm-editor textarea").first();
      await box.waitFor();
      await box.focus();
      await workbench.page.keyboard.insertText("PIER-3: later");
      const hover = await workbench.editor.hoverOver("PIER-3", {
        wanted: /No ferry at night/,
        inside: ".scm-editor .monaco-editor",
      });
      expect(hover.text).toContain("story PIER-3");
      await workbench.screenshot("hover-message");
      await workbench.page.keyboard.press("Control+A");
      await workbench.page.keyboard.press("Delete");
    });

    it("opens the trace from the hover, and walks up to the PRD by its rows", async () => {
      const { nextDeparture, stories, epic, prd } = fixture;
      await workbench.openFile(nextDeparture.path, nextDeparture.line);
      const hover = await workbench.editor.hoverOver(nextDeparture.name, {
        line: nextDeparture.line,
        wanted: /Open Trace/,
      });
      await hover.click("Open Trace");
      await workbench.views.row("Trace", new RegExp(prd.title));
      const rows = await workbench.views.rows("Trace");
      const levels = rows.map(({ text, level }) => `${level} ${/PIER-\d|nextDeparture/.exec(text)?.[0]}`);
      expect(levels.slice(0, 5)).toEqual(["1 nextDeparture", "1 PIER-1", "2 PIER-2", "3 PIER-3", "4 PIER-3"]);
      expect(rows[4]?.text).toMatch(/no departure at night.*stated, introduced it/);
      for (const item of [stories.night, epic, prd]) {
        await workbench.views.click("Trace", new RegExp(`${item.key} ${item.title}`));
        await workbench.editor.activeFile(`${item.key}.md`);
      }
    });

    it("opens the commit of a row", async () => {
      await workbench.views.click("Trace", /no departure at night/);
      await until("the commit", async () =>
        /PIER-3: no departure at night/.test(
          (await workbench.page.locator(".tab.active").first().textContent()) ?? "",
        ),
      );
      await workbench.page.locator(".multiDiffEntry").first().waitFor();
      await workbench.screenshot("commit");
      await workbench.runCommand("View: Close Editor");
    });

    it("follows the cursor again once the trace is no longer pinned", async () => {
      const { refundTicket } = fixture;
      await workbench.runCommand("Whence: Follow the Cursor Again");
      await workbench.openFile(refundTicket.path, refundTicket.line);
      await workbench.views.row("Trace", /function refundTicket/);
      await workbench.views.row("Trace", /PIER-4 Refund a ticket/);
      await workbench.screenshot("trace-view-dark");
    });

    it("shows the trace of a key, and its rows down to the code", async () => {
      await workbench.openFile(fixture.nextDeparture.path, 1);
      await workbench.runCommand("Whence: Show Trace for Key…");
      await workbench.quickPick.type("PIER-3");
      await workbench.quickPick.accept();
      await workbench.views.row("Trace", /PIER-3 No ferry at night.*asked for/);
      await workbench.views.row("Trace", /function nextDeparture/);
    });

    it("hides inferred links, and shows them again", async () => {
      const { assignBerth } = fixture;
      await workbench.runCommand("Whence: Follow the Cursor Again");
      await workbench.openFile(assignBerth.path, assignBerth.line);
      await workbench.views.row("Trace", /○ function assignBerth.*inferred, \d+ %/);
      await workbench.runCommand("Whence: Hide Inferred Links");
      expect(await workbench.views.welcome("Trace")).toContain("hidden by the filter");
      await workbench.runCommand("Whence: Show Inferred Links");
      await workbench.views.row("Trace", /○ function assignBerth/);
    });

    it("sees the story above a definition, and peeks from a specification at its code", async () => {
      const { refundTicket, stories } = fixture;
      await workbench.openFile(refundTicket.path, refundTicket.line);
      await until(
        "a lens with the story",
        async () => (await workbench.editor.codeLenses()).find((lens) => /PIER-4 Refund a ticket/.test(lens)),
        () => workbench.editor.codeLenses(),
      );
      await workbench.views.row("Trace", /function refundTicket/);
      await workbench.screenshot("lens-dark");
      await workbench.openFile(stories.night.path, 1);
      await until(
        "a lens with the number of definitions",
        async () => (await workbench.editor.codeLenses()).find((lens) => /implemented by/i.test(lens)),
        () => workbench.editor.codeLenses(),
      );
      await workbench.page
        .locator(".codelens-decoration a", { hasText: /implemented by/i })
        .first()
        .click();
      await workbench.page.locator(".peekview-widget").waitFor();
      await workbench.screenshot("peek-dark");
      await workbench.page.keyboard.press("Escape");
    });

    it("searches, and opens the line that was found", async () => {
      await workbench.runCommand("Whence: Search…");
      await workbench.quickPick.type("money back for a ticket");
      await until(
        "results",
        async () => (await workbench.quickPick.rows()).some((row) => /^Ticket, refundTicket/.test(row)),
        () => workbench.quickPick.rows(),
      );
      await workbench.screenshot("search-dark");
      await workbench.quickPick.choose("Ticket, refundTicket");
      await workbench.editor.activeFile("tickets.ts");
    });

    it("reads diagnostics without a path of this machine, and why a file is not indexed", async () => {
      await workbench.runCommand("Whence: Collect Diagnostics");
      await workbench.editor.activeFile("Whence diagnostics.md");
      expect(await workbench.page.locator(".view-lines").first().textContent()).not.toContain(fixture.folder);
      await workbench.runCommand("View: Close Editor");
      await workbench.openFile(".gitignore");
      await workbench.runCommand("Whence: Why Is This File Not Indexed?");
      const { text } = await workbench.notification(/gitignore/);
      expect(text).toMatch(/\.gitignore/);
    });

    it("sees the same in light colours, in high contrast and in a narrow window", async () => {
      const { assignBerth } = fixture;
      await workbench.runCommand("Notifications: Clear All Notifications");
      await workbench.openFile(assignBerth.path, assignBerth.line);
      await workbench.views.row("Trace", /○ function assignBerth/);
      for (const theme of ["light", "highContrast"] as const) {
        await workbench.changeTheme(theme);
        await workbench.editor.hoverOver(assignBerth.name, { line: assignBerth.line, wanted: /PIER-5/ });
        await workbench.screenshot(`hover-trace-${theme}`);
      }
      await workbench.changeTheme("dark");
      await workbench.page.setViewportSize({ width: 700, height: 600 });
      await workbench.views.collapse("Ask");
      await workbench.views.row("Trace", /○ function assignBerth/);
      await workbench.screenshot("trace-view-narrow");
      await workbench.page.setViewportSize({ width: 1360, height: 860 });
    });
  },
);
