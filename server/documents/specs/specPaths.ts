/** The folder of a path without a slash at its end; empty for a file at the top. */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The key that a path gives to the document which states none: the path without its ending. */
export function keyOfPath(path: string): string {
  return path.replace(/(?<=[^/])\.[A-Za-z0-9]{1,8}$/, "");
}

/**
 * The path in the indexed folder that a link means, with its `#anchor`; undefined for one that leads out of the folder,
 * nowhere, or to an address. A leading slash means the folder itself, as code hosts read it.
 */
export function resolvePath(documentPath: string, link: string): string | undefined {
  const [file = "", anchor] = decoded(link).split("#", 2);
  const path = file.split("?", 1)[0] ?? "";
  if (path === "" || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) return undefined;
  const parts: string[] = path.startsWith("/") ? [] : folderOf(documentPath).split("/").filter(Boolean);
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  const joined = parts.join("/");
  if (joined === "") return undefined;
  return anchor === undefined || anchor === "" ? joined : `${joined}#${anchor}`;
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
