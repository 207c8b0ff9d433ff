import { writeFileSync } from "node:fs";
import { beforeAll, describe, it } from "vitest";
import { type FixtureRepository, fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { until } from "../../support/workbench/until.ts";
import type { Workbench } from "../../support/workbench/window.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";

describe("x", { timeout: 240_000 }, () => {
  let fixture: FixtureRepository;
  let workbench: Workbench;
  beforeAll(async () => {
    fixture = fixtureRepository();
    workbench = await startWorkbench();
    await workbench.openFolder(fixture.folder);
    await workbench.statusBar(/Whence: ready/);
  }, 600_000);
  it("asks", async () => {
    await workbench.runCommand("Whence: Ask…");
    const frame = await until("page", async () => {
      for (const f of workbench.page.frames())
        if (
          (await f
            .locator(".composer")
            .count()
            .catch(() => 0)) > 0
        )
          return f;
      return false;
    });
    for (const theme of ["dark", "light", "highContrast"] as const) {
      await workbench.changeTheme(theme);
      const v = await frame.evaluate(() => [
        (globalThis as any).document.documentElement.style.cssText,
        (globalThis as any).document.body.className,
        [...(globalThis as any).document.querySelectorAll("style")].map((s: any) => s.textContent).join("\n"),
      ]);
      writeFileSync(`/tmp/theme-${theme}.json`, JSON.stringify(v));
    }
    await workbench.changeTheme("dark");
    await frame.locator(".question-box").fill("Why does no ferry leave at night?");
    await frame.locator(".question-box").press("Enter");
    await until("answer", async () => (await frame.locator(".passage").count()) > 0);
    await new Promise((r) => setTimeout(r, 2000));
    await workbench.screenshot("x-answer");
    await workbench.runCommand("Preferences: Open Keyboard Shortcuts");
    await new Promise((r) => setTimeout(r, 2000));
    await workbench.page.keyboard.type('"ctrl+k y"');
    await new Promise((r) => setTimeout(r, 2000));
    await workbench.screenshot("x-keys");
    writeFileSync("/tmp/turn.txt", await frame.locator(".log").innerText());
    writeFileSync("/tmp/foreign.txt", workbench.foreignRequests.join("\n") + workbench.ownLog());
  });
});
