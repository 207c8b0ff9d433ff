import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makePdf } from "../../support/makePdf.ts";
import { ChatSidebar } from "../../support/workbench/chatSidebar.ts";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { QuickInput } from "../../support/workbench/quickInput.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();
const night = "Why does no ferry leave at night?";

describe.skipIf(reason !== undefined)(
  "somebody who asks in the sidebar",
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

    it("gets passages with citations, and is at the cited lines after a click", async () => {
      await workbench.chat.open();
      const answer = await workbench.chat.answerTo(night);
      expect(answer).toContain("At night the harbour is closed");
      expect(answer).toMatch(/docs\/specs\/PIER-3\.md:\d+-\d+@[0-9a-f]{7}/);
      await workbench.chat.click(".passage .place", /src\/timetable\.ts/);
      await workbench.editor.activeFile("timetable.ts");
      await workbench.statusBar(/Ln \d+, Col \d+ \(\d+ selected\)/);
    });

    it("reads 'not found' as an answer", async () => {
      const answer = await workbench.chat.answerTo("How does plutonium fuel the moon rocket?");
      expect(answer).toContain("What may help");
      expect(await workbench.chat.text()).not.toMatch(/error/i);
    });

    it("filters, and gets commits alone", async () => {
      await workbench.chat.press("Filter");
      await workbench.chat.click(".toggle", /Commits/);
      await workbench.chat.answerTo("Why do nine tenths of the price go back?");
      await workbench.chat.untilShown(".turn:last-child .passage-name", /nine tenths of the price/);
      const frame = await workbench.chat.frame();
      const places = await frame?.locator(".turn:last-child .passage .place").allInnerTexts();
      expect(places?.filter((place) => !/[0-9a-f]{7}$/.test(place.trim()))).toEqual([]);
      await workbench.chat.press("Remove kind commit");
    });

    it("stops a question, and asks it again", async () => {
      const helpers = workbench.ownProcesses().filter(({ command }) => /background\.mjs/.test(command));
      expect(helpers.length).toBeGreaterThan(0);
      // Whoever has much to do answers late; here nobody does until the question is stopped.
      for (const { pid } of helpers) process.kill(pid, "SIGSTOP");
      await workbench.chat.ask("Who gets money back for a ticket?");
      await workbench.chat.untilShown(".stage");
      await workbench.chat.press("Stop");
      await workbench.chat.untilShown(".turn:last-child .answer", /Stopped\./);
      for (const { pid } of helpers) process.kill(pid, "SIGCONT");
      await workbench.chat.click(".turn:last-child button[aria-label='Ask again']");
      await workbench.chat.untilShown(".turn:last-child .passage .place", /tickets\.ts/);
      expect(await workbench.chat.questions()).toHaveLength(4);
    });

    it("sees the version that was read beside the file of today, once the lines have changed", async () => {
      await workbench.editor.editAndSave("src/tickets.ts", {
        line: 8,
        insert: "  if (ticket.price < 1) return 0;\n",
      });
      await workbench.chat.click(".turn:last-child .passage .place", /tickets\.ts/);
      await until("a comparison", async () =>
        ((await workbench.page.locator(".tab.active").first().textContent()) ?? "").includes("↔"),
      );
      await workbench.page.locator(".monaco-diff-editor").first().waitFor();
      await workbench.runCommand("View: Close Editor");
    });

    it("inserts the code of a source at the cursor, copies the answer, and says what is wrong with it", async () => {
      await workbench.openFile(fixture.unlinked.path, 1);
      await workbench.chat.click(".turn:last-child button[aria-label='Insert source 1 at the cursor']");
      await until(
        "the code in the file",
        async () => /refundTicket[\s\S]*gullGrey/.test(await shownText()),
        shownText,
      );
      await workbench.runCommand("File: Revert File");
      await workbench.chat.click(".turn:last-child button[aria-label='Copy as Markdown']");
      await workbench.chat.untilShown(".notice", /Copied\./);
      await workbench.chat.click(".turn:last-child button[aria-label='Bad answer']");
      await workbench.chat.fill("What was wrong or missing?", "It says nothing of ferries");
      await workbench.chat.press("Keep");
      await workbench.chat.untilShown(".turn:last-child .hint", /Your remark: It says nothing of ferries/);
    });

    it("asks about the definition at the cursor, from a hover and from the menu of a file", async () => {
      const { nextDeparture } = fixture;
      await workbench.runCommand("Whence: New Conversation");
      await workbench.openFile(nextDeparture.path, nextDeparture.line);
      const hover = await workbench.editor.hoverOver(nextDeparture.name, {
        line: nextDeparture.line,
        wanted: /Ask About This/,
      });
      await hover.click("Ask About This");
      await workbench.chat.untilShown(".composer .chip", /symbol\s+nextDeparture in src\/timetable\.ts/);
      await workbench.openFile("src/berths.ts", 1);
      await workbench.runCommand("Whence: Ask Whence About This");
      await workbench.chat.untilShown(".composer .chip", /berths\.ts/);
      await workbench.chat.answerTo("Why is it so?");
      await workbench.chat.untilShown(".turn:last-child .question .chip", /nextDeparture/);
    });

    it("walks the chain behind the answer to the specification, and draws it", async () => {
      await workbench.chat.answerTo("Why was nextDeparture written?");
      await workbench.chat.press("Show as diagram");
      await workbench.chat.untilShown(".diagram text", /PIER-3/);
      await workbench.chat.click("[role=treeitem]", /story PIER-3/);
      await workbench.editor.activeFile("PIER-3.md");
    });

    it("finds conversation and question again after the window was loaded anew", async () => {
      await workbench.reload();
      await workbench.statusBar(/Whence: ready/);
      await workbench.chat.open();
      await workbench.chat.untilShown(".question-text", /Why is it so\?/);
      expect(await workbench.chat.questions()).toEqual(["Why is it so?", "Why was nextDeparture written?"]);
    });

    it("finds, renames, exports and deletes conversations", async () => {
      await listConversations(2);
      await workbench.quickPick.type("plutonium");
      await until("the one that speaks of plutonium", async () => (await rows()).length === 1, rows);
      await workbench.quickPick.pressRowButton(night, "Rename");
      await until("a name to change", async () => (await workbench.quickPick.value()) === night);
      await workbench.quickPick.type("The night");
      await workbench.quickPick.accept();
      await until("the new name to be taken", async () => (await workbench.quickPick.value()) === "");
      await listConversations(2);
      await workbench.quickPick.choose("The night");
      await workbench.chat.untilShown(".question-text", /plutonium/);
      await workbench.runCommand("Whence: Export Conversation as Markdown");
      await until("the export", async () => /# The night/.test(await shownText()), shownText);
      await workbench.runCommand("View: Revert and Close Editor");
      await workbench.runCommand("Whence: Delete Conversation…");
      const yes = workbench.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Delete" });
      await until("the question whether to delete", async () => (await yes.count()) > 0);
      await yes.first().click();
      await until("an empty chat", async () => (await workbench.chat.questions()).length === 0);
      await listConversations(1);
      expect((await rows()).join()).not.toContain("The night");
      await workbench.quickPick.cancel();
    });

    it("drops a PDF, and is answered with its page", async () => {
      const filler = Array.from({ length: 40 }, (_, at) => ({
        text: `Rule ${at}: whoever moors a yacht keeps the jetty free of ropes, crates and other gear.`,
        x: 72,
        y: 750 - at * 15,
      }));
      const pages = [filler, [{ text: "A pilot boards every tanker at the outer buoy.", x: 72, y: 700 }]];
      await workbench.chat.open();
      await workbench.chat.drop("pilotage.pdf", makePdf(pages));
      await workbench.chat.untilShown(".notice", /pilotage\.pdf is indexed/);
      await workbench.chat.answerTo("Where does a pilot board a tanker?");
      await workbench.chat.untilShown(".turn:last-child .passage .place", /pilotage\.pdf p\. 2/);
      await workbench.chat.click(".turn:last-child .passage .place", /pilotage\.pdf p\. 2/);
      await until("the page that was read", async () => /outer buoy/.test(await shownText()), shownText);
    });

    it("has another window on the same folder with a conversation of its own", async () => {
      await workbench.chat.open();
      const own = await workbench.chat.questions();
      const page = await workbench.page.context().newPage();
      const other = new ChatSidebar(page, new QuickInput(page));
      await page.goto(workbench.page.url());
      await until("the other window", async () => (await page.locator(".monaco-workbench").count()) > 0);
      await other.open();
      expect(await other.questions()).toEqual([]);
      await other.answerTo("Which berth does a ship get?");
      expect(await workbench.chat.questions()).toEqual(own);
      await page.reload();
      await other.open();
      await until(
        "its question",
        async () => (await other.questions()).join() === "Which berth does a ship get?",
        () => other.text(),
      );
      await page.close();
      await workbench.reload();
      await workbench.statusBar(/Whence: ready/);
      await workbench.chat.open();
      await until(
        "the own questions",
        async () => (await workbench.chat.questions()).join() === own.join(),
        () => workbench.chat.text(),
      );
    });

    it("looks right in dark, light and high contrast, narrow and wide", async () => {
      await workbench.runCommand("View: Close All Editors");
      await workbench.runCommand("Notifications: Clear All Notifications");
      await workbench.runCommand("Whence: New Conversation");
      await workbench.chat.answerTo(night);
      for (const theme of ["light", "highContrast", "dark"] as const) {
        await workbench.changeTheme(theme);
        for (const width of [300, 900]) {
          await workbench.widenSidebar(width);
          await workbench.chat.open();
          await workbench.screenshot(`chat-${theme}-${width}`);
        }
      }
      expect(workbench.foreignRequests).toEqual([]);
    });

    it("reads why nothing can be asked where no folder is open", async () => {
      writeFileSync(path.join(fixture.folder, "note.txt"), "a note");
      await workbench.openFolder("");
      await workbench.runCommand("Whence: Ask…");
      await workbench.chat.untilShown(".status-panel", /Open a folder/);
      await workbench.screenshot("chat-no-folder");
    });

    const rows = () => workbench.quickPick.rows();

    /** Shows the list, and waits until it holds so many. */
    async function listConversations(count: number): Promise<void> {
      await until(
        `${count} conversations`,
        async () => {
          await workbench.runCommand("Whence: Show Conversations…");
          const listed = async () => (await rows()).filter((row) => /\d questions?$/.test(row)).length;
          for (let look = 0; look < 40 && (await listed()) !== count; look++)
            await workbench.page.waitForTimeout(100);
          return (await listed()) === count;
        },
        rows,
      );
    }

    /** What the editors show, with ordinary blanks. */
    async function shownText(): Promise<string> {
      const texts = await workbench.page.locator(".editor-group-container .view-lines").allInnerTexts();
      return texts.join("\n").replaceAll("\u00a0", " ");
    }
  },
);
