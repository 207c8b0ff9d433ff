import type { SettingValues } from "../../shared/settings.ts";

/** Which folder is meant, and where its index lies. */
export interface Place {
  /** Absolute path. */
  readonly folder: string;
  /** Folder of the store where the user named one. */
  readonly store?: string | undefined;
  readonly settings: SettingValues;
  /** Where keys and proxies come from; nothing unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
