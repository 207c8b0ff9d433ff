import type { GraphEdge, GraphNode } from "../../model/graph.ts";
import { isCommitId, isItemId } from "../../model/graphIds.ts";
import { allEdges, nodesById } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { blamedLines } from "../../tracing/symbolRecorder.ts";

/** From this probability on a guess is told beside what people said, and above code. */
export const likelyGuess = 0.5;

/** Items behind each of some definitions, the one that most of its lines were written for first. */
export type ItemsOfSymbols = ReadonlyMap<
  string,
  readonly { readonly item: GraphNode; readonly isInferred: boolean }[]
>;

/**
 * Items that definitions were made for, by the ids of the definitions: a few queries, however many definitions there are. Guesses
 * that are less likely than not are left out.
 */
export async function itemsOfSymbols(graph: GraphStore, ids: readonly string[]): Promise<ItemsOfSymbols> {
  const changes = await allEdges(graph, { from: ids, kinds: ["changedBy"] });
  const direct = await allEdges(graph, { from: ids, kinds: ["implements"] });
  const described = await allEdges(graph, { to: ids, kinds: ["specifies"] });
  const itemsOfCommit = await itemsOfCommits(graph, [...new Set(changes.map(({ to }) => to))]);
  const weights = new Map<
    string,
    Map<string, { weight: number; isInferred: boolean; isRejected: boolean }>
  >();
  const add = (symbol: string, item: string, weight: number, { origin }: Pick<GraphEdge, "origin">): void => {
    const own = weights.get(symbol) ?? new Map();
    weights.set(symbol, own);
    const known = own.get(item) ?? { weight: 0, isInferred: true, isRejected: true };
    known.weight += weight;
    known.isInferred &&= origin === "inferred" || origin === "rejected";
    known.isRejected &&= origin === "rejected";
    own.set(item, known);
  };
  for (const change of changes) {
    const lines = blamedLines(change);
    for (const item of itemsOfCommit.get(change.to) ?? []) add(change.from, item, lines, change);
  }
  for (const edge of direct)
    add(edge.from, edge.to, edge.origin === "confirmed" ? 1e6 : edge.confidence, edge);
  for (const edge of described) add(edge.to, edge.from, 0.5, edge);
  const nodes = await nodesById(
    graph,
    [...weights.values()].flatMap((own) => [...own.keys()]),
  );
  return new Map(
    [...weights].map(([symbol, own]) => {
      const items = [...own]
        .filter(
          ([, { isRejected, isInferred, weight }]) => !isRejected && !(isInferred && weight < likelyGuess),
        )
        .toSorted(([, a], [, b]) => Number(a.isInferred) - Number(b.isInferred) || b.weight - a.weight)
        .flatMap(([id, { isInferred }]) => {
          const item = nodes.get(id);
          return item === undefined || item.goneAt !== undefined ? [] : [{ item, isInferred }];
        });
      return [symbol, items];
    }),
  );
}

/** Items that commits were made for, by themselves or through the pull requests that they are parts of. */
export async function itemsOfCommits(
  graph: GraphStore,
  commits: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const parts = (await allEdges(graph, { to: commits, kinds: ["contains"] })).filter(({ from }) =>
    isItemId(from),
  );
  const requests = [...new Set(parts.map(({ from }) => from))];
  const made = await allEdges(graph, { from: [...commits, ...requests], kinds: ["implements"] });
  const madeFor = Map.groupBy(
    made.filter(({ origin }) => origin !== "rejected"),
    ({ from }) => from,
  );
  const items = new Map<string, Set<string>>();
  const add = (commit: string, item: string) => items.set(commit, (items.get(commit) ?? new Set()).add(item));
  for (const [from, edges] of madeFor) if (isCommitId(from)) for (const { to } of edges) add(from, to);
  for (const { from, to } of parts) for (const edge of madeFor.get(from) ?? []) add(to, edge.to);
  // A pull request is itself what a commit was made for where nothing else is named.
  for (const { from, to } of parts) if (!items.has(to)) add(to, from);
  return items;
}
