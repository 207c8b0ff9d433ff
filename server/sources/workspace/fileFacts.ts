import { lstatSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";
import type { SkippedFile, WorkspaceEntry } from "../../model/workspaceFile.ts";
import { problemOf } from "./regularFile.ts";

/**
 * Asks the file system what each path is, without opening anything. Remembers which folders are real ones, because a
 * folder that became a link could lead out of the indexed folder; so use one instance for one listing.
 */
export class FileFacts {
  readonly #root: string;
  readonly #realFolders = new Map<string, boolean>([["", true]]);

  /** `root` is the indexed folder, absolute and free of links. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Size and time of a regular file, or the reason why the path is none. */
  look(relativePath: string): WorkspaceEntry | SkippedFile {
    const folder = relativePath.slice(0, Math.max(0, relativePath.lastIndexOf("/")));
    try {
      if (!this.#isReal(folder)) {
        return {
          path: relativePath,
          reason: "symlink",
          detail: `${folder}/ is reached through a symbolic link`,
        };
      }
      const facts = lstatSync(path.join(this.#root, relativePath));
      if (facts.isFile()) return { path: relativePath, sizeBytes: facts.size, modifiedMs: facts.mtimeMs };
      if (facts.isSymbolicLink()) {
        return { path: relativePath, reason: "symlink", detail: this.#linkDetail(relativePath) };
      }
      const detail = facts.isDirectory()
        ? "a folder stands where Git has a file"
        : "it is a pipe, socket or device and never opened";
      return { path: relativePath, reason: "notRegular", detail };
    } catch (error) {
      // A name with other bytes than UTF-8 arrives with replacement characters and cannot be found by them.
      if (relativePath.includes("\uFFFD") && (error as NodeJS.ErrnoException).code === "ENOENT") {
        return {
          path: relativePath,
          reason: "nameNotUnicode",
          detail: "its name is not valid Unicode (UTF-8)",
        };
      }
      return { path: relativePath, ...problemOf(error as NodeJS.ErrnoException) };
    }
  }

  #isReal(folder: string): boolean {
    const known = this.#realFolders.get(folder);
    if (known !== undefined) return known;
    const parent = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    const facts = lstatSync(path.join(this.#root, folder), { throwIfNoEntry: false });
    const isReal = this.#isReal(parent) && facts?.isSymbolicLink() !== true;
    this.#realFolders.set(folder, isReal);
    return isReal;
  }

  #linkDetail(relativePath: string): string {
    const absolute = path.join(this.#root, relativePath);
    const target = path.resolve(path.dirname(absolute), readlinkSync(absolute));
    const inside = path.relative(this.#root, target);
    if (inside.startsWith("..") || path.isAbsolute(inside)) {
      return "it is a symbolic link that leads outside the folder";
    }
    const shown = inside.split(path.sep).join("/");
    const exists = statSync(absolute, { throwIfNoEntry: false });
    if (exists === undefined) return `it is a symbolic link to ${shown}, which does not exist`;
    return `it is a symbolic link; what it points to is known as ${shown === "" ? "the folder itself" : shown}`;
  }
}
