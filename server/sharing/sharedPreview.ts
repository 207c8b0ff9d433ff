import type { TeamKindChoice, TeamPreview, TeamScopeChoice } from "../../shared/model/team.ts";
import { isForeign } from "../model/foreignNodes.ts";
import { type GraphNode, type NodeKind, nodeKinds } from "../model/graph.ts";
import { allEdges, allNodes } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { SharedScope } from "../model/teamFile.ts";
import { isShared, scopeOf, scopeOfKey } from "./sharedView.ts";

const shownMost = 500;
const scopesMost = 100;

/** How much of a graph would be sent. */
export async function countShared(
  graph: GraphStore,
  share: SharedScope,
): Promise<{ readonly nodes: number; readonly edges: number }> {
  const { nodes, edges } = await previewShared(graph, share);
  return { nodes, edges };
}

/** What of a graph would be sent, in counts and as a list that people can read. */
export async function previewShared(graph: GraphStore, share: SharedScope): Promise<TeamPreview> {
  const nodes = share.kinds.length === 0 ? [] : await allNodes(graph, { kinds: share.kinds });
  const shared = nodes.filter((node) => !isForeign(node) && isShared(node, share));
  const ids = new Set(shared.map(({ id }) => id));
  const edges = ids.size === 0 ? [] : await allEdges(graph, {});
  return {
    nodes: shared.length,
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)).length,
    kinds: countKinds(shared),
    items: shared
      .toSorted((a, b) => nodeKinds.indexOf(a.kind) - nodeKinds.indexOf(b.kind))
      .slice(0, shownMost)
      .map((node) => ({ kind: node.kind, label: labelOf(node) })),
  };
}

/** Which scopes and kinds the things of a graph have that could be shared; the largest scopes first. */
export async function shareChoices(
  graph: GraphStore,
): Promise<{ readonly scopes: readonly TeamScopeChoice[]; readonly kinds: readonly TeamKindChoice[] }> {
  const own = (await allNodes(graph, {})).filter((node) => !isForeign(node));
  const counts = new Map<string, number>([["repository", 0]]);
  for (const node of own)
    for (const scope of new Set([scopeOf(node), scopeOfKey(node.key ?? "")]))
      if (scope !== undefined) counts.set(scope, (counts.get(scope) ?? 0) + 1);
  const [repository = 0] = [counts.get("repository")];
  counts.delete("repository");
  const others = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, scopesMost);
  const scopes = [["repository", repository] as const, ...others];
  return {
    scopes: scopes.map(([scope, count]) => ({ scope, meaning: scopeWords(scope), count })),
    kinds: countKinds(own),
  };
}

/** What a scope stands for. */
function scopeWords(scope: string): string {
  const [, sort = "", name = ""] = /^(\w+):(.+)$/.exec(scope) ?? [];
  if (sort === "project")
    return `items with keys ${name}-…, the same ones in every repository that shares them`;
  if (sort === "repository") return `issues and pull requests of ${name}`;
  if (sort === "space") return `pages of the space ${name}`;
  return "what lies in this repository: its specifications, commits, files and definitions";
}

function countKinds(nodes: readonly GraphNode[]): readonly TeamKindChoice[] {
  const counts = new Map<NodeKind, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return nodeKinds.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
}

/** What others would read: key, title and place. */
function labelOf({ kind, key, title, path }: GraphNode): string {
  const name =
    kind === "symbol" ? `${key ?? title} in ${path ?? ""}` : key === title ? title : `${key ?? ""} ${title}`;
  return name.replaceAll(/\s+/g, " ").trim();
}
