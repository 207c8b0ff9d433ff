import type { TableNode } from "./tableNode.ts";

/** What a person wants to see. Empty texts filter nothing. */
export interface RowFilter {
  /** All of its words must stand somewhere in the row, or in one above it. */
  readonly text: string;
  readonly kind: string;
  readonly state: string;
  /** Path of a folder. */
  readonly folder: string;
}

/** Order by a column, `label` for the first. */
export interface RowOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Which rows are open: all, none or those that are at first, but for some. */
export interface OpenRows {
  readonly base: "first" | "all" | "none";
  /** Ids of rows that are the other way round. */
  readonly others: ReadonlySet<string>;
}

/** A row that is shown. */
export interface ShownRow {
  readonly node: TableNode;
  /** From 1. */
  readonly level: number;
  /** Absent where nothing is below it. */
  readonly isOpen?: boolean;
  /** Among its siblings, from 1. */
  readonly place: number;
  readonly siblings: number;
}

/** Rows that pass a filter, and how many of those that count do. */
export interface FilteredRows {
  readonly nodes: readonly TableNode[];
  readonly count: number;
}

/** True where everything passes. */
export function isEmptyFilter({ text, kind, state, folder }: RowFilter): boolean {
  return text.trim() === "" && kind === "" && state === "" && folder === "";
}

/** Rows that pass, each below those which lead to it. */
export function filterRows(nodes: readonly TableNode[], filter: RowFilter): FilteredRows {
  if (isEmptyFilter(filter)) return { nodes, count: countRows(nodes) };
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  let count = 0;
  const keep = (node: TableNode, missing: readonly string[]): readonly TableNode[] => {
    const left = missing.filter((word) => !node.words.includes(word));
    const children = node.children.flatMap((child) => keep(child, left));
    const isMatch = left.length === 0 && fits(node, filter);
    if (isMatch && node.isCounted) count += 1;
    return isMatch || children.length > 0 ? [{ ...node, children }] : [];
  };
  return { nodes: nodes.flatMap((node) => keep(node, words)), count };
}

/** How many rows count, at all depths. */
export function countRows(nodes: readonly TableNode[]): number {
  return nodes.reduce((sum, node) => sum + (node.isCounted ? 1 : 0) + countRows(node.children), 0);
}

/** The same rows with siblings in order; without one as they were counted. */
export function orderRows(nodes: readonly TableNode[], order: RowOrder | undefined): readonly TableNode[] {
  if (order === undefined) return nodes;
  const sign = order.isDescending ? -1 : 1;
  const compare = (a: TableNode, b: TableNode) =>
    a.rank - b.rank || sign * compareValues(orderOf(a, order.column), orderOf(b, order.column));
  return nodes
    .toSorted(compare)
    .map((node) =>
      node.children.length === 0 ? node : { ...node, children: orderRows(node.children, order) },
    );
}

/** Rows from top to bottom: those below an open one follow it. */
export function shownRows(nodes: readonly TableNode[], open: OpenRows): readonly ShownRow[] {
  const rows: ShownRow[] = [];
  const add = (siblings: readonly TableNode[], level: number) => {
    for (const [at, node] of siblings.entries()) {
      const isParent = node.children.length > 0;
      const isOpen = isParent && isRowOpen(node, open);
      rows.push({ node, level, place: at + 1, siblings: siblings.length, ...(isParent ? { isOpen } : {}) });
      if (isOpen) add(node.children, level + 1);
    }
  };
  add(nodes, 1);
  return rows;
}

/** Opens a closed row and closes an open one. */
export function toggled(open: OpenRows, id: string): OpenRows {
  const others = new Set(open.others);
  if (!others.delete(id)) others.add(id);
  return { ...open, others };
}

function isRowOpen(node: TableNode, { base, others }: OpenRows): boolean {
  const isOpen = base === "first" ? node.isOpenAtFirst : base === "all";
  return isOpen !== others.has(node.id);
}

function fits({ facets }: TableNode, { kind, state, folder }: RowFilter): boolean {
  return (
    (kind === "" || facets.kind === kind) &&
    (state === "" || facets.state === state) &&
    (folder === "" || facets.paths.some((path) => path.startsWith(`${folder}/`)))
  );
}

function orderOf(node: TableNode, column: string): string | number {
  return column === "label" ? node.label : (node.cells[column]?.order ?? "");
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}
