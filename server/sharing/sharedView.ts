import { isForeign } from "../model/foreignNodes.ts";
import type { Evidence, GraphEdge, GraphNode } from "../model/graph.ts";
import type { SharedScope } from "../model/teamFile.ts";

/** Facts of a node that say what it is and where it stands; all others may hold text of a document and stay here. */
const sharedFacts = ["format", "symbolKind", "startLine", "endLine", "date", "points"];

/**
 * The scope to which a thing belongs: the one that its source gave it, `repository` for what lies in the repository, else the
 * project of its key. Whoever knows no scope for it gets none, and then it is never shared.
 */
export function scopeOf(node: GraphNode): string | undefined {
  const { access, kind, path, key, details } = node;
  if (access !== undefined) return access;
  const isHere = !isForeign(node);
  if (isHere && (path !== undefined || details?.format !== undefined)) return "repository";
  if (isHere && ["commit", "file", "symbol", "release", "person"].includes(kind)) return "repository";
  return scopeOfKey(key ?? "");
}

/** `repository` of `#12`, `repository:owner/name` of `owner/name#12`, `project:PAY` of `PAY-12`; of another key none. */
export function scopeOfKey(key: string): string | undefined {
  const [, other] = /^([\w.-]+\/[\w.-]+)#\d+$/.exec(key) ?? [];
  if (other !== undefined) return `repository:${other}`;
  if (/^#\d+$/.test(key)) return "repository";
  const [, project] = /^([A-Za-z][A-Za-z\d_]*)-\d+$/.exec(key) ?? [];
  return project === undefined ? undefined : `project:${project.toUpperCase()}`;
}

/** True for a scope that the team file names, whatever the case. */
export function isNamedScope(scope: string, { scopes }: Pick<SharedScope, "scopes">): boolean {
  return scopes.some((each) => each.toLowerCase() === scope.toLowerCase());
}

/** True where everyone in the team may read a thing. Unless the team file names its kind and its scope, nobody may. */
export function isShared(node: GraphNode, share: SharedScope): boolean {
  if (!share.kinds.includes(node.kind)) return false;
  const scope = scopeOf(node);
  return scope !== undefined && isNamedScope(scope, share);
}

/** A node as others see it: what it is called and in which state it is, without any text of its document. */
export function sharedNode(node: GraphNode, share: SharedScope): GraphNode | undefined {
  if (!isShared(node, share)) return undefined;
  const { details = {}, ...facts } = node;
  const kept = Object.entries(details).filter(([name]) => sharedFacts.includes(name));
  return kept.length === 0 ? facts : { ...facts, details: Object.fromEntries(kept) };
}

/** An edge as others see it; nothing where one of its ends is not shared, or is not known at all. */
export function sharedEdge(
  edge: GraphEdge,
  ends: ReadonlyMap<string, GraphNode>,
  share: SharedScope,
): GraphEdge | undefined {
  const [from, to] = [ends.get(edge.from), ends.get(edge.to)];
  if (from === undefined || to === undefined || !isShared(from, share) || !isShared(to, share))
    return undefined;
  return { ...edge, evidence: edge.evidence.map(sharedEvidence) };
}

/** Where it stands is enough to look it up; whoever may read the source finds the words there. */
function sharedEvidence(evidence: Evidence): Evidence {
  return evidence.found === "decision" ? evidence : { ...evidence, text: "" };
}
