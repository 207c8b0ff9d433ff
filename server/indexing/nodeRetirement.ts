import { isForeign } from "../model/foreignNodes.ts";
import { describedKinds, type GraphNode, type NodeKind } from "../model/graph.ts";
import { namedItem } from "../model/graphNodes.ts";
import type { GraphStore } from "../model/graphStore.ts";

/** What has to be known to tell whether a node is gone. */
export interface CurrentNodes {
  /** Items which a document describes. */
  readonly items: ReadonlySet<string>;
  /** How an item is known that is only named; where it is not among them, by its key. */
  readonly placeholders: ReadonlyMap<string, GraphNode>;
  /** `uid` is the identity of a commit. */
  hasCommit(uid: string): boolean;
}

/** Kinds that are known by what names them. */
export const namedKinds: readonly NodeKind[] = [
  "issue",
  "pullRequest",
  "release",
  "commit",
  "file",
  "symbol",
  "person",
];

/**
 * Marks those of `ids` as gone which no source has any longer: a commit that is not in the history, an item without a
 * document, anything else to which no link leads. An item without a document that something still names is known by its
 * key from now on. Nodes of any other kind are left as they are.
 */
export async function retireNodes(
  graph: GraphStore,
  ids: readonly string[],
  current: CurrentNodes,
  at: string,
): Promise<void> {
  for (let first = 0; first < ids.length; first += idsPerBatch) {
    const nodes = (await graph.nodes(ids.slice(first, first + idsPerBatch))).filter(
      // What came from another repository is gone when that one says so.
      (node) => node.goneAt === undefined && !current.items.has(node.id) && !isForeign(node),
    );
    const linked = await linkedAmong(
      graph,
      nodes.map(({ id }) => id),
    );
    await graph.upsertNodes(
      nodes.flatMap((node) => {
        if (node.kind === "commit") return current.hasCommit(node.id) ? [] : [{ ...node, goneAt: at }];
        if (isDescribed(node))
          return [linked.has(node.id) ? namedOnly(node, current) : { ...node, goneAt: at }];
        return linked.has(node.id) || !namedKinds.includes(node.kind) ? [] : [{ ...node, goneAt: at }];
      }),
    );
  }
}

const idsPerBatch = 500;

/** True for an item that a document of the folder described. */
function isDescribed({ kind, details }: GraphNode): boolean {
  return describedKinds.includes(kind) && details?.format !== undefined;
}

function namedOnly({ id }: GraphNode, { placeholders }: CurrentNodes): GraphNode {
  return placeholders.get(id) ?? namedItem(id);
}

/** Those of `ids` at which an open link begins or ends. */
async function linkedAmong(graph: GraphStore, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const linked = new Set<string>();
  for (const end of ["to", "from"] as const) {
    const unsure = ids.filter((id) => !linked.has(id));
    if (unsure.length === 0) break;
    // One page answers for most; those which it has no room for are asked for one by one.
    const page = await graph.edges({ [end]: unsure });
    for (const edge of page.rows) linked.add(edge[end]);
    if (page.next === undefined) continue;
    for (const id of unsure.filter((each) => !linked.has(each))) {
      if ((await graph.edges({ [end]: [id], limit: 1 })).rows.length > 0) linked.add(id);
    }
  }
  return linked;
}
