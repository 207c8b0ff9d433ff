import type { SpecRelation } from "../../model/specItem.ts";
import { evidenceText } from "./fieldRelations.ts";
import { keyOfPath, nameOf } from "./specPaths.ts";

/**
 * A relation which the convention states by the place of a file or an item, and no words of the document do. It says
 * nothing where its target does not exist.
 */
export function folderRelation(
  kind: SpecRelation["kind"],
  target: string,
  targetKind: "key" | "path" = "path",
): SpecRelation {
  return { kind, target, targetKind, found: "folder", text: nameOf(target), line: 1 };
}

/** The item of the document is the parent of the one which begins with this heading. */
export function parentOfHeading(path: string, heading: string, line: number): SpecRelation {
  return { ...folderRelation("parent", path), found: "heading", text: evidenceText(heading), line };
}

/** The words of a file's or folder's name: `2025-01-11-add-update_command.md` becomes `add update command`. */
export function wordsOfName(path: string): string {
  return nameOf(keyOfPath(path))
    .replace(/^\d{4}-?\d{2}-?\d{2}[-_]/, "")
    .replaceAll(/[-_\s]+/g, " ")
    .trim();
}
