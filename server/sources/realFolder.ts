import { realpathSync } from "node:fs";
import path from "node:path";

/** A folder's absolute path free of links; as stated where it does not exist (any more). */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}
