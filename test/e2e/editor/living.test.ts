import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { watchSockets } from "../../support/workbench/sockets.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody who works in a window all day",
  { timeout: 240_000, retry: 1 },
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;
    let sockets: ReturnType<typeof watchSockets>;

    beforeAll(async () => {
      fixture = fixtureRepository();
      workbench = await startWorkbench();
      sockets = watchSockets(() => workbench.processes());
      await workbench.openFolder(fixture.folder);
      await workbench.statusBar(/Whence: ready/);
    }, 600_000);

    it("confirms an inferred link in the hover, and sees the hover change", async () => {
      const { assignBerth } = fixture;
      await workbench.openFile(assignBerth.path, assignBerth.line);
      const place = { line: assignBerth.line };
      const hover = await workbench.editor.hoverOver(assignBerth.name, {
        ...place,
        wanted: /PIER-5[\s\S]*inferred, \d+ %/,
      });
      await hover.click("Confirm");
      const after = await workbench.editor.hoverOver(assignBerth.name, {
        ...place,
        wanted: /PIER-5[\s\S]*confirmed by/,
      });
      expect(after.text).not.toMatch(/inferred/);
    });

    it("rejects the same link in the trace view, and sees it go", async () => {
      const { assignBerth } = fixture;
      await workbench.views.open("Whence", "Trace");
      await workbench.openFile(assignBerth.path, assignBerth.line);
      await workbench.views.rowAction("Trace", /✓ function assignBerth/, "Reject Link");
      await until(
        "the link to be gone",
        async () =>
          !(await workbench.views.rows("Trace")).some(({ text }) => /assignBerth.*confirmed/.test(text)),
        () => workbench.views.rows("Trace"),
      );
    });

    it("links a function to a story, with the stories to choose from", async () => {
      const { unlinked } = fixture;
      await workbench.openFile(unlinked.path, unlinked.line);
      await workbench.runCommand("Whence: Link This Symbol to a Story…");
      await workbench.quickPick.choose("PIER-4 Refund a ticket");
      await workbench.editor.hoverOver(unlinked.name, {
        line: unlinked.line,
        wanted: /PIER-4[\s\S]*confirmed by/,
      });
    });

    it("writes a function, saves, and finds it", async () => {
      await workbench.editor.editAndSave("src/board.ts", {
        line: 3,
        insert: "export function lanternSchedule(): number { return 7; }\n",
      });
      await find("lanternSchedule", /lanternSchedule/);
    });

    it("switches the branch, and finds what is there", async () => {
      fixture.repository.git("switch", "--quiet", "--force", fixture.branch);
      await find("winterDeparture", /winterDeparture/);
    });

    it("pauses indexing, and resumes it", async () => {
      await workbench.runCommand("Whence: Pause Indexing");
      await workbench.statusBar(/Whence: indexing is paused/);
      await workbench.runCommand("Whence: Resume Indexing");
      await workbench.statusBar(/Whence: ready/);
    });

    it("finds what is saved in a folder outside that a setting names", async () => {
      const handbook = temporaryFolder();
      writeFiles(handbook, { "pilots.md": "# Pilots\n\nPilots board at the outer buoy.\n" });
      workbench.changeMachineSettings({ "whence.sources.extraFolders": [handbook] });
      await find("outer buoy", /pilots/);
      writeFiles(handbook, { "tugs.md": "# Tugs\n\nTwo tugs meet a tanker.\n" });
      await find("tugs meet a tanker", /tugs/);
    });

    it("sees the server recover after it was killed", async () => {
      const killed = await workbench.killServer();
      await workbench.serverProcess(killed);
      await workbench.statusBar(/Whence: ready/);
      await find("winterDeparture", /winterDeparture/);
      expect(workbench.ownLog()).toMatch(/Server ended; starting it again in 1 s\./);
    });

    it("reloads the window, which leaves one server and no error", async () => {
      const { pid } = await workbench.serverProcess();
      await workbench.reload();
      await workbench.serverProcess(pid);
      await workbench.statusBar(/Whence: ready/);
      await until(
        "one server",
        () => workbench.processes().filter(({ command }) => /dist\/main\.mjs/.test(command)).length === 1,
      );
      // Nothing but what was done to it above.
      const errors = workbench.ownLog().match(/(?<=\[error\] ).*/g);
      expect(errors).toEqual(["Server process exited with signal SIGKILL.", "The server ended."]);
    });

    it("has opened no socket but on loopback, and asked for nothing elsewhere", () => {
      expect(sockets.stop()).toEqual([]);
      expect(workbench.foreignRequests).toEqual([]);
    });

    async function find(query: string, wanted: RegExp): Promise<void> {
      await workbench.runCommand("Whence: Search…");
      await until(
        `${query} to be found`,
        async () => {
          // What is typed again is asked again: the index may have changed meanwhile.
          await workbench.quickPick.type("");
          await workbench.quickPick.type(query);
          return until("an answer", async () => (await workbench.quickPick.rows()).length > 0).then(
            async () => (await workbench.quickPick.rows()).some((row) => wanted.test(row)),
          );
        },
        () => workbench.quickPick.rows(),
      );
      await workbench.quickPick.cancel();
    }
  },
);
