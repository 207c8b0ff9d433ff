import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { openWorkbench, type Workbench, type WorkbenchParts } from "../support/workbench/window.ts";

/** Workbench, browser and package. */
export type Programs = Omit<WorkbenchParts, "place">;

/** Fetches and makes what is missing of them. */
export function fetchPrograms(): Programs {
  const run = (script: string, ...args: readonly string[]) =>
    execFileSync(process.execPath, [path.join(packageRoot(), "scripts", script), ...args], {
      encoding: "utf8",
    });
  const { entry, browser } = JSON.parse(run("workbench/main.mjs", "--install-only"));
  const [vsix = ""] = /^\S+\.vsix/m.exec(run("package/main.mjs", "--target", "here")) ?? [];
  return { entry, browser, vsix: path.join(packageRoot(), vsix) };
}

/** Installs the package into a profile that nobody has used, and opens a window without a folder. */
export async function openNewProfile(programs: Programs, profile: string): Promise<Workbench> {
  mkdirSync(profile);
  return openWorkbench(
    { ...programs, place: profile },
    { env: { HOME: profile, XDG_CACHE_HOME: path.join(profile, "cache") } },
  );
}
