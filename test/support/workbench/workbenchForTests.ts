import path from "node:path";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { onceInRun } from "../onceInRun.ts";
import { runCommand } from "../runCommand.ts";

/** The programs for tests in the editor, or why this machine has none. */
export type WorkbenchOrReason =
  | { readonly entry: string; readonly browser: string; readonly reason?: undefined }
  | { readonly entry?: undefined; readonly reason: string };

/**
 * Fetches the workbench and its browser where they are missing (minutes, once on a machine). Where they cannot be had, the reason is
 * said aloud once, and the tests that need them are skipped.
 */
export function workbenchForTests(): Promise<WorkbenchOrReason> {
  return onceInRun("workbench", async () => {
    const script = path.join(packageRoot(), "scripts/workbench/main.mjs");
    const home = { HOME: process.env["WHENCE_TEST_HOME"] };
    const { code, stdout, stderr } = await runCommand(process.execPath, [script, "--install-only"], {
      env: home,
    });
    if (code === 0) return JSON.parse(stdout) as WorkbenchOrReason;
    const reason = stderr.trim().split("\n").at(-1) ?? "the workbench could not be fetched";
    console.warn(`Tests in the editor are skipped: ${reason}`);
    return { reason };
  });
}
