const filePrefix = "repo:";
const commitPrefix = "commit:";

/** Identity of the document for a path of the indexed folder: `repo:src/a.ts`. */
export function fileUri(path: string): string {
  return `${filePrefix}${path}`;
}

/** Identity of the document for a commit, by its full hash: `commit:<hash>`. */
export function commitUri(hash: string): string {
  return `${commitPrefix}${hash}`;
}

/** Path behind a file's identity; `undefined` for other documents. */
export function pathOfUri(uri: string): string | undefined {
  return uri.startsWith(filePrefix) ? uri.slice(filePrefix.length) : undefined;
}

/** Hash behind the identity of a commit, which `uri` must be. */
export function hashOfUri(uri: string): string {
  return uri.slice(commitPrefix.length);
}
