import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { installDebianPackages } from "../fetching/debianPackages.mjs";
import { npmPackage, runNpm } from "../fetching/npmPackage.mjs";

// A real VS Code workbench in the browser, fetched when somebody first wants it; `npm install` never does.

/** VS Code 1.139. */
const codeServerVersion = "4.139.1";
const browserPlace = "/usr/bin/chromium";

/**
 * Of the workbench's native modules, those without which it keeps no log or outlives its owner. The others (a key ring, Kerberos,
 * SQLite for a chat of its own) are for what is not used here, and take minutes to compile.
 */
const compiledModules = ["@vscode/spdlog", "@vscode/native-watchdog"];

/**
 * The script that starts the workbench, which it fetches where it is missing; or why that cannot be, as a sentence with the command that
 * helps. Any number of processes may ask at once.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<{ entry: string, reason?: undefined } | { entry?: undefined, reason: string }>}
 */
export async function installWorkbench(say) {
  const { folder, reason } = await npmPackage("code-server", codeServerVersion, {
    say,
    size: "600 MB on the disk, a minute or two",
    finish: (place) => finishInstall(place, say),
  });
  return folder === undefined ? { reason } : { entry: path.join(folder, "out/node/entry.js") };
}

/**
 * Path of the browser in which tests use the workbench.
 *
 * @param {(line: string) => void} say
 * @returns {{ browser: string, reason?: undefined } | { browser?: undefined, reason: string }}
 */
export function installBrowser(say) {
  if (existsSync(browserPlace)) return { browser: browserPlace };
  const reason = installDebianPackages("Tests in the editor need the browser Chromium", ["chromium"], say);
  return reason === undefined ? { browser: browserPlace } : { reason };
}

/** What the install scripts of its package would do, as far as it is needed. */
function finishInstall(folder, say) {
  const code = path.join(folder, "lib/vscode");
  const install = ["install", "--ignore-scripts", "--omit=dev"];
  // Both sources of the one module that is large are compiled at the same time.
  const compile = ["rebuild", "--ignore-scripts=false", ...compiledModules];
  return (
    missingCompiler(say) ??
    runNpm(install, code) ??
    runNpm(install, path.join(code, "extensions")) ??
    runNpm(compile, code, { JOBS: "max", ...headersHere() })
  );
}

/**
 * Headers of a Node that is installed here spare the compiler's helper from fetching those of the Node that runs it, which npm's registry
 * does not have. The modules use Node-API, which is the same in all of them.
 */
function headersHere() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.dirname(folder));
  const prefix = folders.find((folder) => existsSync(path.join(folder, "include/node/node.h")));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

function missingCompiler(say) {
  const hasAll = ["c++", "make", "python3"].every(
    (command) => spawnSync(command, ["--version"]).status === 0,
  );
  if (hasAll) return undefined;
  return installDebianPackages("The workbench needs a C++ compiler", ["g++", "make", "python3"], say);
}
