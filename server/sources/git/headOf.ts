import path from "node:path";
import { WhenceError } from "../../base/errors.ts";
import { runGit } from "./runGit.ts";

/**
 * The folder in which Git keeps HEAD and index of the working tree around `folder`, absolute; nothing where there is no
 * repository. Throws as `runGit` does.
 */
export async function gitFolderOf(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { stdout } = await runGit(folder, ["rev-parse", "--absolute-git-dir"], { signal });
    return path.normalize(stdout.toString().replace(/\n$/, ""));
  } catch (error) {
    if (WhenceError.is(error, "gitFailed") && /not a git repository/.test(String(error.cause)))
      return undefined;
    throw error;
  }
}

/** Branch and commit that are checked out, for comparison and for people; nothing before the first commit. */
export async function headOf(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  const answers = { signal, answers: [0, 1, 128] };
  const [commit, branch] = await Promise.all([
    runGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], answers),
    runGit(folder, ["symbolic-ref", "--short", "--quiet", "HEAD"], answers),
  ]);
  const [hash, name] = [commit, branch].map(({ stdout }) => stdout.toString().trim());
  if (hash === undefined || hash === "") return undefined;
  return name === undefined || name === "" ? hash : `${hash} (${name})`;
}
