import { isForeign } from "../../model/foreignNodes.ts";
import { allEdges, allNodes } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import type { SharedScope } from "../../model/teamFile.ts";
import { isShared } from "../../sharing/sharedView.ts";

/** How much of a graph would be sent. */
export async function countShared(
  graph: GraphStore,
  share: SharedScope,
): Promise<{ readonly nodes: number; readonly edges: number }> {
  const nodes = await allNodes(graph, { kinds: share.kinds });
  const shared = new Set(
    nodes.filter((node) => !isForeign(node) && isShared(node, share)).map(({ id }) => id),
  );
  const edges = await allEdges(graph, {});
  return {
    nodes: shared.size,
    edges: edges.filter(({ from, to }) => shared.has(from) && shared.has(to)).length,
  };
}
