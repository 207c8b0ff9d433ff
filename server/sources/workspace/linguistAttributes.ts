import path from "node:path";
import { gitPath } from "../git/repositoryState.ts";
import { runGit } from "../git/runGit.ts";
import { readRegularFile } from "./regularFile.ts";

/** What `.gitattributes` states of one file; absent where it says nothing. */
export interface LinguistAttributes {
  readonly generated?: boolean;
  readonly vendored?: boolean;
}

/**
 * Asks Git for `linguist-generated` and `linguist-vendored` of `paths` (relative to `folder`), by which GitHub hides
 * files. Git is started only where some attributes file names them. `attributeFiles` are absolute paths.
 * Throws as `runGit` does. <https://github.com/github-linguist/linguist/blob/main/docs/overrides.md>
 */
export async function readLinguistAttributes(
  folder: string,
  paths: readonly string[],
  attributeFiles: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, LinguistAttributes>> {
  const found = new Map<string, LinguistAttributes>();
  if (paths.length === 0 || !someNameLinguist(attributeFiles)) return found;
  const { stdout } = await runGit(
    folder,
    ["check-attr", "-z", "--stdin", "linguist-generated", "linguist-vendored"],
    { input: paths.map((file) => `${file}\0`).join(""), signal },
  );
  const fields = stdout.toString("utf8").split("\0");
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [file, attribute, value] = fields.slice(index, index + 3) as [string, string, string];
    if (value === "unspecified") continue;
    const states = value === "set" || value === "true";
    const name = attribute === "linguist-generated" ? "generated" : "vendored";
    found.set(file, { ...found.get(file), [name]: states });
  }
  return found;
}

/** Where attributes of the files below `folder` may stand besides the listed `.gitattributes`: above it and in Git. */
export async function attributeFilesAround(
  folder: string,
  topLevel: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const files = [await gitPath(folder, "info/attributes", signal)];
  for (let above = folder; above !== topLevel && above !== path.dirname(above); ) {
    above = path.dirname(above);
    files.push(path.join(above, ".gitattributes"));
  }
  return files;
}

function someNameLinguist(attributeFiles: readonly string[]): boolean {
  for (const file of attributeFiles) {
    const read = readRegularFile(file, MAX_ATTRIBUTES_BYTES);
    if ("bytes" in read && read.bytes.includes("linguist-")) return true;
  }
  return false;
}

const MAX_ATTRIBUTES_BYTES = 1_000_000;
