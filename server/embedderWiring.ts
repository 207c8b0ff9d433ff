import { userInfo } from "node:os";
import type { SettingValues } from "../shared/settings.ts";
import type { EgressPurpose } from "./base/egress/egressDoor.ts";
import { EgressDoor } from "./base/egress/egressDoor.ts";
import { isApproved, offlineSentence } from "./base/egress/egressRules.ts";
import type { Endpoint } from "./base/egress/endpoint.ts";
import type { Approval } from "./base/egress/exchangeLedger.ts";
import { WhenceError } from "./base/errors.ts";
import { createBuiltinEmbedder } from "./embedding/builtinEmbedder.ts";
import { failsafe } from "./embedding/failsafeEmbedder.ts";
import type { OpenAiEmbedderParts } from "./embedding/openai/openaiEmbedder.ts";
import type { OpenAiOptions } from "./embedding/openai/openaiOptions.ts";
import { openAiModelId, openAiOptions } from "./embedding/openai/openaiOptions.ts";
import { estimateTokens } from "./embedding/openai/tokenEstimate.ts";
import type { EmbeddingWork } from "./indexing/embeddingWork.ts";
import type { Embedder, EmbeddingCache } from "./model/embedding.ts";
import { serverModelPrefix } from "./model/embedding.ts";
import type { EmbedderChoice } from "./model/pipelineConfig.ts";
import { SqliteEgressLedger } from "./stores/sqlite/egressLedger.ts";

// A part of the composition root: which embedder makes vectors and which one embeds questions, behind the one door.

/** What is needed to choose and reach an embedder. */
export interface EmbedderPlace {
  readonly settings: SettingValues;
  /** Keys, proxies and extra certificate authorities come from here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly storeFolder: string;
  readonly choice: EmbedderChoice;
}

/** A server that makes vectors: what it is, what it has been allowed to get, and how fast it was. */
export interface RemoteEmbedding {
  readonly endpoint: Endpoint;
  readonly options: OpenAiOptions;
  readonly modelId: string;
  /** Why nothing may be sent at all. */
  readonly offline?: string;
  isHostApproved(): boolean;
  /** The latest approval to pay this model. */
  modelApproval(): Approval | undefined;
  /** Remembers in the ledger who allowed what, and how. */
  approve(how: string, tokens: number): void;
  /** How long a request took of late, in milliseconds. */
  usualMs(): number | undefined;
  estimateTokens(text: string): number;
}

/** The embedder of an indexing run. */
export interface IndexingEmbedder {
  readonly embedder: Embedder;
  /** What a person should know of the choice. */
  readonly notice?: string;
  /** Present where vectors are made by a server. */
  readonly remote?: RemoteEmbedding;
  /** Why the settings of the server cannot work: no vectors can be made, and `embedder` is not to make any. */
  readonly problem?: string;
}

/** The embedder of questions. */
export interface QuestionEmbedder {
  readonly embedder: Embedder;
  /** What a person should know before asking. */
  readonly notice?: string;
  /** What went wrong while a question was embedded, as a sentence. */
  problem(): string | undefined;
}

const answerBytesMost = 256_000_000;
const batchPurpose: EgressPurpose = {
  name: "embeddings",
  timeoutMs: 120_000,
  responseBytesMost: answerBytesMost,
  countItems,
};
/** Somebody waits for the answer to a question, which words can give as well. */
const questionPurpose: EgressPurpose = { ...batchPurpose, name: "question", timeoutMs: 5_000 };
const batchAttempts = 6;

/** The embedder that makes the vectors of an index. */
export async function indexingEmbedder(place: EmbedderPlace): Promise<IndexingEmbedder> {
  const { options, problem } = serverOf(place);
  if (options === undefined) {
    const embedder = await builtinEmbedder(place.settings);
    if (problem !== undefined) return { embedder, problem };
    const notice = place.choice.provider === "openai" ? withoutServer : unusedServer(place);
    return { embedder, ...(notice === undefined ? {} : { notice }) };
  }
  const ledger = new SqliteEgressLedger(place.storeFolder);
  const embedder = await remoteEmbedder(place, options, ledger, {
    purpose: batchPurpose,
    attempts: batchAttempts,
  });
  return { embedder, remote: remoteEmbedding(place, options, ledger) };
}

/**
 * The embedder whose vectors the index holds. While a new model's are being made the former ones stay in use; where
 * nothing can embed a question as they were, it is answered by words.
 */
export async function questionEmbedder(
  place: EmbedderPlace,
  activeModel: string | undefined,
  cache: Pick<EmbeddingCache, "dimensions">,
): Promise<QuestionEmbedder> {
  // A question is embedded in this thread: starting a worker would take longer.
  const builtin = () => createBuiltinEmbedder({ workers: 0 });
  const problem = () => undefined;
  const { options, problem: mistake } = serverOf(place);
  if (mistake !== undefined) {
    const embedder = await builtin();
    const means = activeModel === embedder.modelId ? "with the vectors of the built-in model" : "by words";
    return { embedder, notice: `${mistake} Until then the index is searched ${means}.`, problem };
  }
  const wanted = options === undefined ? undefined : openAiModelId(options);
  if (activeModel === undefined || !activeModel.startsWith(serverModelPrefix)) {
    const embedder = await builtin();
    if (wanted === undefined || activeModel !== embedder.modelId) return { embedder, problem };
    const notice = `The vectors of ${wanted} are not complete, so those of the built-in model are in use: \`whence index\` makes the rest.`;
    return { embedder, notice, problem };
  }
  if (options === undefined || wanted !== activeModel) {
    const notice = `The index has vectors of ${activeModel}, which the settings do not name, so it is searched by words: \`whence index\` makes those of the model that they name.`;
    return { embedder: await builtin(), notice, problem };
  }
  if (place.settings["whence.network.offline"] === true) {
    const notice = `${offlineSentence(options.endpoint.host)} The index is searched by words.`;
    return { embedder: await builtin(), notice, problem };
  }
  const ledger = new SqliteEgressLedger(place.storeFolder);
  const asking = { purpose: questionPurpose, attempts: 1, knownDimensions: cache.dimensions(activeModel) };
  const remote = failsafe(await remoteEmbedder(place, options, ledger, asking));
  return {
    embedder: remote.embedder,
    problem: () => {
      const sentence = remote.problem();
      return sentence === undefined ? undefined : `The index was searched by words alone. ${sentence}`;
    },
  };
}

/** Once a model was approved, this much more is sent without asking: a few hundred changed files, cents at usual prices. */
const unaskedTokensMost = 200_000;

/** Whether a person has agreed before that so much goes to a server. */
export function isAgreedToSend(
  remote: RemoteEmbedding,
  { tokens, isBegun }: Pick<EmbeddingWork, "tokens" | "isBegun">,
): boolean {
  const approval = remote.modelApproval();
  if (approval === undefined || !remote.isHostApproved()) return false;
  // What was agreed to and then interrupted goes on without a second question.
  return tokens <= unaskedTokensMost || (isBegun && tokens <= (approval.tokens ?? 0));
}

/** The ledger of a store; empty where nothing was ever sent. */
export function openLedger(storeFolder: string): SqliteEgressLedger {
  return new SqliteEgressLedger(storeFolder, "read");
}

async function builtinEmbedder(settings: SettingValues): Promise<Embedder> {
  const workers = Number(settings["whence.embedding.workers"]);
  return createBuiltinEmbedder(workers === 0 ? {} : { workers });
}

/** How a server is asked, for an index or for a question. */
interface RemoteAsking extends Pick<OpenAiEmbedderParts, "attempts" | "knownDimensions"> {
  readonly purpose: EgressPurpose;
}

/** The client is loaded only where it is used. */
async function remoteEmbedder(
  place: EmbedderPlace,
  options: OpenAiOptions,
  ledger: SqliteEgressLedger,
  { purpose, ...asking }: RemoteAsking,
): Promise<Embedder> {
  const { OpenAiEmbedder } = await import("./embedding/openai/openaiEmbedder.ts");
  const { settings, environment } = place;
  const door = new EgressDoor({
    rules: { ...rulesOf(settings), endpoints: [options.endpoint] },
    ledger,
    network: { environment, caFile: String(settings["whence.network.caFile"]) },
  });
  const close = async () => {
    await door.close();
    ledger.close();
  };
  return new OpenAiEmbedder({ ...asking, options, send: door.fetchFor(purpose), close });
}

function remoteEmbedding(
  { settings }: EmbedderPlace,
  options: OpenAiOptions,
  ledger: SqliteEgressLedger,
): RemoteEmbedding {
  const { endpoint } = options;
  const rules = rulesOf(settings);
  const modelId = openAiModelId(options);
  return {
    endpoint,
    options,
    modelId,
    ...(rules.offline ? { offline: offlineSentence(endpoint.host) } : {}),
    isHostApproved: () => isApproved(endpoint, rules, ledger),
    modelApproval: () => ledger.approval("model", modelId),
    approve(how, tokens) {
      const said = { at: new Date().toISOString(), by: accountName(), how };
      ledger.approve({ ...said, kind: "host", subject: endpoint.origin });
      ledger.approve({ ...said, kind: "model", subject: modelId, tokens });
    },
    usualMs: () => ledger.usualMs(endpoint.host, batchPurpose.name),
    estimateTokens: (text) => Math.min(options.maxInputTokens, estimateTokens(text)),
  };
}

/** In a container the account often has a number and no name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "without a name"}`;
  }
}

function rulesOf(settings: SettingValues) {
  const approved = settings["whence.network.approvedHosts"];
  return {
    offline: settings["whence.network.offline"] === true,
    approvedHosts: Array.isArray(approved) ? approved : [],
  };
}

const withoutServer =
  "This folder asks for vectors of an embeddings server, and no setting names one (whence.embedding.baseUrl), so the built-in model makes them.";

/** Whoever names a server means it; that somebody chose another provider is not told from a default. */
function unusedServer({ settings, choice }: EmbedderPlace): string | undefined {
  if (choice.provider !== "builtin" || settings["whence.embedding.provider"] !== "") return undefined;
  const names = ["whence.embedding.baseUrl", "whence.embedding.model"] as const;
  const set = names.filter((name) => settings[name] !== "").join(" and ");
  if (set === "") return undefined;
  return `The built-in model makes the vectors, and nothing uses ${set}: set whence.embedding.provider to openai to use the server, or to builtin to read this no more.`;
}

/** The server that makes vectors, if one does, or what is wrong with its settings. */
function serverOf(place: EmbedderPlace): { readonly options?: OpenAiOptions; readonly problem?: string } {
  try {
    const options = optionsOf(place);
    return options === undefined ? {} : { options };
  } catch (error) {
    if (!WhenceError.is(error, "badInput")) throw error;
    return { problem: error.message };
  }
}

/**
 * The server that makes vectors, if one does. Which model is the folder's choice too; where it lives, and the key, only
 * the user says, so a folder's choice alone leads nowhere. Throws `badInput` for settings that cannot work.
 */
function optionsOf({ settings, environment, choice }: EmbedderPlace): OpenAiOptions | undefined {
  if (choice.provider !== "openai") return undefined;
  const isFoldersChoice = settings["whence.embedding.provider"] !== "openai";
  if (isFoldersChoice && settings["whence.embedding.baseUrl"] === "") return undefined;
  return openAiOptions({
    baseUrl: String(settings["whence.embedding.baseUrl"]).trim(),
    model: choice.model ?? "",
    dimensions: choice.dimensions ?? 0,
    batchSize: Number(settings["whence.embedding.batchSize"]),
    concurrency: Number(settings["whence.embedding.concurrency"]),
    maxInputTokens: Number(settings["whence.embedding.maxInputTokens"]),
    azureApiVersion: String(settings["whence.embedding.azureApiVersion"]),
    apiKey: environment["WHENCE_EMBEDDING_API_KEY"],
  });
}

function countItems(body: string): number | undefined {
  const { input } = JSON.parse(body) as { input?: unknown };
  return Array.isArray(input) ? input.length : undefined;
}
