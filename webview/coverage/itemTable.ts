import type { CodePlace, CommitPlace, Coverage, ItemCoverage } from "../../shared/model/coverage.ts";
import { kindWord, onOneLine } from "../../shared/traceWords.ts";
import {
  type Cell,
  type Choice,
  type Column,
  searchWords,
  type TableModel,
  type TableNode,
} from "./tableNode.ts";

const states = {
  coded: "has code",
  partly: "partly",
  uncoded: "no code",
  planned: "planned",
} as const;

/** Items as a tree: each with those below it, then its definitions and commits. */
export function itemTable({ items }: Coverage, withInferred: boolean): TableModel {
  const inferred: readonly Column[] = withInferred
    ? [{ id: "inferred", title: "Probable", unit: ["probable", "probable"], isNumber: true, width: "6em" }]
    : [];
  return {
    title: "Items with their code",
    first: { id: "label", title: "Item", width: "minmax(18em, 1fr)" },
    others: [
      { id: "status", title: "Status", width: "6.5em" },
      { id: "code", title: "Code", width: "14.5em" },
      {
        id: "definitions",
        title: "Definitions",
        unit: ["definition", "definitions"],
        isNumber: true,
        width: "7em",
      },
      { id: "commits", title: "Commits", unit: ["commit", "commits"], isNumber: true, width: "6em" },
      ...inferred,
    ],
    nodes: forest(items),
    kinds: kindsOf(items),
    states: Object.entries(states).map(([value, label]) => ({ value, label })),
    nouns: ["item", "items"],
  };
}

/** Items come in reading order, each with its depth. */
function forest(items: readonly ItemCoverage[]): readonly TableNode[] {
  let at = 0;
  const below = (level: number): readonly TableNode[] => {
    const nodes: TableNode[] = [];
    for (let item = items[at]; item !== undefined && item.level >= level; item = items[at]) {
      at += 1;
      nodes.push(itemNode(item, below(item.level + 1)));
    }
    return nodes;
  };
  return below(0);
}

function itemNode(item: ItemCoverage, children: readonly TableNode[]): TableNode {
  const { id, key, kind, title, status, path, commits, symbols, inferred = 0, changes } = item;
  const state = stateOf(item);
  const facets = { kind, ...(state === undefined ? {} : { state }) };
  return {
    id,
    kind: kindWord(kind),
    label: onOneLine(key === title ? title : `${key} ${title}`),
    cells: {
      status: { text: onOneLine(status ?? ""), order: status ?? "" },
      code: codeCell(item, state),
      definitions: count(symbols.length),
      commits: count(commits),
      inferred: count(inferred),
    },
    words: searchWords(key, kindWord(kind), title, status, path),
    facets: {
      ...facets,
      paths: [...symbols.map((symbol) => symbol.path), ...(path === undefined ? [] : [path])],
    },
    rank: 0,
    isCounted: true,
    isOpenAtFirst: children.length > 0,
    children: [
      ...children,
      ...symbols.map((symbol, place) => symbolNode(symbol, `${id} ${place}`, facets)),
      ...changes.map((change) => commitNode(change, id, facets)),
    ],
    opens: { kind: "openItem", key },
    traced: key,
  };
}

function symbolNode(
  { path, startLine, name }: CodePlace,
  id: string,
  facets: { readonly kind: string; readonly state?: string },
): TableNode {
  return {
    id: `${id} ${path}#${name}`,
    kind: "definition",
    label: onOneLine(name),
    cells: {
      status: { text: "", order: "" },
      code: { text: onOneLine(`${path}:${startLine}`), order: path },
    },
    words: searchWords(name, path),
    facets: { ...facets, paths: [path] },
    rank: 1,
    isCounted: false,
    isOpenAtFirst: false,
    children: [],
    opens: { kind: "openPlace", path, line: startLine },
  };
}

function commitNode(
  { hash, title, date }: CommitPlace,
  item: string,
  facets: { readonly kind: string; readonly state?: string },
): TableNode {
  return {
    id: `${item} ${hash}`,
    kind: "commit",
    label: onOneLine(title),
    cells: {
      status: { text: "", order: "" },
      code: { text: `${hash.slice(0, 7)}, ${date.slice(0, 10)}`, order: date },
    },
    words: searchWords(hash, title),
    facets: { ...facets, paths: [] },
    rank: 2,
    isCounted: false,
    isOpenAtFirst: false,
    children: [],
    opens: { kind: "openCommit", hash },
  };
}

/** Of an item with others below it, how far these are; a PRD or tech spec by itself is nothing that code is missing for. */
function stateOf({ below, isPlanned, symbols, kind }: ItemCoverage): keyof typeof states | undefined {
  if (below !== undefined) {
    if (below.total === 0) return "planned";
    if (below.linked === below.total) return "coded";
    return below.linked === 0 ? "uncoded" : "partly";
  }
  if (symbols.length > 0) return "coded";
  if (isPlanned) return "planned";
  return ["epic", "story", "task"].includes(kind) ? "uncoded" : undefined;
}

function codeCell({ below }: ItemCoverage, state: keyof typeof states | undefined): Cell {
  const isWarning = state === "uncoded";
  if (below !== undefined && below.total > 0) {
    const { percent, linked, total } = below;
    return { text: `${percent} %, ${linked} of ${total}`, order: percent, percent, isWarning };
  }
  const order = { coded: 100, partly: 50, uncoded: 0, planned: -1, none: -2 }[state ?? "none"];
  return { text: state === undefined ? "" : states[state], order, isWarning };
}

function count(number: number): Cell {
  return { text: number === 0 ? "" : number.toLocaleString("en"), order: number };
}

function kindsOf(items: readonly ItemCoverage[]): readonly Choice[] {
  return [...new Set(items.map(({ kind }) => kind))].map((kind) => ({ value: kind, label: kindWord(kind) }));
}
