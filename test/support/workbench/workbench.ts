import { afterAll, afterEach, vi } from "vitest";
import { isolatedHome, temporaryFolder } from "../gitRepository.ts";
import { packageForTests } from "../installedPackage.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "./window.ts";
import { workbenchForTests } from "./workbenchForTests.ts";

// The first test on a machine fetches and packs; afterwards only a machine with much else to do needs so long.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

const started: Workbench[] = [];

/**
 * Starts the workbench with the packaged extension, for one test file; data, extensions and home are its own. It ends with the file. Of
 * a test that fails, what the window showed is kept in `.cache/workbench`.
 */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const programs = await workbenchForTests();
  if (programs.entry === undefined) throw new Error(programs.reason);
  const { entry, browser } = programs;
  const { vsix } = await packageForTests();
  const env = { HOME: isolatedHome(), ...options.env };
  const workbench = await openWorkbench(
    { entry, browser, vsix, place: temporaryFolder() },
    { ...options, env },
  );
  started.push(workbench);
  return workbench;
}

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const workbench of started) await workbench.keepPicture(task.name);
});

afterAll(async () => {
  for (const workbench of started.splice(0)) await workbench.close();
});
