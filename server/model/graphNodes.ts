import type { GraphNode } from "./graph.ts";
import { commitId, fileId, keyOfItem, symbolId } from "./graphIds.ts";
import type { NumberedSymbol } from "./numberedSymbols.ts";

/** A commit as a node; `date` is when it was made, ISO 8601 in UTC. */
export function commitNode({
  hash,
  subject,
  date,
}: {
  readonly hash: string;
  readonly subject: string;
  readonly date: string;
}): GraphNode {
  const key = hash.slice(0, 7);
  return { id: commitId(hash), kind: "commit", key, title: subject, updatedAt: date, details: { date } };
}

/** A file as a node. */
export function fileNode(path: string): GraphNode {
  return { id: fileId(path), kind: "file", key: path, title: path, path };
}

/** An item of which nothing is known but that somebody names it. */
export function namedItem(id: string): GraphNode {
  const key = keyOfItem(id);
  return { id, kind: "issue", key, title: key };
}

/** What a node says of a definition. */
type SymbolOfNode = Pick<
  NumberedSymbol["symbol"],
  "qualifiedName" | "kind" | "startLine" | "endLine" | "signature"
>;

/** A definition of the file at `path` as a node; `ordinal` as in `NumberedSymbol`. */
export function symbolNode(path: string, symbol: SymbolOfNode, ordinal: number): GraphNode {
  const { qualifiedName, kind, startLine, endLine, signature } = symbol;
  return {
    id: symbolId(path, qualifiedName, ordinal),
    kind: "symbol",
    key: qualifiedName,
    title: qualifiedName,
    path,
    details: { symbolKind: kind, startLine, endLine, signature },
  };
}
