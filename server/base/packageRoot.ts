import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Folder that holds our `package.json`. The same from source files, from tests and from the bundle in `dist/`,
 * so that shipped assets (`dist/grammars`, `dist/embedder`, `dist/*.mjs`) have one address.
 */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json"))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error("Whence's package.json is missing: reinstall the package.");
    folder = above;
  }
  return folder;
}
