import { sha256 } from "../base/hashes.ts";
import type { SymbolFact } from "../model/codeFacts.ts";
import type { Evidence, GraphEdge, GraphNode } from "../model/graph.ts";
import { fileId, itemId } from "../model/graphIds.ts";
import { fileNode, symbolNode } from "../model/graphNodes.ts";
import type { Statement } from "../model/graphStore.ts";
import type { KeyMention, MentionPlace } from "../model/keyMention.ts";
import { itemKeyOf, type KnownProjects } from "./knownProjects.ts";

/** Beginning of the `source` of every statement made here; the document's `uri` follows. */
export const fileStatementPrefix = "mentions:";

/** A file with what it names. */
export interface LinkedFile {
  readonly uri: string;
  readonly path: string;
  /** Since when it says so, ISO 8601 in UTC: the last commit that changed it, else the time of the run. */
  readonly date: string;
  readonly mentions: readonly KeyMention[];
  /** All its definitions in reading order, with their number among those of the same qualified name; none for prose. */
  readonly symbols: readonly { readonly symbol: FileSymbol; readonly ordinal: number }[];
  /** Keys of the items that the file itself describes: naming them is no link. */
  readonly ownKeys: readonly string[];
}

/** What has to be known of a definition. */
export type FileSymbol = Pick<
  SymbolFact,
  "qualifiedName" | "kind" | "startLine" | "endLine" | "docStartLine" | "signature"
>;

/** What files state, ready for a graph. */
export interface FileLinks {
  /** Files and definitions that name an item. */
  readonly nodes: readonly GraphNode[];
  /** Keys of which nothing else is known here; to be added only where the graph does not know them. */
  readonly placeholders: readonly GraphNode[];
  /** One for each file that names an item; the mark changes with the edges. */
  readonly statements: readonly Statement[];
}

/**
 * Nodes and edges for the keys in comments, names of tests and prose. What stands within a definition or in its doc
 * comment belongs to the innermost such definition, the rest to the file. Only keys of known projects count. Files may be
 * given in batches.
 */
export function linkFiles(files: readonly LinkedFile[], projects: KnownProjects): FileLinks {
  const nodes = new Map<string, GraphNode>();
  const placeholders = new Map<string, GraphNode>();
  const statements: Statement[] = [];
  for (const file of files) {
    const edges = new Map<string, GraphEdge>();
    for (const mention of file.mentions) {
      const key = itemKeyOf(projects, mention.key);
      if (key === undefined || file.ownKeys.includes(key)) continue;
      const owner = ownerOf(file, mention.line);
      nodes.set(fileId(file.path), fileNode(file.path));
      nodes.set(owner.id, owner);
      placeholders.set(itemId(key), { id: itemId(key), kind: "issue", key, title: key });
      addEdge(edges, file, owner, key, mention);
    }
    if (edges.size > 0) statements.push(statementOf(file.uri, [...edges.values()]));
  }
  return { nodes: [...nodes.values()], placeholders: [...placeholders.values()], statements };
}

function statementOf(uri: string, edges: readonly GraphEdge[]): Statement {
  return { source: `${fileStatementPrefix}${uri}`, mark: sha256(JSON.stringify(edges)), edges };
}

/** The definition with the fewest lines around a line, else the file. */
function ownerOf({ path, symbols }: LinkedFile, line: number): GraphNode {
  let best: LinkedFile["symbols"][number] | undefined;
  for (const each of symbols) {
    const { docStartLine, endLine } = each.symbol;
    if (line < docStartLine || line > endLine) continue;
    if (best === undefined || endLine - docStartLine <= best.symbol.endLine - best.symbol.docStartLine)
      best = each;
  }
  if (best === undefined) return fileNode(path);
  return symbolNode(path, best.symbol, best.ordinal);
}

const mostEvidence = 5;

function addEdge(
  edges: Map<string, GraphEdge>,
  { uri, path, date }: LinkedFile,
  owner: GraphNode,
  key: string,
  { place, text, line }: KeyMention,
): void {
  const source = `${fileStatementPrefix}${uri}`;
  const shared = { origin: "stated", confidence: 1, source, validFrom: date } as const;
  const evidence: Evidence = { found: found[place] ?? "text", text, uri, line };
  const identity = `${owner.id} ${place} ${key}`;
  const known = edges.get(identity);
  if (known === undefined) {
    const link = { from: owner.id, kind: "mentions", to: itemId(key), role: place } as const;
    edges.set(identity, { ...shared, ...link, evidence: [evidence] });
  } else if (known.evidence.length < mostEvidence) {
    edges.set(identity, { ...known, evidence: [...known.evidence, evidence] });
  }
  if (owner.kind === "symbol") {
    const contains = { from: fileId(path), kind: "contains", to: owner.id } as const;
    edges.set(owner.id, { ...shared, ...contains, evidence: [] });
  }
}

const found: Partial<Readonly<Record<MentionPlace, string>>> = {
  comment: "comment",
  docComment: "doc comment",
  todo: "comment of what is to do",
  testName: "name of a test",
  link: "link",
  prose: "text",
};
