import type { GraphNode, NodeKind } from "../../model/graph.ts";

/** All kinds of nodes; true for items, which are what people know by key. */
const isItemKind: Readonly<Record<NodeKind, boolean>> = {
  product: true,
  prd: true,
  epic: true,
  story: true,
  task: true,
  techSpec: true,
  decision: true,
  page: true,
  issue: true,
  pullRequest: true,
  release: false,
  commit: false,
  file: false,
  symbol: false,
  person: false,
};

/** What an item is found by, whatever the case of its key; null for what is no item. */
export function foldedKey({ key, kind }: GraphNode): string | null {
  return key !== undefined && isItemKind[kind] ? foldKey(key) : null;
}

/** Keys that differ in case alone are one. */
export function foldKey(key: string): string {
  return key.toLowerCase();
}

/** Of nodes whose keys differ in case alone those with exactly this key, else all. */
export function sameOrAlike(alike: readonly GraphNode[], key: string): readonly GraphNode[] {
  const same = alike.filter((node) => node.key === key);
  return same.length > 0 ? same : alike;
}

/** Nodes in the order of ids; unknown ones are left out. */
export function inOrderOf(ids: readonly string[], nodes: readonly GraphNode[]): readonly GraphNode[] {
  const found = new Map(nodes.map((node) => [node.id, node]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
