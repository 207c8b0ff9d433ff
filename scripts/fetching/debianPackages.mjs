import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Installs packages where this machine is a Debian and we are root.
 *
 * @param {string} need beginning of a sentence that says who needs what
 * @param {readonly string[]} packages
 * @param {(line: string) => void} say
 * @returns {string | undefined} why that cannot be, as a sentence with the command that helps
 */
export function installDebianPackages(need, packages, say) {
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!mayInstall) return `${need}: install it, on Debian with \`sudo ${command}\`.`;
  say(`${need}: ${command} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { env });
  const { status, stderr } = spawnSync("apt-get", command.split(" ").slice(1), { env, encoding: "utf8" });
  if (status === 0) return undefined;
  return `${need}, and \`${command}\` failed (${(stderr ?? "").trim().split("\n").at(-1)}): install it by hand.`;
}
