import { beforeAll, describe, expect, it } from "vitest";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { watchSockets } from "../../support/workbench/sockets.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  `the package in an editor${reason === undefined ? "" : ` (${reason})`}`,
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;
    let sockets: ReturnType<typeof watchSockets>;

    beforeAll(async () => {
      fixture = fixtureRepository();
      workbench = await startWorkbench();
      sockets = watchSockets(() => workbench.processes());
      await workbench.openFolder(fixture.folder);
    });

    it("is listed among the installed extensions", async () => {
      await workbench.runCommand("Extensions: Show Installed Extensions");
      const row = await workbench.views.row("Installed", /^Whence/);
      expect(row.text).toContain("whence-dev");
    });

    it("starts with the window, without an error in the log", async () => {
      const log = await until("Whence to be started", () => {
        const text = workbench.extensionHostLog();
        return text.includes("_doActivateExtension whence-dev.whence") && text;
      });
      expect(log.split("\n").filter((line) => /\[error\].*whence/i.test(line))).toEqual([]);
      expect(workbench.ownLog()).not.toMatch(/\[error\]/);
    });

    it("opens files at a line, and shows hovers", async () => {
      const { nextDeparture } = fixture;
      await workbench.openFile(nextDeparture.path, nextDeparture.line);
      const hover = await workbench.editor.hoverOver(nextDeparture.name, {
        line: nextDeparture.line,
        wanted: /function nextDeparture\(hour: number\): number/,
      });
      expect(hover.text).toContain("At night the harbour is closed.");
    });

    it("opens no socket but on loopback, and asks for nothing elsewhere", () => {
      expect(sockets.stop()).toEqual([]);
      expect(workbench.foreignRequests).toEqual([]);
    });
  },
);
