import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { makeStoreFolder } from "./openStore.ts";
import { storeError } from "./storeErrors.ts";

/** A file that somebody added to the index of a folder, as it lies in the store. */
export interface AddedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly addedAt: string;
}

const nameMost = 200;

/** The folder in a store that holds files which were added to the index by hand. It outlives every index. */
export function addedFolder(place: string): string {
  return path.join(place, "added");
}

/**
 * Keeps a file, in place of one of the same name, which `takeBackAddedFile` brings back and `settleAddedFile` lets go. Throws `badInput` for a
 * name that is no plain one, `diskFull` or `noAccess`.
 */
export function keepAddedFile(place: string, name: string, bytes: Uint8Array): void {
  requirePlainName(name);
  const folder = addedFolder(place);
  const partial = path.join(folder, ".partial");
  const [file, earlier] = [path.join(folder, name), earlierFile(place, name)];
  try {
    if (!existsSync(place)) makeStoreFolder(place);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(partial, bytes, { mode: 0o600 });
    // What an earlier change that was killed has left is no file that anybody would miss.
    rmSync(earlier, { force: true });
    if (existsSync(file)) {
      const { atime, mtime } = statSync(file);
      mkdirSync(path.dirname(earlier), { recursive: true, mode: 0o700 });
      copyFileSync(file, earlier);
      utimesSync(earlier, atime, mtime);
    }
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeError(error, place);
  }
}

/** The file that was kept last stays. Throws `badInput` for a name that is no plain one. */
export function settleAddedFile(place: string, name: string): void {
  requirePlainName(name);
  try {
    rmSync(earlierFile(place, name), { force: true });
  } catch {
    // The file is there and was read, so a rest that cannot be removed is no failure; the next change tries again.
  }
}

/** The file that was kept last goes, and the one comes back in whose place it was, if any. Throws as `keepAddedFile` does. */
export function takeBackAddedFile(place: string, name: string): void {
  requirePlainName(name);
  const [file, earlier] = [path.join(addedFolder(place), name), earlierFile(place, name)];
  try {
    if (existsSync(earlier)) renameSync(earlier, file);
    else rmSync(file, { force: true });
  } catch (error) {
    throw storeError(error, place);
  }
}

/** Takes a file away; says whether there was one. Throws as `keepAddedFile` does. */
export function removeAddedFile(place: string, name: string): boolean {
  requirePlainName(name);
  const file = path.join(addedFolder(place), name);
  try {
    rmSync(earlierFile(place, name), { force: true });
    if (!existsSync(file)) return false;
    rmSync(file);
    return true;
  } catch (error) {
    throw storeError(error, place);
  }
}

/** All that were added, by name. */
export function listAddedFiles(place: string): readonly AddedFile[] {
  const folder = addedFolder(place);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => {
      const { size, mtime } = statSync(path.join(folder, name));
      return { name, sizeBytes: size, addedAt: mtime.toISOString() };
    });
}

/** Beside the folder that is indexed, not in it. */
function earlierFile(place: string, name: string): string {
  return path.join(place, "added-earlier", name);
}

/** A name is the user's, or a stranger's: it must not lead anywhere else, on any platform. */
function requirePlainName(name: string): void {
  const isPlain = !/[\u0000-\u001f/\\:*?"<>|]/.test(name) && !/^[.\s]|[.\s]$/.test(name) && name !== "";
  if (isPlain && Buffer.byteLength(name) <= nameMost) return;
  const shown = JSON.stringify(name.slice(0, 60));
  throw new WhenceError(
    "badInput",
    `A file cannot be kept under the name ${shown}: rename it and add it again.`,
  );
}
