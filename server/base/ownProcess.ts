import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { packageRoot } from "./packageRoot.ts";

/** Why these: scripts/prepare.mjs, `bundleArguments`. */
const flags = ["--liftoff-only", "--max-semi-space-size=4"];

/** For glibc; why these: scripts/prepare.mjs, `allocatorSettings`. */
const allocatorSettings = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

/**
 * Starts a script of the package, by name, as a process of its own that is spoken to by messages and hears when this one
 * ends. What it writes on its error stream is there to be read; nothing else of it is.
 */
export function startOwnProcess(script: "background.mjs"): ChildProcess {
  return fork(path.join(packageRoot(), "dist", script), [], {
    execArgv: flags,
    // An editor's own program is Node only where it is told so.
    env: { ...allocatorSettings, ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}
