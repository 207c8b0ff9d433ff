import { cancelledError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
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
  for (;;) {
    if (options.signal?.aborted === true) throw cancelledError();
    const entries = sharing.entries(entriesPerBatch);
    if (entries.length === 0) break;
    const sent = await pushEntries(parts, entries, isOlder, options.now.toISOString());
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

async function pushEntries(
  { graph, sharing, server, team }: ReplicaParts,
  entries: readonly OutboxEntry[],
  isOlder: boolean,
  at: string,
) {
  const remote = server.graphOf(team.repository);
  const nodeEntries = entries.filter(({ kind }) => kind === "node");
  const sources = entries.filter(({ kind }) => kind === "source");
  const known = await nodesById(
    graph,
    nodeEntries.map(({ name }) => name),
  );
  const retracted: OutboxEntry[] = [];
  const nodes = nodeEntries.flatMap((entry): readonly GraphNode[] => {
    const node = known.get(entry.name);
    const shared = node && sharedNode(node, team.share);
    if (shared !== undefined) return [shared];
    if (!entry.wasSent) return [];
    retracted.push(entry);
    return [withoutFacts(entry.name, node, at)];
  });
  const stated = await statementsOf(sources, { graph, team });
  const there = isOlder ? await statedThere(remote, sources) : new Set<string>();
  const wanted = stated.filter(
    ({ entry, statement }) => !there.has(entry.name) && (statement.edges.length > 0 || entry.wasSent),
  );
  for (const { entry, statement } of wanted) if (statement.edges.length === 0) retracted.push(entry);
  if (nodes.length > 0) await remote.upsertNodes(nodes);
  if (wanted.length > 0)
    await remote.restate(
      wanted.map(({ statement }) => statement),
      at,
    );
  // A commit and what it states have one name.
  const sent = new Set([
    ...nodes.map(({ id }) => `node ${id}`),
    ...wanted.map(({ entry }) => `source ${entry.name}`),
  ]);
  const unsent = entries.filter(({ wasSent, kind, name }) => !wasSent && !sent.has(`${kind} ${name}`));
  await sharing.acknowledge(entries, [...retracted, ...unsent]);
  return {
    nodes: nodes.length,
    sources: wanted.length,
    edges: wanted.reduce((sum, { statement }) => sum + statement.edges.length, 0),
    leftToNewer: stated.filter(({ entry, statement }) => there.has(entry.name) && statement.edges.length > 0)
      .length,
  };
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
