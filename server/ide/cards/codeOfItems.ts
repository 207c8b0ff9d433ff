import type { GraphEdge } from "../../model/graph.ts";
import { isCommitId, isItemId, isSymbolId } from "../../model/graphIds.ts";
import { allEdges, nodesById } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";

/** What was made for an item, as far as it is known. */
export interface CodeOfItem {
  /** Ids of definitions that are there. */
  readonly symbols: readonly string[];
  /** Ids of commits. */
  readonly commits: readonly string[];
}

/** The code of some items, by their ids, over links that people stated or confirmed. A few queries, however many items there are. */
export async function codeOfItems(
  graph: GraphStore,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, CodeOfItem>> {
  const origins = ["stated", "confirmed"] as const;
  const made = await allEdges(graph, { to: itemIds, kinds: ["implements"], origins });
  const requests = made.filter(({ from }) => isItemId(from));
  const parts = await allEdges(graph, {
    from: [...new Set([...requests.map(({ from }) => from), ...itemIds])],
    kinds: ["contains"],
    origins,
  });
  const commitsOf = new Map<string, Set<string>>(itemIds.map((id) => [id, new Set()]));
  for (const { from, to } of made) if (isCommitId(from)) commitsOf.get(to)?.add(from);
  for (const { from, to } of parts) {
    commitsOf.get(from)?.add(to);
    for (const request of requests) if (request.from === from) commitsOf.get(request.to)?.add(to);
  }
  const commits = [...new Set([...commitsOf.values()].flatMap((own) => [...own]))];
  const changes = await allEdges(graph, { to: commits, kinds: ["changedBy"], origins });
  const changedBy = Map.groupBy(changes, ({ to }) => to);
  const symbolsOf = new Map<string, Set<string>>();
  for (const [item, own] of commitsOf) {
    const symbols = [...own].flatMap((commit) => (changedBy.get(commit) ?? []).map(({ from }) => from));
    symbolsOf.set(item, new Set([...symbols, ...directly(made, item)].filter(isSymbolId)));
  }
  const nodes = await nodesById(
    graph,
    [...symbolsOf.values()].flatMap((own) => [...own]),
  );
  const isThere = (id: string) => nodes.get(id)?.goneAt === undefined && nodes.has(id);
  return new Map(
    itemIds.map((id) => [
      id,
      { symbols: [...(symbolsOf.get(id) ?? [])].filter(isThere), commits: [...(commitsOf.get(id) ?? [])] },
    ]),
  );
}

function directly(made: readonly GraphEdge[], item: string): readonly string[] {
  return made.filter(({ to }) => to === item).map(({ from }) => from);
}
