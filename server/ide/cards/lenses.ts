import { counted } from "../../base/counted.ts";
import { describedKinds, type GraphNode } from "../../model/graph.ts";
import { allNodes } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { idOf } from "../../model/numberedSymbols.ts";
import { standsAlone } from "../../tracing/symbolTracer.ts";
import type { Lens } from "../ide.ts";
import type { CodeScope, ScopeSymbol } from "../reading/codeScope.ts";
import type { TextLines } from "../reading/textLines.ts";
import { isClassLike } from "../uses/heads.ts";
import { codeOfItems } from "./codeOfItems.ts";
import { indexedDefinition } from "./indexedDefinition.ts";
import { itemsOfSymbols } from "./itemsOfSymbols.ts";

const titleMost = 60;

/**
 * Above definitions that stand for something by themselves, the item which most of their lines were written for. Sparse: what
 * stands in a function has none, nor has a member whose first item is that of its class.
 */
export async function codeLenses(graph: GraphStore, scope: CodeScope): Promise<readonly Lens[]> {
  const callables = new Set(
    scope.symbols
      .filter(({ kind }) => /^(?:function|method|constructor)$/.test(kind))
      .map((each) => each.qualifiedName),
  );
  const shown = scope.symbols.flatMap((symbol) => {
    const { indexed, parent } = symbol;
    if (indexed === undefined || !standsAlone(indexed.symbol)) return [];
    return parent !== undefined && callables.has(parent) ? [] : [{ symbol, id: idOf(indexed) }];
  });
  const items = await itemsOfSymbols(
    graph,
    shown.map(({ id }) => id),
  );
  const firstOf = new Map(shown.map(({ symbol, id }) => [symbol.qualifiedName, items.get(id)?.[0]?.item.id]));
  return shown.flatMap(({ symbol, id }): readonly Lens[] => {
    const [first, ...others] = items.get(id) ?? [];
    if (first === undefined) return [];
    const alike = others.filter(({ isInferred }) => first.isInferred || !isInferred);
    if (
      symbol.parent !== undefined &&
      firstOf.get(symbol.parent) === first.item.id &&
      isMemberOfClass(scope, symbol)
    )
      return [];
    const definition = indexedDefinition(scope, symbol);
    if (definition === undefined) return [];
    const more = alike.length === 0 ? "" : ` · ${alike.length} more`;
    const guess = first.isInferred ? " (inferred)" : "";
    return [
      {
        line: scope.lines.lineAt(symbol.start),
        title: `${itemTitle(first.item)}${guess}${more}`,
        opens: { kind: "trace", definition },
      },
    ];
  });
}

function isMemberOfClass(scope: CodeScope, { parent = "" }: ScopeSymbol): boolean {
  return scope.named(parent).some(({ kind }) => isClassLike(kind));
}

/** `WH-12 Refunds in parts`. */
function itemTitle({ key, title }: GraphNode): string {
  const words = title === key ? "" : title.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  const short = words.length > titleMost ? `${words.slice(0, titleMost - 1).trimEnd()}…` : words;
  return [key, short].filter((part) => part !== undefined && part !== "").join(" ");
}

/** Above the headings of items that a file describes, how much code there is for each. */
export async function specLenses(
  graph: GraphStore,
  path: string,
  lines: TextLines,
): Promise<readonly Lens[]> {
  const items = (await allNodes(graph, { path, kinds: describedKinds })).filter(
    ({ key }) => key !== undefined,
  );
  if (items.length === 0) return [];
  const code = await codeOfItems(
    graph,
    items.map(({ id }) => id),
  );
  const placed = items.flatMap((item): readonly Lens[] => {
    const { symbols, commits } = code.get(item.id) ?? { symbols: [], commits: [] };
    const line = headingOf(item, lines);
    if (line === undefined || item.key === undefined) return [];
    const title =
      symbols.length > 0
        ? `implemented by ${counted(symbols.length, "symbol")}`
        : commits.length > 0
          ? `done in ${counted(commits.length, "commit")}`
          : "no code yet";
    return [{ line, title, opens: { kind: "implementations", key: item.key } }];
  });
  return placed.toSorted((a, b) => a.line - b.line);
}

/** The line of the heading that an item begins with: the first from where it was indexed that has its title, else the first of all. */
function headingOf({ title, details = {} }: GraphNode, lines: TextLines): number | undefined {
  const from = typeof details["startLine"] === "number" ? details["startLine"] : 1;
  const named = nextHeading(lines, 1, (text) => title !== "" && text.includes(title));
  return named ?? nextHeading(lines, from, () => true) ?? (from <= lines.count ? from : undefined);
}

function nextHeading(
  lines: TextLines,
  from: number,
  isWanted: (text: string) => boolean,
): number | undefined {
  let isFenced = false;
  for (let line = from; line <= lines.count; line++) {
    const text = lines.line(line);
    if (/^\s*(?:```|~~~)/.test(text)) isFenced = !isFenced;
    if (!isFenced && /^#{1,6}\s/.test(text) && isWanted(text)) return line;
  }
  return undefined;
}
