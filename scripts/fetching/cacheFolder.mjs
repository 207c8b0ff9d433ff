import { mkdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A download by another process that has taken longer than this was ended in the middle. */
const lockPatienceMs = 10 * 60_000;

/**
 * Where programs lie that are fetched when somebody first wants them. As `cacheFolder` of `server/stores/storeLocation.ts`, which
 * cannot be loaded before anything is built.
 */
export function cacheFolder() {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, "whence");
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches", "whence");
  if (process.platform === "win32" && local) return path.join(local, "whence", "cache");
  return path.join(homedir(), ".cache", "whence");
}

/**
 * Keeps other processes out until the function that it gives is called. Making a folder is atomic everywhere.
 *
 * @param {string} folder that stands for the lock; the one above must exist
 * @returns {Promise<() => void>}
 */
export async function lockFolder(folder) {
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const madeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - madeMs > lockPatienceMs) rmSync(folder, { recursive: true, force: true });
      else await delay(200);
    }
  }
}
