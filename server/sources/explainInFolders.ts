import path from "node:path";
import { extraPath } from "../model/documentUri.ts";
import type { ExtraFolder } from "../model/extraFolder.ts";
import { realFolder } from "./realFolder.ts";
import { explainPath, type PathExplanation } from "./workspace/explainPath.ts";
import type { SizeLimits } from "./workspace/sizeLimits.ts";

/**
 * Says why a path of the workspace or of an extra folder is or is not indexed. `asked` is absolute, relative to the
 * workspace, or written as in a citation (`handbook: a.md`, `handbook:/a.md`). Throws as `explainPath` does.
 */
export async function explainInFolders(
  workspace: string,
  extras: readonly ExtraFolder[],
  asked: string,
  limits: SizeLimits,
): Promise<PathExplanation> {
  const place = placeIn(workspace, extras, asked);
  if (place === undefined) return explainPath(workspace, asked, limits);
  const { extra, inside } = place;
  const explanation = await explainPath(extra.folder, inside, limits);
  return {
    ...explanation,
    path: extraPath(extra.name, explanation.path),
    sentence: `${extra.name}: ${explanation.sentence}`,
  };
}

function placeIn(
  workspace: string,
  extras: readonly ExtraFolder[],
  asked: string,
): { readonly extra: ExtraFolder; readonly inside: string } | undefined {
  const absolute = path.resolve(realFolder(workspace), asked);
  const real = path.join(realFolder(path.dirname(absolute)), path.basename(absolute));
  for (const extra of extras) {
    const [, name, written] = /^([^/:]+):(?:\/| )(.*)$/s.exec(asked) ?? [];
    if (name === extra.name && written !== undefined) return { extra, inside: written };
    const inside = path.relative(extra.folder, real);
    if (inside.split(path.sep)[0] !== ".." && !path.isAbsolute(inside)) return { extra, inside };
  }
  return undefined;
}
