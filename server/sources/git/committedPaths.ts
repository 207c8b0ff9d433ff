import { runGit } from "./runGit.ts";

/**
 * Paths (relative to `folder`) of files whose content on disk is that of `commit`: a citation may name it for these
 * alone. Empty before the first commit and for what lies in submodules. Contents are compared without the clean filters
 * which a configuration may name, because those are programs. Throws as `runGit` does.
 */
export async function committedPaths(
  folder: string,
  commit = "HEAD",
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const head = await runGit(folder, ["rev-parse", "--verify", "--quiet", commit], {
    signal,
    answers: [0, 1, 128],
  });
  if (head.exitCode !== 0) return new Set();
  const configuration = await withoutFilters(folder, signal);
  const [tracked, changed] = await Promise.all([
    runGit(folder, ["ls-files", "-z", "-v", "--cached"], { signal }),
    runGit(folder, [...configuration, ...COMPARE, commit, "--"], { signal }),
  ]);
  // Other letters than H mark what Git was told not to look at (`--assume-unchanged`, `--skip-worktree`).
  const looked = tracked.stdout.toString().split("\0");
  const committed = new Set(looked.filter((file) => file.startsWith("H ")).map((file) => file.slice(2)));
  for (const file of changed.stdout.toString().split("\0")) committed.delete(file);
  return committed;
}

const COMPARE = [
  "diff",
  "-z",
  "--name-only",
  "--relative",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--ignore-submodules=all",
];

/** Configuration that turns off every filter which the user's or the repository's configuration names. */
async function withoutFilters(folder: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const { stdout } = await runGit(folder, ["config", "-z", "--name-only", "--get-regexp", "^filter\\."], {
    signal,
    answers: [0, 1],
  });
  const keys = stdout
    .toString()
    .split("\0")
    .filter((key) => key !== "");
  const names = new Set(keys.map((key) => key.slice("filter.".length, key.lastIndexOf("."))));
  return [...names].flatMap((name) => [
    ...["-c", `filter.${name}.clean=`],
    ...["-c", `filter.${name}.process=`],
    ...["-c", `filter.${name}.required=false`],
  ]);
}
