import { setImmediate } from "node:timers/promises";
import { cancelledError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { oneAhead } from "../base/oneAhead.ts";
import type { GraphNode } from "../model/graph.ts";
import { allEdges, nodesById } from "../model/graphPages.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";
import type { TeamFile } from "../model/teamFile.ts";
import type { TeamServer } from "../model/teamServer.ts";
import type { RecordLog } from "../stores/recordLog.ts";
import type { OutboxEntry, SharingState } from "../stores/sharingState.ts";
import { sharedRecords } from "./sharedRecords.ts";
import { sharedEdge, sharedNode } from "./sharedView.ts";

/** A replica and the server of its team. */
export interface ReplicaParts {
  readonly graph: GraphStore;
  readonly sharing: SharingState;
  readonly records: RecordLog;
  readonly server: TeamServer;
  readonly team: TeamFile;
}

/** What is sent, from which state of the code. */
export interface PushOptions {
  /** Commit that the index is of; undefined without Git. */
  readonly head: string | undefined;
  /** True for a commit that `head` reaches. */
  readonly hasCommit: (hash: string) => boolean;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** What a push did. */
export interface PushReport {
  readonly nodes: number;
  /** Sources of which links were sent or taken back. */
  readonly sources: number;
  readonly edges: number;
  readonly records: number;
  /** Sources that a newer state of the code has stated already, which this older one leaves as they are. */
  readonly leftToNewer: number;
}

const entriesPerBatch = 1_000;
/** Of a batch, so many are read at once. */
const entriesPerSlice = 50;
const recordsPerBatch = 500;

/**
 * Sends what the team file shares of the changes in the outbox. Each batch is acknowledged when the server has it; a process
 * that dies in between sends it again, which changes nothing there. What is not shared any longer is taken back. Throws as
 * the server does; what has arrived until then is not sent again.
 */
export async function pushLinks(parts: ReplicaParts, options: PushOptions): Promise<PushReport> {
  const { sharing, server, team } = parts;
  const known = sharing.sharing();
  const epoch = await server.epoch(team.repository);
  // The server was made anew, or does not have this repository any longer.
  if (known?.epoch !== undefined && known.epoch !== epoch) await sharing.enterAll();
  const head = await server.head(team.repository);
  const isOlder = head !== undefined && head !== options.head && !options.hasCommit(head);
  // What was left to a newer state then is this one's to say now.
  if (!isOlder && known?.wasOlder === true) await sharing.enterAll();
  const report = {
    nodes: 0,
    sources: 0,
    edges: 0,
    records: await pushRecords(parts, options),
    leftToNewer: 0,
  };
  for await (const batch of oneAhead(batches(parts, options))) {
    if (options.signal?.aborted === true) throw cancelledError();
    // Somebody has left the team meanwhile: what was read for it stays here.
    if (sharing.sharing() === undefined) break;
    const sent = await sendBatch(parts, batch, isOlder, options.now.toISOString());
    report.nodes += sent.nodes;
    report.sources += sent.sources;
    report.edges += sent.edges;
    report.leftToNewer += sent.leftToNewer;
  }
  if (!isOlder && options.head !== undefined && options.head !== head)
    await server.setHead(team.repository, options.head);
  const after = await server.epoch(team.repository);
  const state = sharing.sharing();
  if (state !== undefined)
    await sharing.share({
      ...state,
      ...(after === undefined ? {} : { epoch: after }),
      pushedAt: options.now.toISOString(),
      wasOlder: isOlder,
    });
  return report;
}

async function pushRecords(parts: ReplicaParts, { signal }: PushOptions): Promise<number> {
  const { records, server } = parts;
  let sent = 0;
  for (;;) {
    if (signal?.aborted === true) throw cancelledError();
    const pending = records.pending(recordsPerBatch);
    if (pending.length === 0) return sent;
    const shared = await sharedRecords(pending, parts.graph, parts.team);
    if (shared.length > 0) await server.addRecords(shared);
    records.acknowledge(pending.map(({ id }) => id));
    sent += shared.length;
  }
}

/** Some entries of the outbox with what is to be said of them. */
interface Batch {
  readonly entries: readonly OutboxEntry[];
  readonly nodes: readonly NodeEntry[];
  readonly stated: readonly StatedEntry[];
}

interface NodeEntry {
  readonly entry: OutboxEntry;
  readonly node: GraphNode;
  readonly isShared: boolean;
}

/** All of the outbox, read as it is asked for. What changes meanwhile is entered anew behind the rest. */
async function* batches(parts: ReplicaParts, { now, signal }: PushOptions): AsyncGenerator<Batch> {
  for (let after = 0; ; ) {
    const entries = parts.sharing.entries(entriesPerBatch, after);
    if (entries.length === 0) return;
    const sources = ofKind(entries, "source");
    const stated: StatedEntry[] = [];
    for (let start = 0; start < sources.length; start += entriesPerSlice) {
      stated.push(...(await statementsOf(sources.slice(start, start + entriesPerSlice), parts)));
      // Reading waits for nothing, so what the server answers meanwhile would not be heard.
      await setImmediate();
      if (signal?.aborted === true) throw cancelledError();
    }
    yield { entries, nodes: await nodesOf(ofKind(entries, "node"), parts, now.toISOString()), stated };
    after = entries.at(-1)?.number ?? after;
  }
}

async function sendBatch(
  { sharing, server, team }: ReplicaParts,
  batch: Batch,
  isOlder: boolean,
  at: string,
) {
  const { entries, stated } = batch;
  const remote = server.graphOf(team.repository);
  // Asked now: the batch was read while the one before was on its way, which may have held the same things.
  const sentBefore = sharing.sentAmong(entries);
  const nodes = batch.nodes.filter(({ entry, isShared }) => isShared || sentBefore.has(entry));
  const there = isOlder ? await statedThere(remote, ofKind(entries, "source")) : new Set<string>();
  const wanted = stated.filter(
    ({ entry, statement }) => !there.has(entry.name) && (statement.edges.length > 0 || sentBefore.has(entry)),
  );
  if (nodes.length > 0) await remote.upsertNodes(nodes.map(({ node }) => node));
  if (wanted.length > 0)
    await remote.restate(
      wanted.map(({ statement }) => statement),
      at,
    );
  const retracted = [
    ...nodes.filter(({ isShared }) => !isShared),
    ...wanted.filter(({ statement }) => statement.edges.length === 0),
  ].map(({ entry }) => entry);
  const sent = new Set([...nodes, ...wanted].map(({ entry }) => entry));
  const unsent = entries.filter((entry) => !sentBefore.has(entry) && !sent.has(entry));
  await sharing.acknowledge(entries, [...retracted, ...unsent]);
  return {
    nodes: nodes.length,
    sources: wanted.length,
    edges: wanted.reduce((sum, { statement }) => sum + statement.edges.length, 0),
    leftToNewer: stated.filter(({ entry, statement }) => there.has(entry.name) && statement.edges.length > 0)
      .length,
  };
}

function ofKind(entries: readonly OutboxEntry[], wanted: OutboxEntry["kind"]): readonly OutboxEntry[] {
  return entries.filter(({ kind }) => kind === wanted);
}

/** What of each node is shared; of one that is not, that there was one. */
async function nodesOf(
  entries: readonly OutboxEntry[],
  { graph, team }: Pick<ReplicaParts, "graph" | "team">,
  at: string,
): Promise<readonly NodeEntry[]> {
  const known = await nodesById(
    graph,
    entries.map(({ name }) => name),
  );
  return entries.map((entry) => {
    const node = known.get(entry.name);
    const shared = node && sharedNode(node, team.share);
    return {
      entry,
      node: shared ?? withoutFacts(entry.name, node, at),
      isShared: shared !== undefined,
    };
  });
}

interface StatedEntry {
  readonly entry: OutboxEntry;
  readonly statement: Statement;
}

/** All that the sources state now, as far as it is shared. */
async function statementsOf(
  entries: readonly OutboxEntry[],
  { graph, team }: Pick<ReplicaParts, "graph" | "team">,
): Promise<readonly StatedEntry[]> {
  const found = await Promise.all(
    entries.map(async (entry) => ({ entry, edges: await allEdges(graph, { source: entry.name }) })),
  );
  const ends = await nodesById(
    graph,
    found.flatMap(({ edges }) => edges.flatMap(({ from, to }) => [from, to])),
  );
  return found.map(({ entry, edges }) => {
    const shared = edges.flatMap((edge) => sharedEdge(edge, ends, team.share) ?? []);
    return {
      entry,
      statement: { source: entry.name, mark: sha256(JSON.stringify(shared)), edges: shared },
    };
  });
}

async function statedThere(
  remote: GraphStore,
  entries: readonly OutboxEntry[],
): Promise<ReadonlySet<string>> {
  const prefixes = new Set(entries.map(({ name }) => name.slice(0, name.indexOf(":") + 1)));
  const there = new Set<string>();
  for (const prefix of prefixes) for (const source of (await remote.marks(prefix)).keys()) there.add(source);
  return there;
}

/** What stays of a node that is no longer shared: that there was one. */
function withoutFacts(id: string, node: GraphNode | undefined, at: string): GraphNode {
  return { id, kind: node?.kind ?? "issue", title: "", goneAt: node?.goneAt ?? at };
}
