import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder, lockFolder } from "../fetching/cacheFolder.mjs";
import { runNpm } from "../fetching/npmPackage.mjs";
import { root } from "../prepare.mjs";

/** Folder of LanceDB itself in this checkout. */
export const lanceFolder = path.join(root, "node_modules/@lancedb/lancedb");

/**
 * Folder of LanceDB's native package for a target: that of this checkout, or one from the registry, which stays in the cache folder.
 *
 * @param {import("./targets.mjs").Target} target
 * @param {(line: string) => void} say
 * @returns {Promise<{ folder: string, reason?: undefined } | { folder?: undefined, reason: string }>}
 */
export async function nativePackage({ native }, say) {
  const { version } = JSON.parse(readFileSync(path.join(lanceFolder, "package.json"), "utf8"));
  const name = `@lancedb/lancedb-${native}`;
  const installed = path.join(root, "node_modules", name);
  if (versionOf(installed) === version) return { folder: installed };
  const place = path.join(cacheFolder(), `lancedb-${native}-${version}`);
  const folder = path.join(place, "package");
  mkdirSync(cacheFolder(), { recursive: true });
  const release = await lockFolder(`${place}.lock`);
  try {
    if (existsSync(folder)) return { folder };
    say(`Fetching ${name} ${version} (75 MB) …`);
    const half = `${place}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half);
    const reason = runNpm(["pack", `${name}@${version}`], half) ?? unpack(half);
    if (reason === undefined) renameSync(half, place);
    else rmSync(half, { recursive: true, force: true });
    return reason === undefined ? { folder } : { reason };
  } finally {
    release();
  }
}

function unpack(folder) {
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  const { status } = spawnSync("tar", ["-xzf", archive], { cwd: folder });
  if (status !== 0) return `tar could not unpack ${archive}.`;
  rmSync(path.join(folder, archive));
  return undefined;
}

function versionOf(folder) {
  const manifest = path.join(folder, "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}
