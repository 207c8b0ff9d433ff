import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import type { ExtraFolder } from "../model/extraFolder.ts";
import { realFolder } from "./realFolder.ts";

/** What is asked for in one run. */
export interface ExtraFolderRequest {
  /** The indexed folder, absolute. */
  readonly workspace: string;
  /** Values of `whence.sources.extraFolders`; relative ones count from the workspace, `~/` from the user's folder. */
  readonly fromSettings: readonly string[];
  /** Absolute paths of `--include`. */
  readonly include: readonly string[];
  /** Paths or names of `--forget`. */
  readonly forget: readonly string[];
  /** Those which the run before knew. */
  readonly known: readonly ExtraFolder[];
  /** Where files lie that were added by hand, if there are any. */
  readonly added?: string | undefined;
}

/**
 * The extra folders of a run. The setting decides on its own: what it no longer names is dropped. Folders of `--include`
 * stay until `--forget`. One that lies in the workspace or in another, or contains it, would show files twice: with
 * `--include` that is refused (`badInput`), from the setting it is left out with a warning.
 */
export function resolveExtraFolders(request: ExtraFolderRequest): {
  readonly folders: readonly ExtraFolder[];
  readonly warnings: readonly string[];
} {
  const workspace = realFolder(request.workspace);
  const fromSettings = request.fromSettings.map((stated) =>
    realFolder(path.resolve(workspace, atHome(stated))),
  );
  const forgotten = request.forget.map((asked) => forgottenFolder(asked, request.known, fromSettings));
  const included = request.include.map(requireFolder);
  const remembered = request.known
    .filter(({ origin, folder }) => origin === "include" && !forgotten.includes(folder))
    .map(({ folder }) => folder);
  const folders: ExtraFolder[] = [];
  const warnings: string[] = [];
  const add = (folder: string, origin: ExtraFolder["origin"], isAskedNow: boolean) => {
    if (folders.some((one) => one.folder === folder)) return;
    const overlap = overlapSentence(folder, workspace, folders);
    if (overlap !== undefined && isAskedNow) throw new WhenceError("badInput", overlap);
    if (overlap !== undefined) warnings.push(overlap);
    else folders.push({ name: nameFor(folder, workspace, folders, request.known), folder, origin });
  };
  for (const folder of fromSettings) add(folder, "setting", false);
  for (const folder of remembered) add(folder, "include", false);
  for (const folder of included) add(folder, "include", true);
  // It may lie in the workspace, where the store does, which is ignored there.
  if (request.added !== undefined) {
    const folder = realFolder(request.added);
    const others = folders.filter((one) => one.folder !== folder);
    folders.splice(0, folders.length, ...others);
    folders.push({ name: nameFor(folder, workspace, folders, request.known), folder, origin: "added" });
  }
  return { folders, warnings };
}

function atHome(stated: string): string {
  return /^~(?=$|[\\/])/.test(stated) ? path.join(homedir(), stated.slice(1)) : stated;
}

function requireFolder(folder: string): string {
  const facts = statSync(folder, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true) return realpathSync(folder);
  const what = facts === undefined ? "does not exist" : "is not a folder";
  throw new WhenceError("badInput", `${folder} ${what}: name a folder with --include.`);
}

function forgottenFolder(
  asked: string,
  known: readonly ExtraFolder[],
  fromSettings: readonly string[],
): string {
  const absolute = realFolder(asked);
  const found = known.find(({ name, folder }) => name === path.basename(asked) || folder === absolute);
  const exact = known.find(({ folder }) => folder === absolute) ?? found;
  if (exact === undefined) {
    const names = known.map(({ name }) => name).join(", ");
    const others = names === "" ? "there are no extra folders" : `known are ${names}`;
    throw new WhenceError("badInput", `The index knows no extra folder ${asked}: ${others}.`);
  }
  if (exact.origin === "added")
    throw new WhenceError(
      "badInput",
      `${exact.name} holds files that were added in the editor: delete them there, or in ${exact.folder}.`,
    );
  if (fromSettings.includes(exact.folder)) {
    const where = "whence.sources.extraFolders (WHENCE_SOURCES_EXTRA_FOLDERS)";
    throw new WhenceError("badInput", `${exact.folder} is named by the setting ${where}: take it out there.`);
  }
  return exact.folder;
}

function overlapSentence(
  folder: string,
  workspace: string,
  others: readonly ExtraFolder[],
): string | undefined {
  if (contains(workspace, folder))
    return `${folder} lies in the indexed folder and is indexed with it anyway.`;
  if (contains(folder, workspace))
    return `${folder} contains the indexed folder, so its files would be indexed twice: name a folder beside it.`;
  const other = others.find((one) => contains(one.folder, folder) || contains(folder, one.folder));
  return other === undefined
    ? undefined
    : `${folder} and the extra folder ${other.folder} lie in one another: name one of them.`;
}

function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === "" || (relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative));
}

/**
 * The name it had, else that of the folder, with a number where another has it, or where the workspace has a folder
 * `handbook:`, whose files would be written like those of `handbook`.
 */
function nameFor(
  folder: string,
  workspace: string,
  taken: readonly ExtraFolder[],
  known: readonly ExtraFolder[],
): string {
  const before = known.find((one) => one.folder === folder)?.name;
  if (before !== undefined) return before;
  const plain = path.basename(folder).replaceAll(/[^\p{L}\p{N}._-]+/gu, "-") || "extra";
  const names = new Set([...taken, ...known].map(({ name }) => name));
  for (let number = 2, name = plain; ; name = `${plain}-${number++}`) {
    if (!names.has(name) && !existsSync(path.join(workspace, `${name}:`))) return name;
  }
}
