import { runGit } from "./runGit.ts";

/**
 * Paths (relative to `folder`) of tracked files whose content on disk is not that of HEAD, and of untracked files that
 * Git does not ignore: a citation of these must not name the commit. Empty before the first commit. Contents are
 * compared without the clean filters which a configuration may name, because those are programs. Submodules are not
 * entered. Throws as `runGit` does.
 */
export async function uncommittedPaths(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
  const head = await runGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], {
    signal,
    answers: [0, 1, 128],
  });
  if (head.exitCode !== 0) return [];
  const [changed, untracked] = await Promise.all([
    runGit(folder, [...(await withoutFilters(folder, signal)), ...COMPARE_WITH_HEAD], { signal }),
    runGit(folder, ["ls-files", "-z", "--others", "--exclude-standard"], { signal }),
  ]);
  return `${changed.stdout}${untracked.stdout}`.split("\0").filter((file) => file !== "");
}

const COMPARE_WITH_HEAD = [
  "diff",
  "-z",
  "--name-only",
  "--relative",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--ignore-submodules=all",
  "HEAD",
  "--",
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
