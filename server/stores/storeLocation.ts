import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";

/** Where indexes lie, as far as the user decided it. */
export interface StorePreference {
  /** The very folder of this index. */
  readonly override?: string | undefined;
  /** Folder that holds all indexes; the user's cache folder unless given. */
  readonly below?: string | undefined;
}

/**
 * Folder that holds the index of `folder`: the one preferred, else a folder of its own below the user's cache folder,
 * named after the folder and a hash of its real path, so that all processes find the same one. Throws `badInput` for an
 * address such as `s3://bucket`, which LanceDB would otherwise reach over the network.
 */
export function storeLocation(folder: string, preference: StorePreference = {}): string {
  if (preference.override !== undefined) return localFolder(preference.override);
  const real = realPath(path.resolve(folder));
  const readable =
    path
      .basename(real)
      .replaceAll(/[^\w.-]+/gu, "-")
      .slice(0, 40) || "root";
  const below = localFolder(preference.below ?? cacheFolder(process.platform, process.env));
  return path.join(below, `${readable}-${sha256(real).slice(0, 12)}`);
}

/** Of a folder that is not there yet, as it will be. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    const above = path.dirname(folder);
    if (above === folder) throw error;
    return path.join(realPath(above), path.basename(folder));
  }
}

function localFolder(place: string): string {
  // One letter is a drive of Windows.
  if (/^[a-z][a-z\d+.-]+:/i.test(place)) {
    const sentence = `An index lies in a folder of this computer, not at "${place.split(":")[0]}:": name a folder.`;
    throw new WhenceError("badInput", sentence);
  }
  return path.resolve(place);
}

/** The user's cache folder for Whence, by the custom of each platform. */
export function cacheFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const xdg = environment["XDG_CACHE_HOME"];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, "whence");
  if (platform === "darwin") return path.join(homedir(), "Library", "Caches", "whence");
  const local = environment["LOCALAPPDATA"];
  if (platform === "win32" && local !== undefined && local !== "") return path.join(local, "whence", "cache");
  return path.join(homedir(), ".cache", "whence");
}
