import { runGit } from "./runGit.ts";

/**
 * What the remotes `origin` and `upstream` are called on their hosts, `owner/name` or `group/subgroup/name`; nothing for
 * remotes that are folders, nor where there is no repository. Opens no connection. Throws as `runGit` does.
 */
export async function remoteRepositories(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
  const { stdout, exitCode } = await runGit(
    folder,
    ["config", "--get-regexp", "^remote\\.(origin|upstream)\\.url$"],
    { signal, answers: [0, 1, 128] },
  );
  if (exitCode !== 0) return [];
  const names = stdout
    .toString("utf8")
    .split("\n")
    .flatMap((line) => repositoryOf(line.slice(line.indexOf(" ") + 1)) ?? []);
  return [...new Set(names)];
}

/** `owner/name` of `https://host/owner/name.git`, `git@host:owner/name.git` and `ssh://git@host:22/owner/name`. */
function repositoryOf(url: string): string | undefined {
  const path =
    /^(?:https?|ssh|git):\/\/[^/]+\/(.+)$/.exec(url)?.[1] ?? /^[\w.-]+@[\w.-]+:(?!\/)(.+)$/.exec(url)?.[1];
  const name = path?.replace(/\/+$/, "").replace(/\.git$/, "");
  return name?.includes("/") === true ? name : undefined;
}
