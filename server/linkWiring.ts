import type { SettingValues } from "../shared/settings.ts";
import { createCodeParser } from "./chunking/parsing/codeParser.ts";
import { createBuiltinEmbedder } from "./embedding/builtinEmbedder.ts";
import { type DecisionRequest, decideLink, type MadeDecision } from "./indexing/decideLink.ts";
import { bringUpDecisions } from "./indexing/decisionUpkeep.ts";
import { readCandidateFiles, readRequirements } from "./indexing/linkFolders.ts";
import { inferLinks } from "./linking/inference/inferLinks.ts";
import type { Verdict } from "./model/decision.ts";
import type { InferenceResult } from "./model/inferredLink.ts";
import type { Place } from "./model/place.ts";
import { requireRole } from "./sharing/requireRole.ts";
import { gitIdentity } from "./sources/git/gitIdentity.ts";
import { pipelineOfFolder } from "./sources/pipeline/folderPipeline.ts";
import { openGraph } from "./stores/openGraph.ts";
import { openRecords } from "./stores/openRecords.ts";
import { openStore } from "./stores/openStore.ts";
import { SqliteEgressLedger } from "./stores/sqlite/egressLedger.ts";
import { agreedTeam } from "./teamWiring.ts";
import { type InferredFolderLinks, inferFolderLinks } from "./tracing/inference/inferFolderLinks.ts";
import { type LinkEnds, linkEnds } from "./tracing/linkEnds.ts";
import { requireFolder, sizeLimitsOf, storeOf } from "./wiring.ts";

// The part of the composition root on links that are inferred, and that people decide.

/** What a person decides, in the words of the command line. */
export interface DecisionWords {
  /** An item and code, in either order. */
  readonly ends: readonly [string, string];
  readonly verdict: Verdict;
  readonly note?: string | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides on one link of a folder that is indexed. Throws as `linkEnds` and `decideLink` do, `notFound` where there is no
 * index, and `noAccess` where it can only be read.
 */
export async function decideInFolder(
  place: Place,
  { ends: words, verdict, note, now, signal }: DecisionWords,
): Promise<MadeDecision & { readonly ends: LinkEnds }> {
  await requireFolder(place.folder);
  const storeFolder = storeOf(place);
  const store = openStore(storeFolder);
  const graph = openGraph(storeFolder, "write");
  const records = openRecords(storeFolder, "write");
  const ledger = new SqliteEgressLedger(storeFolder, "read");
  try {
    const { catalog } = store;
    const ends = await linkEnds(words, catalog, graph);
    const by = await gitIdentity(place.folder, signal);
    const team = agreedTeam(ledger);
    if (team !== undefined)
      requireRole(
        by,
        team,
        "contributor",
        "Nothing was decided: links of a team are decided on by its contributors",
      );
    const request: DecisionRequest = { ...ends, verdict, note, by, at: now.toISOString() };
    const repository = graph.sharing.sharing()?.repository;
    return { ...(await decideLink({ catalog, graph, records, repository }, request)), ends };
  } finally {
    ledger.close();
    records.close();
    await graph.close();
    await store.close();
  }
}

/** What two folders have to do with each other, and sentences for people on what was left out. */
export interface FolderLinks extends InferenceResult {
  readonly notes: readonly string[];
  readonly requirementCount: number;
  readonly fileCount: number;
}

/**
 * Infers links between a folder of requirements and one of code, without an index: nothing is written and nothing leaves
 * the machine, so the embedder is the built-in one. Throws `badInput` for a folder that is none or has no text.
 */
export async function linkFolders(
  folders: { readonly requirements: string; readonly code: string },
  settings: SettingValues,
  signal: AbortSignal,
): Promise<FolderLinks> {
  await requireFolder(folders.requirements, "--requirements");
  await requireFolder(folders.code, "--code");
  const options = { limits: sizeLimitsOf(settings, pipelineOfFolder(folders.code, settings)), signal };
  const requirements = await readRequirements(folders.requirements, options);
  const files = await readCandidateFiles(folders.code, createCodeParser(), options);
  const embedder = await createBuiltinEmbedder();
  try {
    const input = { requirements: requirements.items, files: files.items };
    const result = await inferLinks(input, (texts) => embedder.embed(texts, signal), signal);
    const notes = [...requirements.notes, ...files.notes];
    return { ...result, notes, requirementCount: requirements.items.length, fileCount: files.items.length };
  } finally {
    await embedder.close();
  }
}

/** Probable links of a folder that is indexed, found anew and kept in its graph. */
export interface RepositoryLinks extends InferredFolderLinks {
  /** Decisions on code that is nowhere to be found. */
  readonly lostDecisions: number;
}

/**
 * Infers links between specifications and code of an indexed folder where nobody stated any, and remembers them in its graph.
 * Throws `notFound` without an index, `cancelled`, and as the graph does where it cannot be written.
 */
export async function inferInFolder(place: Place, now: Date, signal: AbortSignal): Promise<RepositoryLinks> {
  await requireFolder(place.folder);
  const storeFolder = storeOf(place);
  const store = openStore(storeFolder);
  const graph = openGraph(storeFolder, "write");
  const records = openRecords(storeFolder, "write");
  const embedder = await createBuiltinEmbedder();
  try {
    const { catalog } = store;
    const repository = graph.sharing.sharing()?.repository;
    const at = now.toISOString();
    const { standing, lost } = await bringUpDecisions({ catalog, graph, records, repository }, at);
    const embed = (texts: readonly string[]) => embedder.embed(texts, signal);
    const found = await inferFolderLinks({ catalog, graph, decisions: standing, embed }, at, signal);
    return { ...found, lostDecisions: lost.filter(({ verdict }) => verdict !== "withdrawn").length };
  } finally {
    await embedder.close();
    records.close();
    await graph.close();
    await store.close();
  }
}
