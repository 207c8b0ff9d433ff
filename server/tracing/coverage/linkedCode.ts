import type { GraphEdge } from "../../model/graph.ts";
import { isCommitId, isItemId, isSymbolId } from "../../model/graphIds.ts";
import { allEdges } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";

/** Which definitions belong to which items, over commits that say what they were made for. */
export interface LinkedCode {
  /** Items by the id of a definition. */
  readonly itemsOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Definitions by the id of an item. */
  readonly symbolsOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Commits by the id of an item. */
  readonly commitsOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Items by the id of a commit. */
  readonly itemsOfCommit: ReadonlyMap<string, ReadonlySet<string>>;
  /** What commits did to definitions, by the id of the definition. */
  readonly changesOf: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** Reads all links that people stated or confirmed. */
export async function linksOfCode(graph: GraphStore): Promise<LinkedCode> {
  const origins = ["stated", "confirmed"] as const;
  const made = await allEdges(graph, { kinds: ["implements"], origins });
  const contained = await allEdges(graph, { kinds: ["contains"], origins });
  const changes = await allEdges(graph, { kinds: ["changedBy"], origins });
  const itemsOfCommit = new Map<string, Set<string>>();
  const requests = new Map<string, Set<string>>();
  for (const { from, to } of made) addTo(isItemId(from) ? requests : itemsOfCommit, from, to);
  for (const { from, to } of contained) {
    if (!isCommitId(to) || !isItemId(from)) continue;
    for (const item of requests.get(from) ?? [from]) addTo(itemsOfCommit, to, item);
  }
  const itemsOf = new Map<string, Set<string>>();
  const symbolsOf = new Map<string, Set<string>>();
  const commitsOf = new Map<string, Set<string>>();
  for (const [commit, items] of itemsOfCommit) for (const item of items) addTo(commitsOf, item, commit);
  for (const { from, to } of [...changes, ...made.filter((edge) => isSymbolId(edge.from))]) {
    const items = isItemId(to) ? [to] : (itemsOfCommit.get(to) ?? []);
    for (const item of items) {
      addTo(itemsOf, from, item);
      addTo(symbolsOf, item, from);
    }
  }
  return {
    itemsOf,
    symbolsOf,
    commitsOf,
    itemsOfCommit,
    changesOf: Map.groupBy(changes, ({ from }) => from),
  };
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
