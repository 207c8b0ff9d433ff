/** One setting: how it appears in package.json (`contributes.configuration`) and what it means. */
export interface Setting {
  readonly key: string;
  readonly type: "string" | "number";
  readonly default: string | number;
  /** `machine`: never taken from a workspace, because it names a place on this computer. */
  readonly scope: "machine" | "window" | "resource";
  readonly description: string;
}

/**
 * All settings. package.json repeats them because VS Code reads only that; a test keeps both equal. On the command line
 * each is an environment variable: `whence.store.folder` is `WHENCE_STORE_FOLDER` (see `environmentName`).
 */
export const settings = [
  {
    key: "whence.store.folder",
    type: "string",
    default: "",
    scope: "machine",
    description: "Folder that holds all indexes. Empty: the user's cache folder.",
  },
  {
    key: "whence.index.maxFileSizeKb",
    type: "number",
    default: 1024,
    scope: "resource",
    description: "Larger files are listed as skipped and not indexed, in kibibytes.",
  },
  {
    key: "whence.embedding.workers",
    type: "number",
    default: 0,
    scope: "machine",
    description:
      "Threads that compute embeddings while indexing. 0: one less than the cores, at least one and at most four.",
  },
  {
    key: "whence.search.limit",
    type: "number",
    default: 10,
    scope: "window",
    description: "How many results a search shows.",
  },
] as const satisfies readonly Setting[];

/** Key of a setting that exists. */
export type SettingKey = (typeof settings)[number]["key"];

/** Values of all settings. */
export type SettingValues = Readonly<Record<SettingKey, string | number>>;

/** Environment variable that sets a setting on the command line: `WHENCE_INDEX_MAX_FILE_SIZE_KB`. */
export function environmentName(key: SettingKey): string {
  return key
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replaceAll(".", "_")
    .toUpperCase();
}
