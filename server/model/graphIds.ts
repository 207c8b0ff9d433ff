/** Identity of an item by its key: `item:WH-12`, `item:#34`; keys compare as they are written. */
export function itemId(key: string): string {
  return `item:${key}`;
}

/** True for the identity of an item, which a pull request is too. */
export function isItemId(id: string): boolean {
  return id.startsWith("item:");
}

/** Key behind the identity of an item; any other identity as it is. */
export function keyOfItem(id: string): string {
  return id.replace(/^item:/, "");
}

/** True for the identity of a commit. */
export function isCommitId(id: string): boolean {
  return id.startsWith("commit:");
}

/** Identity of a commit by its full hash. The same text is its document's `uri`. */
export function commitId(hash: string): string {
  return `commit:${hash}`;
}

/** Identity of a file by its path in the indexed folder. */
export function fileId(path: string): string {
  return `file:${path}`;
}

/** Identity of a symbol by its file and qualified name; `ordinal` from 1 tells apart those with the same name, in reading order. */
export function symbolId(path: string, qualifiedName: string, ordinal = 1): string {
  return `symbol:${path}#${qualifiedName}${ordinal > 1 ? `~${ordinal}` : ""}`;
}

/** True for the identity of a symbol. */
export function isSymbolId(id: string): boolean {
  return id.startsWith("symbol:");
}

/**
 * File and qualified name behind the identity of a symbol; undefined for any other. Names may hold `#` and `~` too (`A.#of`,
 * `A.~A`); a path that holds `#` is read as a shorter one.
 */
export function symbolPlace(
  id: string,
): { readonly path: string; readonly qualifiedName: string } | undefined {
  const [, path, qualifiedName] = /^symbol:(.*?)#(.*?)(?:~\d+)?$/s.exec(id) ?? [];
  return path === undefined || qualifiedName === undefined ? undefined : { path, qualifiedName };
}

/** Identity of a person by address, which is compared without case; by name where there is none. */
export function personId(email: string, name: string): string {
  return `person:${(email === "" ? name : email).toLowerCase()}`;
}

/** Identity of a release by its tag. */
export function releaseId(tag: string): string {
  return `release:${tag}`;
}
