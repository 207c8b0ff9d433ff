import type { Trace, TraceBranch, TraceLink, TraceNode } from "../../shared/model/trace.ts";
import { kindWord, linkRole, originWords } from "../../shared/traceWords.ts";
import { visibleLine } from "./sourceText.ts";

/** A row of the chain. */
export interface ChainRow {
  /** Place in the tree, `0/1/0`; a node may stand in it more than once. */
  readonly place: string;
  readonly node: TraceNode;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  /** With a mark of shape where the link is not simply stated. */
  readonly label: string;
  /** How it is linked, in words. */
  readonly description: string;
  readonly canOpen: boolean;
}

/** Rows that are shown, top-down, where those in `closed` hide what is below them. */
export function chainRows(chain: Trace, closed: ReadonlySet<string>): readonly ChainRow[] {
  const rows: ChainRow[] = [];
  const add = (branches: readonly TraceBranch[], above: string, level: number): void => {
    for (const [index, branch] of branches.entries()) {
      const place = above === "" ? `${index}` : `${above}/${index}`;
      rows.push({ ...wordsOf(branch), place, level, position: index + 1, siblings: branches.length });
      if (!closed.has(place)) add(branch.children, place, level + 1);
    }
  };
  add(chain.roots, "", 1);
  return rows;
}

/** What a node is called: `story PIER-3 No ferry at night`. */
export function nodeLabel({ kind, key, title, date }: TraceNode): string {
  if (kind === "commit") return visibleLine([key, title, date?.slice(0, 10)].filter(Boolean).join(" "));
  if (kind === "symbol") return visibleLine(key === undefined ? title : `${title} ${key}`);
  return visibleLine([kindWord(kind), key, title === key ? "" : title].filter(Boolean).join(" "));
}

/** Told by shape as much as by word: hollow for inferred, a tick or a cross for what a person decided. */
const shapes: Readonly<Record<TraceLink["origin"], string>> = {
  stated: "",
  inferred: "○ ",
  confirmed: "✓ ",
  rejected: "✗ ",
};

function wordsOf({ node, link, children, isSubject, hiddenChildren = 0 }: TraceBranch) {
  const how = link === undefined ? [] : [link.kind === "parentOf" ? "" : linkRole(link), originWords(link)];
  const rest = [
    node.status ?? "",
    isSubject === true ? "asked for" : "",
    hiddenChildren > 0 ? `${hiddenChildren} more` : "",
  ];
  return {
    node,
    hasChildren: children.length > 0,
    label: `${link === undefined ? "" : shapes[link.origin]}${nodeLabel(node)}`,
    description: visibleLine([...how, ...rest].filter((part) => part !== "").join(" · ")),
    canOpen: node.path !== undefined || node.kind === "commit" || /^https?:\/\//.test(node.url ?? ""),
  };
}
