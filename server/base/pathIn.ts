import path from "node:path";

/** The path as an index knows it, relative to `folder`; nothing for what lies outside. Empty for the folder itself. */
export function pathIn(folder: string, absolute: string): string | undefined {
  const relative = path.relative(folder, absolute);
  if (relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
    return undefined;
  return relative.split(path.sep).join("/");
}
