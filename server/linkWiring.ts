import { type DecisionRequest, decideLink, type MadeDecision } from "./indexing/decideLink.ts";
import type { Verdict } from "./model/decision.ts";
import { gitIdentity } from "./sources/git/gitIdentity.ts";
import { openGraph } from "./stores/openGraph.ts";
import { openRecords } from "./stores/openRecords.ts";
import { openStore } from "./stores/openStore.ts";
import { type LinkEnds, linkEnds } from "./tracing/linkEnds.ts";
import { type Place, requireFolder, storeOf } from "./wiring.ts";

// The part of the composition root on links that people decide.

/** What a person decides, in the words of the command line. */
export interface DecisionWords {
  /** An item and code, in either order. */
  readonly ends: readonly [string, string];
  readonly verdict: Verdict;
  readonly note?: string | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** Who works in a folder: `Name <address>`. */
export function gitIdentityOf(folder: string, signal?: AbortSignal): Promise<string> {
  return gitIdentity(folder, signal);
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
  try {
    const { catalog } = store;
    const ends = await linkEnds(words, catalog, graph);
    const by = await gitIdentity(place.folder, signal);
    const request: DecisionRequest = { ...ends, verdict, note, by, at: now.toISOString() };
    const repository = graph.sharing.sharing()?.repository;
    return { ...(await decideLink({ catalog, graph, records, repository }, request)), ends };
  } finally {
    records.close();
    await graph.close();
    await store.close();
  }
}
