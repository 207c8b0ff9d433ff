import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { TestRepository } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { CoverageTab } from "../../support/workbench/coverageTab.ts";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";
import { workbenchForTests } from "../../support/workbench/workbenchForTests.ts";

const { reason } = await workbenchForTests();

describe.skipIf(reason !== undefined)(
  "somebody with several folders in one window",
  { timeout: 240_000, retry: 1 },
  () => {
    let harbour: FixtureRepository;
    let shop: TestRepository;
    let workbench: Workbench;
    let root: string;

    beforeAll(async () => {
      harbour = fixtureRepository();
      shop = shopRepository();
      root = path.dirname(shop.folder);
      const file = path.join(root, `two-${path.basename(shop.folder)}.code-workspace`);
      const folders = [
        { path: harbour.folder, name: "harbour" },
        { path: shop.folder, name: "shop" },
      ];
      writeFileSync(file, JSON.stringify({ folders }));
      workbench = await startWorkbench();
      await workbench.openWorkspace(file);
      await workbench.statusBar(/harbour: .*Up to date.*shop: .*Up to date/s);
    }, 600_000);

    const within = (folder: string, file: string) => path.relative(root, path.join(folder, file));

    it("hovers in each over the stories of that folder", async () => {
      const { nextDeparture } = harbour;
      await workbench.openFile(within(harbour.folder, nextDeparture.path), nextDeparture.line);
      await workbench.editor.hoverOver(nextDeparture.name, { line: nextDeparture.line, wanted: /PIER-3/ });
      await workbench.openFile(within(shop.folder, "src/refund.ts"), 2);
      const hover = await workbench.editor.hoverOver("issueRefund", { line: 2, wanted: /SHOP-1/ });
      expect(hover.text).not.toContain("PIER-");
    });

    it("asks the folder of the file that is open, or another one that is chosen", async () => {
      await workbench.chat.open();
      await workbench.chat.untilShown(".folder-choice");
      const choice = async () => (await workbench.chat.frame())?.locator(".folder-choice");
      const chosen = async () =>
        (await choice())?.evaluate(
          (box) => (box as unknown as { selectedOptions: { label: string }[] }).selectedOptions[0]?.label,
        );
      await until("the folder of the file", async () => (await chosen()) === "shop", chosen);
      expect(await workbench.chat.answerTo("Why are refunds issued in parts?")).toContain("refund.ts");
      await (await choice())?.selectOption({ label: "harbour" });
      await until("the other folder", async () => (await chosen()) === "harbour", chosen);
      expect(await workbench.chat.answerTo("Why is there no departure at night?")).toContain("timetable");
      await workbench.screenshot("folders-chat");
    });

    it("sees the coverage of the folder that is chosen", async () => {
      const tab = new CoverageTab(workbench);
      await workbench.runCommand("Whence: Show Coverage");
      await workbench.quickPick.choose("harbour");
      await tab.row(`${harbour.prd.key} ${harbour.prd.title}`);
      expect((await tab.rows()).join()).not.toContain("SHOP-");
    });
  },
);
