/** Some paths of a folder, and all that lies below them. */
export interface PathScope {
  readonly paths: readonly string[];
  /** True for the paths themselves and for what lies below one. */
  contains(path: string): boolean;
  /** True for a folder (ending with `/`) in which a path of the scope lies, or which lies in the scope. */
  reaches(folder: string): boolean;
}

/** The scope of paths, which are relative and use `/`; one that is empty stands for everything. */
export function pathScope(paths: readonly string[]): PathScope {
  const named = new Set(paths);
  const above = new Set(paths.flatMap(foldersAbove));
  const contains = (path: string) =>
    named.has(path) || named.has("") || foldersAbove(path).some((folder) => named.has(folder.slice(0, -1)));
  return {
    paths,
    contains,
    reaches: (folder) => above.has(folder) || contains(folder.replace(/\/$/, "")),
  };
}

/** Folders in which a path lies, outermost first, each ending with `/`. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.indexOf("/"); at >= 0 && at < path.length - 1; at = path.indexOf("/", at + 1))
    folders.push(path.slice(0, at + 1));
  return folders;
}
