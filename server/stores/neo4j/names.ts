import { sha256 } from "../../base/hashes.ts";
import type { EdgeKind, NodeKind } from "../../model/graph.ts";

/**
 * Types of relationships. These lists are the only words that are ever put into the text of a query; whatever comes from
 * sources goes as a parameter.
 */
export const relationshipTypes: Readonly<Record<EdgeKind, string>> = {
  parentOf: "PARENT_OF",
  implements: "IMPLEMENTS",
  specifies: "SPECIFIES",
  dependsOn: "DEPENDS_ON",
  mentions: "MENTIONS",
  contains: "CONTAINS",
  changedBy: "CHANGED_BY",
  authored: "AUTHORED",
  reviewed: "REVIEWED",
  owns: "OWNS",
};

/** Labels by which people find nodes; every node of ours is a `WhenceNode` too. */
export const kindLabels: Readonly<Record<NodeKind, string>> = {
  product: "Product",
  prd: "Prd",
  epic: "Epic",
  story: "Story",
  task: "Task",
  techSpec: "TechSpec",
  decision: "Decision",
  page: "Page",
  issue: "Issue",
  pullRequest: "PullRequest",
  release: "Release",
  commit: "Commit",
  file: "File",
  symbol: "Symbol",
  person: "Person",
};

/** All kinds of edges. */
export const edgeKinds = Object.keys(relationshipTypes) as readonly EdgeKind[];

const kindsByType = new Map(edgeKinds.map((kind) => [relationshipTypes[kind], kind]));

/** The kind of edge for which this type stands. */
export function edgeKindOfType(type: unknown): EdgeKind {
  const kind = kindsByType.get(String(type));
  if (kind === undefined) throw new Error(`A relationship has the unknown type ${String(type)}.`);
  return kind;
}

/** Types of these kinds as a pattern takes them. */
export function typesPattern(kinds: readonly EdgeKind[]): string {
  return kinds.map((kind) => relationshipTypes[kind]).join("|");
}

/** The condition that a node is of the namespace `$ns`, as an index finds them: nodes that only edges name are among them. */
export function inNamespace(node: string): string {
  return `${node}.ns = $ns AND ${node}.commit >= 0`;
}

/**
 * Identity of a thing on the server: its namespace and its id, of whatever length, in 32 characters. Indexes hold at most
 * 8 kB of a value, and two namespaces never share an identity, because none has a NUL in its name.
 */
export function uidOf(namespace: string, id: string): string {
  return sha256(`${namespace}\u0000${id}`).slice(0, 32);
}
