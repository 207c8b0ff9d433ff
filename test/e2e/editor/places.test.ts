import { beforeAll, describe, expect, it } from "vitest";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody who opens a stranger's folder",
  { timeout: 240_000, retry: 1 },
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;

    beforeAll(async () => {
      fixture = fixtureRepository();
      fixture.repository.commit("PIER-1: settings of a stranger", {
        ".vscode/settings.json": JSON.stringify({
          "whence.embedding.provider": "openai",
          "whence.embedding.baseUrl": "http://127.0.0.1:9/v1",
          "whence.embedding.model": "theirs",
        }),
      });
      workbench = await startWorkbench({ isTrusted: false });
      await workbench.openFolder(fixture.folder);
    }, 600_000);

    it("gets the index and hovers all the same, on this machine alone", async () => {
      await workbench.statusBar(/Whence: ready/);
      const { nextDeparture } = fixture;
      await workbench.openFile(nextDeparture.path, nextDeparture.line);
      await workbench.editor.hoverOver(nextDeparture.name, { line: nextDeparture.line, wanted: /PIER-3/ });
      expect(workbench.ownLog()).not.toMatch(/127\.0\.0\.1:9/);
    });

    it("reads in the empty view what does not work in such a folder, and how to trust it", async () => {
      await workbench.openFile(".vscode/settings.json", 1);
      await workbench.views.open("Whence", "Trace");
      const welcome = await workbench.views.welcome("Trace");
      expect(welcome).toContain("There is nothing to trace at the cursor.");
      expect(welcome).toContain("You do not trust this workspace.");
      expect(welcome).toContain("Manage Workspace Trust");
      await workbench.screenshot("untrusted");
    });
  },
);
