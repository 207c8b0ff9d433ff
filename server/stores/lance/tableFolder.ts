import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * True where a table was made to its end: LanceDB lists every folder `NAME.lance`, also one in which a kill left a table
 * half made or half dropped. Only a manifest makes a table of it.
 */
export function isTableThere(place: string, name: string): boolean {
  try {
    const versions = path.join(place, "lance", `${name}.lance`, "_versions");
    return readdirSync(versions).some((file) => file.endsWith(".manifest"));
  } catch {
    return false;
  }
}
