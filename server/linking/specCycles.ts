import type { GraphEdge } from "../model/graph.ts";
import { keyOfItem } from "../model/graphIds.ts";
import type { PlacedSpec, SpecPlaces } from "./specPlaces.ts";
import type { SpecProblem } from "./specProblem.ts";

/** One problem for each group of items which are, over their parents, parents of themselves. Takes linear time. */
export function parentCycles(edges: readonly GraphEdge[], places: SpecPlaces): readonly SpecProblem[] {
  const children = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    if (edge.kind !== "parentOf") continue;
    const below = children.get(edge.from);
    if (below === undefined) children.set(edge.from, [edge]);
    else below.push(edge);
  }
  const specs = new Map<string, PlacedSpec>();
  for (const { specs: each } of places.documents)
    for (const spec of each) if (spec.isPrincipal) specs.set(spec.id, spec);
  return stronglyConnected(children).flatMap((ids) => {
    const members = new Set(ids);
    const inside = ids.flatMap((id) => (children.get(id) ?? []).filter(({ to }) => members.has(to)));
    const [evidence] = inside.flatMap((edge) => edge.evidence);
    if (evidence === undefined) return [];
    const keys = ids.map((id) => specs.get(id)?.item.key ?? keyOfItem(id));
    return [{ uri: evidence.uri, line: evidence.line ?? 1, sentence: sentenceOf(keys) }];
  });
}

function sentenceOf(keys: readonly string[]): string {
  if (keys.length === 1) return `${keys[0]} names itself as its parent.`;
  const shown = keys.length > 6 ? [...keys.slice(0, 6), "…"] : keys;
  return `${shown.join(", ")} are each other's parents in a circle; one of these parents is wrong.`;
}

/** Groups of nodes that reach each other, and single ones which reach themselves (Tarjan 1972, without recursion). */
function stronglyConnected(
  children: ReadonlyMap<string, readonly GraphEdge[]>,
): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const enter = (id: string) => {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    stack.push(id);
    onStack.add(id);
    return { id, next: 0 };
  };
  const lower = (id: string, to: number) => low.set(id, Math.min(low.get(id) ?? to, to));
  for (const root of children.keys()) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { id } = frame;
      const edge = children.get(id)?.[frame.next++];
      if (edge !== undefined) {
        if (!order.has(edge.to)) path.push(enter(edge.to));
        else if (onStack.has(edge.to)) lower(id, order.get(edge.to) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.id, low.get(id) ?? 0);
      if (low.get(id) !== order.get(id)) continue;
      const group = stack.splice(stack.lastIndexOf(id));
      for (const member of group) onStack.delete(member);
      if (group.length > 1 || children.get(id)?.some(({ to }) => to === id)) groups.push(group);
    }
  }
  return groups;
}
