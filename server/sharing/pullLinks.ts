import { cancelledError } from "../base/errors.ts";
import { foreignSource, isForeign, repositoryOf } from "../model/foreignNodes.ts";
import type { GraphNode } from "../model/graph.ts";
import { isItemId } from "../model/graphIds.ts";
import { namedItem } from "../model/graphNodes.ts";
import { allEdges, allNodes, nodesById } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { RepositoryChanges } from "../model/teamServer.ts";
import { type Neighbours, nodeHere, statementHere } from "./foreignGraph.ts";
import type { ReplicaParts } from "./pushLinks.ts";

/** How a pull is done. */
export interface PullOptions {
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** What a pull brought. */
export interface PullReport {
  /** Other repositories of the team. */
  readonly repositories: readonly string[];
  readonly nodes: number;
  /** Sources of which links came or went. */
  readonly sources: number;
  readonly edges: number;
  /** Decisions and changes of policy of others that are new here. */
  readonly records: number;
  /** Keys that this repository and another one both describe: what is said here counts here. */
  readonly claimedTwice: readonly string[];
}

/** Name of the watermark of a team's records; no repository is called so. */
const recordsWatermark = "*records";
const statementsPerBatch = 1_000;

/**
 * Brings what the other repositories of the team share, and everybody's decisions. Each repository is noted as read when all
 * of it is here; a process that dies in between reads it again, which changes nothing. Where the server has another history
 * than the one that was read, everything is compared anew. Throws as the server does.
 */
export async function pullLinks(parts: ReplicaParts, { now, signal }: PullOptions): Promise<PullReport> {
  const { sharing, server, team } = parts;
  const at = now.toISOString();
  const records = await pullRecords(parts, at);
  const repositories = (await server.repositories()).filter((name) => name !== team.repository);
  const report = { nodes: 0, sources: 0, edges: 0, claimedTwice: new Set<string>() };
  for (const other of repositories) {
    if (signal?.aborted === true) throw cancelledError();
    const changes = await server.changes(other, sharing.watermark(other));
    const neighbours = { own: team.repository, other, share: team.share };
    const claimed = await takeNodes(parts.graph, changes.nodes, neighbours);
    for (const key of claimed) report.claimedTwice.add(key);
    const edges = await takeStatements(parts.graph, changes, neighbours, at);
    await sharing.setWatermark(other, changes.to, at);
    report.nodes += changes.nodes.length;
    report.sources += changes.statements.length;
    report.edges += edges;
  }
  const gone = sharing
    .watermarks()
    .filter((name) => name !== recordsWatermark && !repositories.includes(name));
  for (const other of gone) {
    await forgetRepository(parts.graph, other, at);
    await sharing.setWatermark(other, undefined, at);
  }
  const state = sharing.sharing();
  if (state !== undefined) await sharing.share({ ...state, pulledAt: at });
  return { ...report, repositories, records, claimedTwice: [...report.claimedTwice] };
}

/** Closes all that came from another repository; what is only known from there is gone. */
export async function forgetRepository(graph: GraphStore, other: string, at: string): Promise<void> {
  const sources = [...(await graph.marks(foreignSource(other, ""))).keys()];
  await graph.restate(
    sources.map((source) => ({ source, mark: "", edges: [], gone: true })),
    at,
  );
  const nodes = (await allNodes(graph, {})).filter((node) => repositoryOf(node) === other);
  const ids = nodes.map(({ id }) => id);
  const edges = [...(await allEdges(graph, { to: ids })), ...(await allEdges(graph, { from: ids }))];
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  await graph.upsertNodes(
    nodes.map((node) =>
      named.has(node.id) && isItemId(node.id) ? namedItem(node.id) : { ...node, goneAt: at },
    ),
  );
}

async function pullRecords({ sharing, server, records }: ReplicaParts, at: string): Promise<number> {
  const changes = await server.records(sharing.watermark(recordsWatermark));
  const news = records.receive(changes.records);
  // A server that was made anew gets everything that anybody has.
  if (!changes.isContinued && sharing.watermark(recordsWatermark) !== undefined) records.resend();
  // A server that has none yet begins a history with the first one, which is no other history than was read.
  const isEmpty = changes.to.number === 0;
  await sharing.setWatermark(recordsWatermark, isEmpty ? undefined : changes.to, at);
  return news;
}

/** What this repository describes itself is not replaced by what another says of the same key. Gives such keys. */
async function takeNodes(
  graph: GraphStore,
  nodes: readonly GraphNode[],
  neighbours: Neighbours,
): Promise<readonly string[]> {
  const mapped = nodes.map((node) => nodeHere(node, neighbours));
  const here = await nodesById(
    graph,
    mapped.map(({ id }) => id),
  );
  const claimed: string[] = [];
  const taken = mapped.filter((node) => {
    const own = here.get(node.id);
    if (own === undefined || own.goneAt !== undefined) return true;
    if (isForeign(own)) return repositoryOf(own) === neighbours.other || isDescribed(node);
    // A key that was only named here is told by whoever describes it.
    if (!isDescribed(own)) return isDescribed(node) && node.goneAt === undefined;
    if (isDescribed(node) && node.goneAt === undefined) claimed.push(node.key ?? node.title);
    return false;
  });
  await graph.upsertNodes(taken);
  return claimed;
}

function isDescribed({ kind }: GraphNode): boolean {
  return kind !== "issue";
}

async function takeStatements(
  graph: GraphStore,
  { statements, isContinued }: RepositoryChanges,
  neighbours: Neighbours,
  at: string,
): Promise<number> {
  const mapped = statements.map((statement) => statementHere(statement, neighbours));
  if (!isContinued) {
    const there = new Set(mapped.map(({ source }) => source));
    for (const source of (await graph.marks(foreignSource(neighbours.other, ""))).keys())
      if (!there.has(source)) mapped.push({ source, mark: "", edges: [], gone: true });
  }
  for (let first = 0; first < mapped.length; first += statementsPerBatch)
    await graph.restate(mapped.slice(first, first + statementsPerBatch), at);
  return mapped.reduce((sum, { edges }) => sum + edges.length, 0);
}
