import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Full hashes of the commits that say nothing about who wrote a line: those of `.git-blame-ignore-revs` at the root of the
 * working tree and of the files that `blame.ignoreRevsFile` names (`named`). Files that are missing name none.
 */
export async function ignoredRevisions(
  topLevel: string,
  named: readonly string[],
): Promise<ReadonlySet<string>> {
  const files = new Set([".git-blame-ignore-revs", ...named].map((name) => path.resolve(topLevel, name)));
  const texts = await Promise.all([...files].map((file) => readFile(file, "utf8").catch(() => "")));
  return new Set(texts.flatMap(hashesIn));
}

/** One hash per line; `#` begins a comment. */
function hashesIn(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().toLowerCase())
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}
