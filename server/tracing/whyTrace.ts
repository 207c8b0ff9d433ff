import type { TraceBranch, TraceEvidence, TraceNode } from "../../shared/model/trace.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { commitId, isItemId } from "../model/graphIds.ts";
import { allEdges, nodesById } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { SymbolRole } from "../model/symbolHistory.ts";
import type { PastTime } from "./asOfTime.ts";
import { toTraceLink, toTraceNode, traceForest } from "./traceForest.ts";

/** A commit that is behind what is traced, with what shows that. */
export interface CommitBehind {
  readonly hash: string;
  readonly subject: string;
  readonly committedAt: string;
  readonly author?: string;
  /** What it did; empty for a commit that is itself what is asked about. */
  readonly roles: readonly SymbolRole[];
  readonly evidence: readonly TraceEvidence[];
}

/** The items behind some commits, up to the top, and the commits that name none. */
export interface WhyTrace {
  readonly roots: readonly TraceBranch[];
  /** Items which the commits, or the thing itself, name; the most telling first. */
  readonly items: readonly GraphNode[];
  /** Those of them for which nothing was done: a commit reverts, quotes or otherwise only names them. */
  readonly onlyNamed: ReadonlySet<string>;
  /** Those of them that nobody stated or confirmed, by id: how likely the link is, 0 to 1. */
  readonly probable: ReadonlyMap<string, number>;
  readonly commitsWithoutItem: readonly CommitBehind[];
}

/** So many levels of items above each other are walked. */
const heightMost = 25;
const itemsMost = 5_000;

/** What is traced beside its commits. */
interface WhyOptions {
  /** Nodes of the thing itself, which may name items in comments or be named by specifications. */
  readonly directIds?: readonly string[];
  /** The thing itself, shown where it names an item or is named by one. */
  readonly subject?: TraceNode;
  readonly past?: PastTime | undefined;
  /** Leaves out links that were not stated in the past that is asked about. */
  readonly statedThen?: ((edges: readonly GraphEdge[]) => Promise<readonly GraphEdge[]>) | undefined;
}

/** From commits up to the items that they were made for, and those above. */
export async function whyTrace(
  graph: GraphStore,
  commits: readonly CommitBehind[],
  options: WhyOptions = {},
): Promise<WhyTrace> {
  const { directIds = [], past } = options;
  const asOf = past === undefined ? {} : { asOf: past.at };
  const byId = new Map(commits.map((commit) => [commitId(commit.hash), commit]));
  const parts = await allEdges(graph, { to: [...byId.keys()], kinds: ["contains"], ...asOf });
  const pullRequests = parts.filter(({ from }) => isItemId(from));
  const own = await allEdges(graph, { from: [...byId.keys()], kinds: ["implements", "mentions"], ...asOf });
  const viaRequests = await allEdges(graph, {
    from: [...new Set(pullRequests.map(({ from }) => from))],
    kinds: ["implements", "mentions"],
    ...asOf,
  });
  const direct = await allEdges(graph, { from: directIds, kinds: ["implements", "mentions"], ...asOf });
  const described = await allEdges(graph, {
    to: directIds,
    kinds: ["specifies", "mentions", "implements"],
    ...asOf,
  });
  const links = withoutRejected(linksToItems({ own, pullRequests, viaRequests, direct, described }, byId));
  const items = await nodesById(graph, links.keys());
  const walked = await graph.walk({
    start: [...items.keys()],
    steps: [{ kind: "parentOf", direction: "in" }],
    depth: heightMost,
    limit: itemsMost,
    ...asOf,
  });
  const above = new Map(walked.nodes.map(({ node }) => [node.id, node]));
  for (const [id, node] of items) above.set(id, node);
  const requests = await nodesById(
    graph,
    pullRequests.map(({ from }) => from),
  );
  const leaves = new Map(
    [...links].map(([item, found]) => [item, leavesOf(found, requests, options.subject)]),
  );
  const linked = new Set([...links.values()].flat().flatMap(({ commit }) => commit?.hash ?? []));
  return {
    roots: traceForest(
      [...above.values()],
      (await options.statedThen?.(walked.edges)) ?? walked.edges,
      leaves,
    ).filter((root) => reaches(root, items)),
    items: [...links.keys()].flatMap((id) => items.get(id) ?? []),
    onlyNamed: new Set([...links].filter(([, found]) => found.every(isOnlyNamed)).map(([id]) => id)),
    probable: new Map([...links].flatMap(([id, found]) => probabilityOf(id, found))),
    commitsWithoutItem: commits.filter(({ hash }) => !linked.has(hash)),
  };
}

/** What is above an item today and was not then stands by itself, and is not behind anything. */
function reaches({ node, children }: TraceBranch, items: ReadonlyMap<string, GraphNode>): boolean {
  return items.has(node.id) || children.some((child) => reaches(child, items));
}

/** One way in which an item is linked: by a commit, perhaps through a pull request, or directly. */
interface ItemLink {
  readonly edge: GraphEdge;
  readonly commit?: CommitBehind;
  /** Id of the pull request that the commit is a part of. */
  readonly request?: string;
}

interface FoundEdges {
  readonly own: readonly GraphEdge[];
  readonly pullRequests: readonly GraphEdge[];
  readonly viaRequests: readonly GraphEdge[];
  readonly direct: readonly GraphEdge[];
  readonly described: readonly GraphEdge[];
}

/**
 * Links by item. Where a commit was made for an item, that it also mentions it adds nothing; where an item is merely
 * mentioned by a commit (a revert, a log), it stands behind those that something was done for.
 */
function linksToItems(
  { own, pullRequests, viaRequests, direct, described }: FoundEdges,
  commits: ReadonlyMap<string, CommitBehind>,
): ReadonlyMap<string, readonly ItemLink[]> {
  const requestOf = Map.groupBy(pullRequests, ({ to }) => to);
  const links = new Map<string, ItemLink[]>();
  const add = (item: string, link: ItemLink) => {
    const known = links.get(item) ?? [];
    const isKnown = known.some(
      ({ commit, edge }) =>
        commit?.hash === link.commit?.hash &&
        edge.kind === link.edge.kind &&
        edge.origin === link.edge.origin,
    );
    if (!isKnown) links.set(item, [...known, link]);
  };
  const done = [...own, ...viaRequests].toSorted((a, b) => weight(a) - weight(b));
  for (const edge of done) {
    const commit = commits.get(edge.from);
    if (commit !== undefined) {
      const [request] = requestOf.get(edge.from) ?? [];
      add(edge.to, { edge, commit, ...(request === undefined ? {} : { request: request.from }) });
      continue;
    }
    for (const { to } of pullRequests.filter(({ from }) => from === edge.from)) {
      const part = commits.get(to);
      if (part !== undefined) add(edge.to, { edge, commit: part, request: edge.from });
    }
  }
  for (const edge of direct) add(edge.to, { edge });
  for (const edge of described) add(edge.from, { edge });
  // A pull request is itself what a commit was made for where it names nothing else.
  const named = new Set([...links.values()].flat().flatMap(({ commit }) => commit?.hash ?? []));
  for (const edge of pullRequests) {
    const commit = commits.get(edge.to);
    if (commit !== undefined && !named.has(commit.hash)) add(edge.from, { edge, commit });
  }
  return links;
}

/** What somebody rejected is no link; beside one that another stated, both are shown. */
function withoutRejected(
  links: ReadonlyMap<string, readonly ItemLink[]>,
): ReadonlyMap<string, readonly ItemLink[]> {
  return new Map([...links].filter(([, found]) => found.some(({ edge }) => edge.origin !== "rejected")));
}

function probabilityOf(id: string, links: readonly ItemLink[]): readonly (readonly [string, number])[] {
  const kept = links.filter(({ edge }) => edge.origin !== "rejected");
  if (kept.some(({ edge }) => edge.origin !== "inferred")) return [];
  return [[id, Math.max(...kept.map(({ edge }) => edge.confidence))]];
}

function isOnlyNamed({ edge, commit }: ItemLink): boolean {
  return commit !== undefined && edge.kind === "mentions";
}

/** Less is more telling: what something was done for, then what it closes, then what it only names. */
function weight({ kind, role }: GraphEdge): number {
  if (kind === "implements") return role === "closes" ? 1 : 0;
  return 2;
}

function leavesOf(
  links: readonly ItemLink[],
  requests: ReadonlyMap<string, GraphNode>,
  subject: TraceNode | undefined,
): readonly TraceBranch[] {
  const byRequest = Map.groupBy(links, ({ request }) => request);
  return [...byRequest].flatMap(([request, group]) => {
    const branches = group.toSorted(byDate).flatMap((link) => leafOf(link, subject));
    const node = request === undefined ? undefined : requests.get(request);
    const [first] = group;
    if (node === undefined || first === undefined) return branches;
    return [{ node: toTraceNode(node), link: toTraceLink(first.edge), children: branches }];
  });
}

function leafOf({ edge, commit }: ItemLink, subject: TraceNode | undefined): readonly TraceBranch[] {
  const link = toTraceLink(edge);
  if (commit === undefined)
    return subject === undefined ? [] : [{ node: subject, link, isSubject: true, children: [] }];
  const role = commit.roles.length > 0 && edge.kind === "implements" ? commit.roles.join(" ") : edge.role;
  const node = toCommitNode(commit);
  return [
    {
      node,
      link: {
        ...link,
        ...(role === undefined ? {} : { role }),
        evidence: [...link.evidence, ...commit.evidence],
      },
      ...(node.id === subject?.id ? { isSubject: true } : {}),
      children: [],
    },
  ];
}

/** A commit as it is shown. */
export function toCommitNode({
  hash,
  subject,
  committedAt,
  author,
}: Omit<CommitBehind, "roles" | "evidence">): TraceNode {
  return {
    id: commitId(hash),
    kind: "commit",
    key: hash.slice(0, 7),
    title: subject,
    date: committedAt,
    ...(author === undefined ? {} : { author }),
  };
}

/** Newest first; what is no commit first of all. */
function byDate(a: ItemLink, b: ItemLink): number {
  return (b.commit?.committedAt ?? "9").localeCompare(a.commit?.committedAt ?? "9");
}
