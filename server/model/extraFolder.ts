/** A folder outside of the workspace that is indexed with it. */
export interface ExtraFolder {
  /** Tells its files apart: `handbook` in `handbook:/a.md`. Stays the same as long as the folder is known. */
  readonly name: string;
  /** Absolute, free of links as far as it exists. */
  readonly folder: string;
  /** Who named it: the setting, or `--include`, which is remembered; `added` holds files that were added to the index by hand. */
  readonly origin: "setting" | "include" | "added";
}

/** Reads back what the catalog remembers as JSON; none where it remembers nothing. */
export function parseExtraFolders(json: string | undefined): readonly ExtraFolder[] {
  return JSON.parse(json ?? "[]") as readonly ExtraFolder[];
}
