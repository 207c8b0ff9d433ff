import { isForeign } from "../../model/foreignNodes.ts";
import type { GraphNode } from "../../model/graph.ts";
import { allEdges, allNodes } from "../../model/graphPages.ts";
import { idOf } from "../../model/numberedSymbols.ts";
import { historyStatementPrefix } from "../symbolRecorder.ts";
import { definitionsOf, type TracingParts } from "../symbolTracer.ts";

/** A definition that the graph knows and the code no longer has, with the commits that were behind it. */
export interface GoneSymbol {
  readonly node: GraphNode;
  readonly commits: readonly string[];
}

/** Finds definitions that are gone, closes their links and says so at their nodes. Those found before are among them. */
export async function forgetGoneSymbols(
  { catalog, graph, isGraphWritable }: TracingParts,
  now: Date,
): Promise<readonly GoneSymbol[]> {
  const all = await allNodes(graph, { kinds: ["symbol"], withGone: true });
  const nodes = all.filter((node) => !isForeign(node));
  const there = new Set<string>();
  for (const path of new Set(nodes.map((node) => node.path ?? "")))
    for (const definition of definitionsOf(path, catalog)) there.add(idOf(definition));
  const gone = nodes.filter(({ id }) => !there.has(id));
  const edges = await allEdges(graph, {
    from: gone.map(({ id }) => id),
    kinds: ["changedBy"],
    withClosed: true,
  });
  const byNode = Map.groupBy(edges, ({ from }) => from);
  const fresh = gone.filter(({ goneAt }) => goneAt === undefined);
  if (isGraphWritable && fresh.length > 0) {
    const goneAt = now.toISOString();
    await graph.upsertNodes(fresh.map((node) => ({ ...node, goneAt })));
    const statements = fresh.map(({ id }) => ({
      source: `${historyStatementPrefix}${id}`,
      mark: "",
      edges: [],
      gone: true,
    }));
    await graph.restate(statements, goneAt);
  }
  return gone.map((node) => ({
    node,
    commits: [...new Set((byNode.get(node.id) ?? []).map(({ to }) => to))],
  }));
}
