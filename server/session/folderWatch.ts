import type { ExtraFolder } from "../model/extraFolder.ts";

/** What a watch over a folder tells. */
export interface FolderChanges {
  /** These paths changed and nothing else did. */
  paths(paths: readonly string[]): void;
  /** So much changed that the whole folder is looked at. */
  whole(cause: string): void;
  /** Whether there is a Git repository, or why not. */
  repository(problem: { readonly why: string; readonly remedy: string } | undefined): void;
}

/** A folder outside that is indexed with it. */
export type OutsideFolder = Pick<ExtraFolder, "name" | "folder">;

/** Watches what changes in a folder. */
export interface FolderWatch {
  /** Something happened to these absolute paths, says the editor. */
  noticed(absolutePaths: readonly string[]): void;
  close(): void;
}
