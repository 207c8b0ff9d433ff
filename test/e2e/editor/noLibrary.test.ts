import { globSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody on a platform for which there is no search library",
  { timeout: 240_000, retry: 1 },
  () => {
    let fixture: FixtureRepository;
    let workbench: Workbench;

    beforeAll(async () => {
      fixture = fixtureRepository();
      workbench = await startWorkbench();
      const libraries = globSync("**/@lancedb/lancedb-*/*.node", { cwd: workbench.place });
      expect(libraries).not.toEqual([]);
      for (const library of libraries) rmSync(path.join(workbench.place, library));
      await workbench.openFolder(fixture.folder);
    }, 600_000);

    it("reads in one sentence what does not run there, also after it was tried again", async () => {
      const stopped =
        /Whence: stopped.*\(LanceDB\) for \S+ \S+ is missing, so nothing can be indexed or searched here/s;
      const tries = () => workbench.ownLog().split("tried again").length - 1;
      await workbench.statusBar(stopped);
      await until("another try", () => tries() > 0);
      expect(await workbench.statusBar(stopped)).toContain("Hovers and traces of what was indexed before");
      await workbench.views.open("Whence", "Trace");
      expect(await workbench.views.welcome("Trace")).toContain("Whence has stopped. The status says why");
      await until("the same in the chat", async () => (await workbench.chat.text()).includes("(LanceDB)"));
      await workbench.screenshot("no-library");
      expect(workbench.ownLog()).not.toContain("Another window");
    });
  },
);
