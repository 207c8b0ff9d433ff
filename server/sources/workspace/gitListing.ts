import { isUtf8 } from "node:buffer";
import type { SkippedFile } from "../../model/workspaceFile.ts";
import { decodeGitText } from "../git/gitText.ts";
import { runGit } from "../git/runGit.ts";
import type { DecidingRule } from "./ignoreRules.ts";

/** What Git lists below one folder of one repository; paths are relative to that folder. */
export interface GitListing {
  /** Tracked files and untracked ones that Git does not ignore, links included, each once. */
  readonly files: readonly string[];
  /** How many of `files` are tracked. */
  readonly trackedCount: number;
  /** Tracked files that a sparse checkout leaves out. */
  readonly sparse: ReadonlySet<string>;
  /** Folders of submodules. */
  readonly submodules: readonly string[];
  /** Folders of other repositories, which Git neither tracks nor ignores. */
  readonly nestedRepositories: readonly string[];
  /** Paths whose names are no Unicode, decoded for showing only. */
  readonly unnameable: readonly SkippedFile[];
}

/**
 * Asks Git which files below `folder` are tracked or would be; with `only`, of these paths and what lies below them. Throws
 * as `runGit` does.
 */
export async function listByGit(
  folder: string,
  signal?: AbortSignal,
  only: readonly string[] = [],
): Promise<GitListing> {
  // A path is no pattern, whatever signs are in it.
  const paths = ["--", ...only.map((path) => `:(literal)${path}`)];
  const [tracked, untracked] = await Promise.all([
    runGit(folder, ["ls-files", "-z", "-t", "--stage", "--cached", ...paths], { signal }),
    runGit(folder, ["ls-files", "-z", "--others", "--exclude-standard", ...paths], { signal }),
  ]);
  const files = new Set<string>();
  const sparse = new Set<string>();
  const submodules: string[] = [];
  const nestedRepositories: string[] = [];
  const unnameable: SkippedFile[] = [];
  for (const entry of names(tracked.stdout, unnameable)) {
    // "H 100644 <hash> 0<TAB>path"; the tag is S for what a sparse checkout leaves out.
    const tab = entry.indexOf("\t");
    const path = entry.slice(tab + 1);
    if (entry.startsWith(SUBMODULE_MODE, 2)) submodules.push(path);
    else files.add(path);
    if (entry.startsWith("S")) sparse.add(path);
  }
  const trackedCount = files.size;
  for (const path of names(untracked.stdout, unnameable)) {
    if (path.endsWith("/")) nestedRepositories.push(path.slice(0, -1));
    else files.add(path);
  }
  return { files: [...files], trackedCount, sparse, submodules, nestedRepositories, unnameable };
}

/** A path that Git ignores (folders end with `/` and stand for what is in them) and the rule, where there is one. */
export interface GitIgnoredPath {
  readonly path: string;
  readonly rule?: DecidingRule;
}

/** Lists what Git ignores below `folder`, whole folders as one. Throws as `runGit` does. */
export async function listIgnoredByGit(
  folder: string,
  signal?: AbortSignal,
): Promise<readonly GitIgnoredPath[]> {
  const args = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
  const { stdout } = await runGit(folder, args, { signal });
  return explainIgnored(folder, names(stdout, []), signal);
}

/**
 * Names the rule by which Git ignores each of `paths` (relative to `folder`). The rule's file is relative to the root
 * of the repository, or absolute for the user's own file. Throws as `runGit` does.
 */
export async function explainIgnored(
  folder: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<readonly GitIgnoredPath[]> {
  if (paths.length === 0) return [];
  const { stdout } = await runGit(folder, ["check-ignore", "-v", "-n", "-z", "--stdin"], {
    // A name that starts with ":" would be read as pathspec magic.
    input: paths.map((path) => `./${path}\0`).join(""),
    signal,
    answers: [0, 1],
  });
  const fields = stdout.toString("utf8").split("\0");
  return paths.map((path, index) => {
    const [file, line, pattern] = fields.slice(index * 4, index * 4 + 3);
    const isRule = file !== undefined && file !== "" && pattern !== undefined && !pattern.startsWith("!");
    return isRule ? { path, rule: { pattern, file, line: Number(line) } } : { path };
  });
}

const SUBMODULE_MODE = "160000 ";

/** NUL-ended names as text. Names which are no UTF-8 could not be opened by their text; they go to `unnameable`. */
function names(output: Buffer, unnameable: SkippedFile[]): string[] {
  if (isUtf8(output)) return split(output.toString("utf8"));
  const found: string[] = [];
  for (const raw of split(output.toString("latin1"))) {
    const bytes = Buffer.from(raw, "latin1");
    if (isUtf8(bytes)) found.push(bytes.toString("utf8"));
    else {
      const path = decodeGitText(bytes.subarray(bytes.indexOf("\t") + 1));
      unnameable.push({ path, reason: "nameNotUnicode", detail: "its name is not valid Unicode (UTF-8)" });
    }
  }
  return found;
}

function split(text: string): string[] {
  const parts = text.split("\0");
  parts.pop();
  return parts;
}
