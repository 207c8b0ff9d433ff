const filePrefix = "repo:";
const extraPrefix = "extra:";
const commitPrefix = "commit:";

/** Identity of the document for a path: `repo:src/a.ts`, and `extra:handbook/a.md` for `handbook:/a.md`. */
export function fileUri(path: string): string {
  const name = extraFolderOf(path);
  return name === undefined
    ? `${filePrefix}${path}`
    : `${extraPrefix}${name}${path.slice(name.length + ":".length)}`;
}

/** Identity of the document for a commit, by its full hash: `commit:<hash>`. */
export function commitUri(hash: string): string {
  return `${commitPrefix}${hash}`;
}

/** Path behind a file's identity; `undefined` for other documents. */
export function pathOfUri(uri: string): string | undefined {
  if (uri.startsWith(filePrefix)) return uri.slice(filePrefix.length);
  const [, name, path] = /^extra:([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return name === undefined || path === undefined ? undefined : extraPath(name, path);
}

/** Hash behind the identity of a commit, which `uri` must be. */
export function hashOfUri(uri: string): string {
  return uri.slice(commitPrefix.length);
}

/**
 * Path by which a file of an extra folder is known everywhere: `handbook:/docs/a.md`. The slash lets globs and rules on
 * names see the folder's own paths as they would see those of the workspace.
 */
export function extraPath(name: string, path: string): string {
  return `${name}:/${path}`;
}

/** Name of the extra folder that a path belongs to; undefined for a file of the workspace. */
export function extraFolderOf(path: string): string | undefined {
  return /^([^/:]+):\/./s.exec(path)?.[1];
}
