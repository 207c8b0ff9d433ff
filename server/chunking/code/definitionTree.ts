import type { CodeFacts, SymbolFact } from "../../model/codeFacts.ts";

/** A definition with the lines that belong to it (doc comment included) and the definitions inside. */
export interface DefinitionNode {
  readonly symbol: SymbolFact;
  /** 1-based, inclusive. Siblings never share a line: a later one gives way. */
  readonly startLine: number;
  readonly endLine: number;
  readonly children: readonly DefinitionNode[];
}

interface OpenNode {
  readonly symbol: SymbolFact;
  readonly startLine: number;
  readonly endLine: number;
  readonly children: OpenNode[];
}

/** Nests the definitions of a file by their lines. Definitions which share all their lines with others are left out. */
export function definitionTree(facts: CodeFacts): readonly DefinitionNode[] {
  const roots: OpenNode[] = [];
  const open: OpenNode[] = [];
  const ordered = facts.symbols.toSorted((a, b) => firstLine(a) - firstLine(b) || b.endLine - a.endLine);
  for (const symbol of ordered) {
    while (open.length > 0 && (open.at(-1)?.endLine ?? 0) < symbol.endLine) open.pop();
    const parent = open.at(-1);
    const siblings = parent?.children ?? roots;
    const startLine = Math.max(
      firstLine(symbol),
      (siblings.at(-1)?.endLine ?? 0) + 1,
      parent?.startLine ?? 1,
    );
    if (startLine > symbol.startLine || startLine > symbol.endLine) continue;
    const node: OpenNode = { symbol, startLine, endLine: symbol.endLine, children: [] };
    siblings.push(node);
    open.push(node);
  }
  return roots;
}

function firstLine(symbol: SymbolFact): number {
  return Math.min(symbol.docStartLine, symbol.startLine);
}
