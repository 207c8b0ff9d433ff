import { appendFileSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import { fixtureRepository } from "../../support/workbench/fixtureRepository.ts";
import { startWorkbench } from "../../support/workbench/workbench.ts";

it("keys", async () => {
  const workbench = await startWorkbench();
  await workbench.openFolder(fixtureRepository().folder);
  await workbench.runCommand("Preferences: Open Keyboard Shortcuts");
  await new Promise((r) => setTimeout(r, 3000));
  writeFileSync("/tmp/keys.txt", "");
  for (const key of [
    "ctrl+k w",
    "ctrl+k ctrl+y",
    "ctrl+k q",
    "ctrl+k a",
    "ctrl+k h",
    "ctrl+k j",
    "ctrl+k t",
    "ctrl+k l",
    "ctrl+k ctrl+a",
    "ctrl+k g",
    "ctrl+k n",
    "ctrl+k x",
    "ctrl+alt+y",
    "ctrl+alt+q",
    "ctrl+alt+w",
    "ctrl+shift+alt+w",
    "ctrl+alt+a",
  ]) {
    const input = workbench.page
      .locator(".keybindings-header .monaco-inputbox, .keybindings-header .monaco-editor")
      .first();
    await input.click();
    await workbench.page.keyboard.press("Control+A");
    await workbench.page.keyboard.type(`"${key}"`);
    await new Promise((r) => setTimeout(r, 1500));
    appendFileSync(
      "/tmp/keys.txt",
      `${key}: ${(await workbench.page.locator(".keybindings-editor .monaco-list-row, .keybindings-editor .monaco-table .monaco-list-row").allInnerTexts()).map((t) => t.replaceAll(/\s+/g, " ")).join(" | ")}\n`,
    );
  }
});
