import type { TraceNode } from "../../../shared/model/trace.ts";
import type { LinkCandidate } from "../../../shared/protocol/requests.ts";
import { isForeign } from "../../model/foreignNodes.ts";
import { describedKinds, type GraphNode } from "../../model/graph.ts";
import { allEdges, allNodes } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { idOf, type NumberedSymbol } from "../../model/numberedSymbols.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { definitionFacts } from "./definitionFacts.ts";

const candidatesMost = 2_000;

/** Items that a definition may belong to: those that are linked, by how well that is known, then open ones, then the rest. */
export async function linkCandidates(
  parts: { readonly catalog: Catalog; readonly graph: GraphStore },
  definition: NumberedSymbol,
): Promise<readonly LinkCandidate[]> {
  const { items } = await definitionFacts(parts, definition);
  const linked = items.flatMap(({ item, origin, how, probability }): readonly LinkCandidate[] => {
    if (item.key === undefined || item.kind === "pullRequest") return [];
    return [
      {
        ...itemOf(item, item.key),
        origin,
        reason: how,
        ...(probability === undefined ? {} : { probability }),
      },
    ];
  });
  const decisions = await allEdges(parts.graph, {
    from: [idOf(definition)],
    kinds: ["implements"],
    origins: ["rejected"],
  });
  const rejected = new Set(decisions.map(({ to }) => to));
  const known = new Set(linked.map(({ key }) => key));
  const others = (await allNodes(parts.graph, { kinds: [...describedKinds, "issue"] }))
    .filter((node) => node.key !== undefined && !known.has(node.key) && !isForeign(node))
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .slice(0, candidatesMost)
    .map(
      (node): LinkCandidate => ({
        ...itemOf(node, node.key ?? ""),
        ...(rejected.has(node.id) ? { origin: "rejected" as const } : {}),
      }),
    );
  return [...linked, ...others];
}

function itemOf(
  { kind, title, status }: Pick<TraceNode, "kind" | "title" | "status">,
  key: string,
): LinkCandidate {
  return { key, kind, title, ...(status === undefined ? {} : { status }) };
}

/** Stories and tasks before what stands above them, open ones before those that are done. */
function orderOf({ kind, status = "" }: GraphNode): number {
  const isClosed =
    /\b(?:done|closed|complete[d]?|resolved|released|shipped|rejected|superseded|deprecated|cancel)/i.test(
      status,
    );
  const isWork = kind === "story" || kind === "task";
  return (isClosed ? 4 : 0) + (kind === "issue" ? 2 : 0) + (isWork ? 0 : 1);
}
