import { existsSync } from "node:fs";
import { counted } from "../base/counted.ts";
import { type ExtraFolder, parseExtraFolders } from "../model/extraFolder.ts";
import type { Catalog } from "../stores/catalog.ts";

/** An extra folder, and what the index holds of it. */
export interface ExtraFolderHealth extends ExtraFolder {
  readonly files: number;
  /** False while it is not there; what the index holds of it stays. */
  readonly isThere: boolean;
}

/** The extra folders that the index knows. */
export function inspectExtraFolders(catalog: Catalog): readonly ExtraFolderHealth[] {
  const known = parseExtraFolders(catalog.meta.get("extraFolders"));
  if (known.length === 0) return [];
  const uris = [...catalog.documents.states("").keys()];
  return known.map((extra) => ({
    ...extra,
    files: uris.filter((uri) => uri.startsWith(`extra:${extra.name}/`)).length,
    isThere: existsSync(extra.folder),
  }));
}

/** One line for each, for people. */
export function extraFolderLines(folders: readonly ExtraFolderHealth[]): readonly string[] {
  return folders.map(({ name, folder, origin, files, isThere }) => {
    if (origin === "added")
      return `Added     ${name}: ${folder} (${counted(files, "file")}, added in the editor)`;
    const named = origin === "setting" ? "whence.sources.extraFolders" : "--include";
    const dropped =
      origin === "include" ? `\`whence index --forget ${name}\`` : "the setting names it no longer";
    const absent = isThere ? "" : `; not there now, kept until ${dropped}`;
    return `Extra     ${name}: ${folder} (${counted(files, "file")}, named by ${named}${absent})`;
  });
}
