import { WhenceError } from "../../base/errors.ts";
import { decodeGitText } from "./gitText.ts";
import { runGit } from "./runGit.ts";

/** Larger contents are shown by Git, not by us. */
const mostBytes = 8 * 1024 * 1024;

/** A file as it was in a commit; nothing where the repository lacks either, or where it is no text. Throws `cancelled`. */
export async function textAtCommit(
  folder: string,
  { commit, path }: { readonly commit: string; readonly path: string },
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!/^[0-9a-f]{40,64}$/.test(commit) || /[\0\n]/.test(path)) return undefined;
  try {
    const { stdout } = await runGit(folder, ["cat-file", "blob", `${commit}:./${path}`], { signal });
    return stdout.length > mostBytes || stdout.includes(0) ? undefined : decodeGitText(stdout);
  } catch (error) {
    if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
    return undefined;
  }
}
