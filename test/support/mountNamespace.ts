import { spawnSync } from "node:child_process";
import { runCommand } from "./runCommand.ts";

// Rights do not bind whoever may do everything, so media are made that bind everybody: mounts in a namespace of their
// own, which go when its last process ends.
const words = ["--mount", "--map-root-user"];

/** Whether this machine lets file systems be mounted in a namespace. */
export const hasNamespaces =
  spawnSync("unshare", [...words, "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

/** Runs shell lines in such a namespace until one fails. */
export function runInNamespace(script: string): ReturnType<typeof runCommand> {
  return runCommand("unshare", [...words, "sh", "-c", `set -e\n${script}`]);
}
