import { decodeGitText } from "./gitText.ts";
import { nulFields } from "./nulFields.ts";
import { streamGit } from "./runGit.ts";

/** A file that a commit changed or took away. */
export interface ChangedContent {
  /** Its path before the commit, from the root of the repository. */
  readonly path: string;
  /** Hash of its content before the commit. */
  readonly blob: string;
  /** Hash of its content right after; absent where it is gone. */
  readonly after?: string;
}

/**
 * Files that a commit changed against its first parent, with their contents before; no more than `most`, and not those
 * which it brought. Throws as `runGit` does.
 */
export async function changedContents(
  folder: string,
  commit: string,
  most: number,
  signal?: AbortSignal,
): Promise<readonly ChangedContent[]> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=MD"];
  const found: ChangedContent[] = [];
  let raw: readonly string[] | undefined;
  for await (const fields of nulFields(streamGit(folder, [...args, `${commit}^1`, commit], { signal }))) {
    for (const field of fields) {
      if (raw === undefined) raw = field.toString("latin1").split(" ");
      else {
        const [mode = "", , blob = "", after = ""] = raw;
        raw = undefined;
        // Links and submodules hold no code.
        if (!mode.startsWith(":100")) continue;
        found.push({ path: decodeGitText(field), blob, ...(/^0*$/.test(after) ? {} : { after }) });
        if (found.length >= most) return found;
      }
    }
  }
  return found;
}
