import type { Health } from "../../shared/model/health.ts";
import { type Setting, type SettingValues, settings } from "../../shared/settings.ts";
import { type NamedPlace, redacted } from "./redaction.ts";

/** What a maintainer may see of a server. */
export interface DiagnosedServer {
  readonly version: string;
  readonly editor: string;
  readonly isTrusted: boolean;
  readonly platform: string;
  readonly nodeVersion: string;
  readonly uptimeSeconds: number;
  readonly memoryBytes: number;
  readonly folders: readonly DiagnosedFolder[];
  /** Newest last. */
  readonly log: readonly string[];
  /** Of the user, so that it is left out. */
  readonly home: string;
}

/** One workspace folder. */
export interface DiagnosedFolder {
  /** Absolute path; left out of what is shown, as its name is. */
  readonly path: string;
  readonly store: string;
  readonly name: string;
  readonly health: Health;
  readonly settings: SettingValues;
}

const logLinesMost = 200;

/** Markdown without secrets, texts of documents, values that name something, and paths outside of the folders. Pure. */
export function diagnosticsMarkdown(server: DiagnosedServer): string {
  const { folders, log, home } = server;
  const places: readonly NamedPlace[] = [
    ...folders.flatMap(({ path, store }, at) => [
      { path, name: `folder ${at + 1}` },
      { path: store, name: `index ${at + 1}` },
    ]),
    { path: home },
  ];
  const clean = (text: string) => redacted(text, places).replaceAll("`", "'");
  const named = (text: string) =>
    folders.reduce((sofar, { name }, at) => sofar.replace(`${name}: `, `folder ${at + 1}: `), text);
  return [
    "# Whence diagnostics",
    "",
    `- Whence ${clean(server.version)}, Node ${server.nodeVersion}, ${server.platform}`,
    `- Editor: ${clean(server.editor) || "not told"}; workspace ${server.isTrusted ? "trusted" : "not trusted"}`,
    `- Up for ${Math.round(server.uptimeSeconds)} s, memory ${Math.round(server.memoryBytes / 1e6)} MB`,
    ...folders.flatMap((folder, at) => ["", `## Folder ${at + 1}`, "", ...folderLines(folder, clean)]),
    "",
    "## Log",
    "",
    "```text",
    ...log.slice(-logLinesMost).map((line) => clean(named(line))),
    "```",
    "",
  ].join("\n");
}

function folderLines(
  { health, settings: values }: DiagnosedFolder,
  clean: (text: string) => string,
): readonly string[] {
  const { state, ...rest } = health;
  const facts = Object.entries(rest).map(([name, value]) =>
    typeof value === "string" ? `- ${name}: ${clean(value)}` : `- ${name}: ${JSON.stringify(value)}`,
  );
  const changed = settings.flatMap((setting: Setting) => {
    const value = values[setting.key as keyof SettingValues];
    if (JSON.stringify(value) === JSON.stringify(setting.default)) return [];
    return [`- ${setting.key}: ${valueWords(setting, value)}`];
  });
  return [`- state: ${state}`, ...facts, ...changed];
}

/** Texts may be addresses, paths and names; that there is one says enough. */
function valueWords({ enum: allowed }: Setting, value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string" && allowed?.includes(value) === true) return value;
  return Array.isArray(value) ? `${value.length} entries` : "set";
}
