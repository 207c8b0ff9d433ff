import type { ReleaseTag } from "../../model/releaseTag.ts";
import { runGit } from "./runGit.ts";

/** Newest tags that are read; some repositories tag every build. */
const mostTags = 20_000;

const format = [
  "%(refname:strip=2)",
  "%(objecttype)",
  "%(objectname)",
  "%(*objecttype)",
  "%(*objectname)",
  "%(creatordate:unix)",
  "%(contents:subject)",
].join("%00");

/**
 * Tags of the repository around `folder` that point to commits, newest first, at most 20,000; none where there is no
 * repository. Throws as `runGit` does.
 */
export async function readTags(folder: string, signal?: AbortSignal): Promise<readonly ReleaseTag[]> {
  const { stdout, exitCode } = await runGit(
    folder,
    ["for-each-ref", `--format=${format}`, "--sort=-creatordate", `--count=${mostTags}`, "refs/tags"],
    { signal, answers: [0, 128] },
  );
  return exitCode === 0 ? stdout.toString("utf8").split("\n").flatMap(tagOf) : [];
}

function tagOf(line: string): readonly ReleaseTag[] {
  const [name = "", type, hash = "", targetType, target = "", seconds, subject = ""] = line.split("\0");
  const commit = type === "commit" ? hash : targetType === "commit" ? target : "";
  const date = new Date(Number(seconds) * 1000);
  if (name === "" || commit === "" || Number.isNaN(date.getTime())) return [];
  return [{ name, commit, date: date.toISOString(), subject }];
}
