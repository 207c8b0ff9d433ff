/** One setting: how it appears in package.json (`contributes.configuration`) and what it means. */
export interface Setting {
  readonly key: string;
  readonly type: "string" | "number" | "boolean" | "array";
  readonly default: SettingValue;
  /** Of an array: what it holds. */
  readonly items?: { readonly type: "string" };
  /** Of a string: the only values it takes. */
  readonly enum?: readonly string[];
  /**
   * `machine`: never taken from a workspace, because it decides what leaves this computer. `machine-overridable`: an endpoint
   * or a place on this computer; taken from a workspace only where the user trusts that (`isRestricted`).
   */
  readonly scope: "machine" | "machine-overridable" | "window" | "resource";
  /** True where a workspace that the user does not trust must not set it. */
  readonly isRestricted?: true;
  readonly description: string;
}

/** Value of a setting. */
export type SettingValue = string | number | boolean | readonly string[];

/**
 * All settings. package.json repeats them because VS Code reads only that; a test keeps both equal. On the command line
 * each is an environment variable: `whence.store.folder` is `WHENCE_STORE_FOLDER` (see `environmentName`).
 */
export const settings = [
  {
    key: "whence.store.folder",
    type: "string",
    default: "",
    scope: "machine-overridable",
    isRestricted: true,
    description: "Folder that holds all indexes. Empty: the user's cache folder.",
  },
  {
    key: "whence.index.maxFileSizeKb",
    type: "number",
    default: 0,
    scope: "resource",
    description:
      "Larger files are listed as skipped and not indexed, in kibibytes. 0: as .whence/config.yaml says, else 1024.",
  },
  {
    key: "whence.index.maxDocumentSizeMb",
    type: "number",
    default: 50,
    scope: "resource",
    description:
      "Larger PDF and Word documents, notebooks and OpenAPI descriptions are listed as skipped and not indexed, in mebibytes.",
  },
  {
    key: "whence.sources.extraFolders",
    type: "array",
    items: { type: "string" },
    default: [],
    scope: "machine-overridable",
    isRestricted: true,
    description:
      "Folders outside of the workspace that are indexed with it, each by its own ignore rules. Relative paths count from the workspace.",
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
    key: "whence.embedding.provider",
    type: "string",
    default: "",
    enum: ["", "builtin", "openai", "none"],
    scope: "resource",
    isRestricted: true,
    description:
      "What makes vectors. builtin: the model that ships with Whence and runs on this machine; openai: a server with the interface of OpenAI (Ollama, LM Studio, vLLM, Azure, OpenAI); none: nothing, search goes by words and names. Empty: as .whence/config.yaml says, else builtin.",
  },
  {
    key: "whence.embedding.baseUrl",
    type: "string",
    default: "",
    scope: "machine-overridable",
    isRestricted: true,
    description:
      "Address of the embeddings server, for example http://localhost:11434/v1 or https://api.openai.com/v1. For Azure with an API version: https://NAME.openai.azure.com.",
  },
  {
    key: "whence.embedding.model",
    type: "string",
    default: "",
    scope: "resource",
    isRestricted: true,
    description: "Name of the model on the embeddings server; for Azure the name of the deployment.",
  },
  {
    key: "whence.embedding.dimensions",
    type: "number",
    default: 0,
    scope: "resource",
    description:
      "Numbers per vector that the embeddings server is asked for. 0: what the model gives by itself.",
  },
  {
    key: "whence.embedding.batchSize",
    type: "number",
    default: 64,
    scope: "machine",
    description: "Texts per request to the embeddings server.",
  },
  {
    key: "whence.embedding.concurrency",
    type: "number",
    default: 4,
    scope: "machine",
    description: "Requests to the embeddings server at the same time.",
  },
  {
    key: "whence.embedding.maxInputTokens",
    type: "number",
    default: 8000,
    scope: "resource",
    description:
      "Longer texts are cut before they are sent to the embeddings server, in tokens by an estimate.",
  },
  {
    key: "whence.embedding.azureApiVersion",
    type: "string",
    default: "",
    scope: "machine",
    description:
      "API version of Azure OpenAI, for example 2024-10-21. Empty: the server is no Azure deployment, or is addressed by its /openai/v1 path.",
  },
  {
    key: "whence.embedding.pricePerMillionTokens",
    type: "number",
    default: 0,
    scope: "machine",
    description:
      "Price of a million tokens, in any currency, for the preview of what an index costs. 0: not known.",
  },
  {
    key: "whence.network.offline",
    type: "boolean",
    default: false,
    scope: "machine",
    description: "Nothing is ever sent.",
  },
  {
    key: "whence.network.approvedHosts",
    type: "array",
    items: { type: "string" },
    default: [],
    scope: "machine",
    description:
      "Hosts (example.com or example.com:8443) to which may be sent without asking, where another setting names them.",
  },
  {
    key: "whence.network.caFile",
    type: "string",
    default: "",
    scope: "machine-overridable",
    isRestricted: true,
    description:
      "PEM file with certificate authorities that are trusted beside those of Node and of the system.",
  },
  {
    key: "whence.links.projects",
    type: "array",
    items: { type: "string" },
    default: [],
    scope: "resource",
    description:
      "Issue keys that count as links: prefixes such as WH, # for numbers, owner/name. A dash before one (-UTF) says that it never counts. Empty: those which specifications state and the history uses.",
  },
  {
    key: "whence.codeLens.enabled",
    type: "boolean",
    default: true,
    scope: "resource",
    description:
      "Shows the story above definitions that have one, and how many symbols implement a specification above its heading.",
  },
  {
    key: "whence.drift.diagnostics",
    type: "boolean",
    default: false,
    scope: "resource",
    description:
      "Shows as information where code and specifications have drifted apart, such as code that was changed after its story was done.",
  },
  {
    key: "whence.chat.keepDays",
    type: "number",
    default: 90,
    scope: "window",
    description:
      "Conversations are deleted so many days after their last question. 0: they are kept until you delete them.",
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
export type SettingValues = Readonly<Record<SettingKey, SettingValue>>;

/** Environment variable that sets a setting on the command line: `WHENCE_INDEX_MAX_FILE_SIZE_KB`. */
export function environmentName(key: SettingKey): string {
  return key
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replaceAll(".", "_")
    .toUpperCase();
}
