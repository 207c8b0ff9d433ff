import { createRequire } from "node:module";
import type * as LanceDb from "@lancedb/lancedb";
import type * as Arrow from "apache-arrow";
import { WhenceError } from "../../base/errors.ts";

/** LanceDB with the Arrow library whose tables it takes. */
export interface LanceLibrary {
  readonly lance: typeof LanceDb;
  readonly arrow: typeof Arrow;
}

/**
 * Loads LanceDB on first use: its native part weighs nearly 200 MB, and commands which only read the catalog need not
 * pay for it. Throws `missingPart` where there is no native package for this platform.
 */
export async function loadLance(): Promise<LanceLibrary> {
  // Its native part logs warnings on stderr, which belongs to the user; the level is read once, when it is loaded.
  process.env.LANCEDB_LOG ??= "error";
  try {
    const lance = await import("@lancedb/lancedb");
    // LanceDB requires Arrow's CommonJS build; tables of the other build are another class and fail in its native part.
    const arrow: typeof Arrow = createRequire(import.meta.url)("apache-arrow");
    return { lance, arrow };
  } catch (error) {
    throw missingNativePart(process.platform, process.arch, error);
  }
}

/** Says which package is missing and how to add it. */
export function missingNativePart(platform: string, architecture: string, cause: unknown): WhenceError {
  const system = platform === "linux" ? `linux-${architecture}-gnu` : `${platform}-${architecture}`;
  const name = `@lancedb/lancedb-${platform === "win32" ? `${system}-msvc` : system}`;
  return new WhenceError(
    "missingPart",
    `The library of the search index (LanceDB) for ${platform} ${architecture} is missing, so nothing can be indexed or searched here: install the package of Whence for this platform, or run \`npm install --no-save ${name}@0.39.0\` in a clone of it.`,
    { cause },
  );
}
