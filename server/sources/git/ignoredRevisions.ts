import { readFile } from "node:fs/promises";
import path from "node:path";
import { runGit } from "./runGit.ts";

/**
 * Full hashes of the commits that say nothing about who wrote a line: those of `.git-blame-ignore-revs` at the root of the
 * working tree and of the files that `blame.ignoreRevsFile` names. Files that are missing name none. Throws as `runGit`
 * does.
 */
export async function ignoredRevisions(
  folder: string,
  topLevel: string,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const { stdout } = await runGit(folder, ["config", "-z", "--path", "--get-all", "blame.ignoreRevsFile"], {
    signal,
    answers: [0, 1],
  });
  const named = stdout
    .toString()
    .split("\0")
    .filter((name) => name !== "")
    .map((name) => path.resolve(topLevel, name));
  const files = new Set([path.join(topLevel, ".git-blame-ignore-revs"), ...named]);
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
