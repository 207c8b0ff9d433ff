import type { CodePlace, CommitPlace, ItemCoverage } from "../../../shared/model/coverage.ts";
import { hashOfUri } from "../../model/documentUri.ts";
import { isForeign } from "../../model/foreignNodes.ts";
import type { GraphNode, NodeKind } from "../../model/graph.ts";
import { allEdges, allNodes } from "../../model/graphPages.ts";
import type { TracingParts } from "../symbolTracer.ts";
import { compareNodes } from "../traceForest.ts";
import { type CountedSymbol, placeOf } from "./countedSymbols.ts";
import type { LinkedCode } from "./linkedCode.ts";
import { shareOf } from "./share.ts";

const covered: readonly NodeKind[] = ["product", "prd", "epic", "story", "task"];
const planned = /^(?:planned|draft|proposed|to ?do|backlog|open|new|not started|ready|future|idea)\b/i;

/** Items with what was made for them, each under the first item that is its parent. */
export async function coverItems(
  { graph, catalog }: Pick<TracingParts, "graph" | "catalog">,
  links: LinkedCode,
  counted: readonly CountedSymbol[],
): Promise<readonly ItemCoverage[]> {
  const all = await allNodes(graph, { kinds: covered });
  // Whether the items of another repository have code is that one's to say.
  const nodes = new Map(all.filter((node) => !isForeign(node)).map((node) => [node.id, node]));
  const edges = await allEdges(graph, { kinds: ["parentOf"] });
  const within = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to) && from !== to);
  const parentOf = new Map(within.toReversed().map(({ from, to }) => [to, from]));
  const childrenOf = Map.groupBy(
    [...parentOf].map(([child, parent]) => ({ child, parent })),
    ({ parent }) => parent,
  );
  const symbols = new Map(counted.map(({ id, symbol }) => [id, symbol]));
  const places = (item: string): readonly CodePlace[] =>
    [...(links.symbolsOf.get(item) ?? [])]
      .flatMap((id) => {
        const symbol = symbols.get(id);
        return symbol === undefined ? [] : [placeOf(symbol)];
      })
      .toSorted((a, b) => a.path.localeCompare(b.path) || a.startLine - b.startLine);
  const changes = (item: string): readonly CommitPlace[] =>
    [...(links.commitsOf.get(item) ?? [])]
      .flatMap((id) => catalog.commits.get(hashOfUri(id)) ?? [])
      .map(({ hash, subject, date }) => ({ hash, title: subject, date }))
      .toSorted((a, b) => b.date.localeCompare(a.date));
  const items: ItemCoverage[] = [];
  const seen = new Set<string>();
  const bottomBelow = (node: GraphNode, level: number): readonly ItemCoverage[] => {
    seen.add(node.id);
    const at = items.length;
    const children = (childrenOf.get(node.id) ?? [])
      .flatMap(({ child }) => nodes.get(child) ?? [])
      .filter(({ id }) => !seen.has(id))
      .toSorted(compareNodes);
    items.push(
      itemOf(node, level, { links, changes, places, parent: nodes.get(parentOf.get(node.id) ?? "") }),
    );
    const bottom = children.flatMap((child) => bottomBelow(child, level + 1));
    const own = items[at];
    if (children.length === 0 || own === undefined) return own === undefined ? [] : [own];
    const begun = bottom.filter((item) => !item.isPlanned);
    const share = shareOf(begun.filter((item) => item.symbols.length > 0).length, begun.length);
    items[at] = { ...own, below: share };
    return bottom;
  };
  const sorted = [...nodes.values()].toSorted(compareNodes);
  for (const node of sorted) if (!parentOf.has(node.id)) bottomBelow(node, 0);
  // Items that are each other's parents have no top.
  for (const node of sorted) if (!seen.has(node.id)) bottomBelow(node, 0);
  return items;
}

function itemOf(
  { id, key, kind, title, status, path }: GraphNode,
  level: number,
  {
    links,
    changes,
    places,
    parent,
  }: {
    readonly links: LinkedCode;
    readonly changes: (item: string) => readonly CommitPlace[];
    readonly places: (item: string) => readonly CodePlace[];
    readonly parent: GraphNode | undefined;
  },
): ItemCoverage {
  return {
    id,
    key: key ?? title,
    kind,
    title,
    ...(status === undefined ? {} : { status }),
    ...(path === undefined ? {} : { path }),
    ...(parent === undefined || level === 0 ? {} : { parent: parent.key ?? parent.title }),
    level,
    isPlanned: status !== undefined && planned.test(status.trim()),
    commits: links.commitsOf.get(id)?.size ?? 0,
    changes: changes(id),
    symbols: places(id),
  };
}
