import type { TraceNode } from "../../../shared/model/trace.ts";
import type { GraphNode } from "../../model/graph.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { compareNodes, toTraceNode } from "../../tracing/traceForest.ts";

const heightMost = 25;
const itemsMost = 200;

/** What stands above an item, from its parent up to the top; of several parents the first by kind and key. Circles end. */
export async function itemsAbove(graph: GraphStore, item: GraphNode): Promise<readonly TraceNode[]> {
  const walked = await graph.walk({
    start: [item.id],
    steps: [{ kind: "parentOf", direction: "in" }],
    depth: heightMost,
    limit: itemsMost,
  });
  const known = new Map(walked.nodes.map(({ node }) => [node.id, node]));
  const above: GraphNode[] = [];
  const seen = new Set([item.id]);
  for (let below = item.id; ; ) {
    const parents = walked.edges
      .filter(({ to, from }) => to === below && !seen.has(from))
      .flatMap(({ from }) => known.get(from) ?? []);
    const [parent] = parents.toSorted(compareNodes);
    if (parent === undefined) return above.map(toTraceNode);
    above.push(parent);
    seen.add(parent.id);
    below = parent.id;
  }
}
