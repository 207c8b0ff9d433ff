import type { Connection } from "vscode-languageserver/node";
import { type Setting, type SettingValue, type SettingValues, settings } from "../../shared/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings and network of one folder. */
export interface FolderSettings {
  readonly settings: SettingValues;
  readonly environment: Environment;
}

/** What holds where the editor says nothing. */
export interface SettingDefaults extends FolderSettings {}

/** Asks the editor for the settings of a folder; a value of another type than the table says counts as not given. */
export async function settingsOf(
  connection: Connection,
  folderUri: string,
  defaults: SettingDefaults,
): Promise<FolderSettings> {
  const items = [{ scopeUri: folderUri, section: "whence" }, { section: "http" }];
  const [own, http] = (await connection.workspace.getConfiguration(items)) as readonly unknown[];
  const entries = settings.map((setting) => {
    const value = valueAt(own, setting.key.split(".").slice(1));
    return [setting.key, fits(setting, value) ? value : defaults.settings[setting.key]];
  });
  return {
    settings: Object.fromEntries(entries) as SettingValues,
    environment: { ...defaults.environment, ...proxyOf(http) },
  };
}

/** What a folder that the user does not trust may decide: nothing that leads anywhere. */
export function untrusted({ settings: own, environment }: FolderSettings): FolderSettings {
  const provider = own["whence.embedding.provider"];
  return {
    environment,
    settings: {
      ...own,
      "whence.embedding.provider": provider === "none" ? "none" : "builtin",
      "whence.embedding.baseUrl": "",
      "whence.network.offline": true,
      "whence.sources.extraFolders": [],
    },
  };
}

function fits({ type, enum: allowed }: Setting, value: unknown): value is SettingValue {
  if (type === "array") return Array.isArray(value) && value.every((each) => typeof each === "string");
  if (typeof value !== type) return false;
  if (typeof value === "number") return Number.isFinite(value) && value >= 0;
  return allowed === undefined || allowed.includes(value as string);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** The editor's proxy goes before the one of the environment; system certificates are always taken. */
function proxyOf(http: unknown): Environment {
  const proxy = valueAt(http, ["proxy"]);
  if (valueAt(http, ["proxySupport"]) === "off") return {};
  const exempt = valueAt(http, ["noProxy"]);
  return {
    ...(typeof proxy === "string" && proxy !== "" ? { http_proxy: proxy, https_proxy: proxy } : {}),
    ...(Array.isArray(exempt) && exempt.length > 0 ? { no_proxy: exempt.map(String).join(",") } : {}),
  };
}
