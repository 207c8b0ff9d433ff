import { sha256 } from "../base/hashes.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import type { Statement } from "../model/graphStore.ts";
import type { SpecItem, SpecRelation } from "../model/specItem.ts";
import { parentCycles } from "./specCycles.ts";
import { type PlacedSpec, placeSpecs, type SpecDocument, type SpecPlaces } from "./specPlaces.ts";
import type { SpecProblem } from "./specProblem.ts";
import { type SpecTarget, specTargets } from "./specTargets.ts";

/** What the specifications of a folder are and say, ready for a graph. */
export interface SpecLinks {
  /** One for each item. */
  readonly nodes: readonly GraphNode[];
  /** Items which are named and which no document describes; to be added only where the graph does not know them. */
  readonly placeholders: readonly GraphNode[];
  /** One for each document with specifications, in the order of paths. */
  readonly statements: readonly Statement[];
  readonly problems: readonly SpecProblem[];
}

/** Beginning of the `source` of every statement made here; the document's `uri` follows. */
export const specStatementPrefix = "specs:";

/**
 * Nodes and edges of all specifications of a folder. Keys and paths are resolved to items, what a parent says of its
 * children is turned round, and what belongs to no item becomes a placeholder. A statement's mark changes with its
 * document, its edges and the nodes that it gives. `hasFile` says whether the folder has a file of this path.
 */
export function linkSpecs(documents: readonly SpecDocument[], hasFile: (path: string) => boolean): SpecLinks {
  const places = placeSpecs(documents);
  const targets = specTargets(places, hasFile);
  const problems: SpecProblem[] = [...places.problems];
  const placeholders = new Map<string, GraphNode>();
  const nodes = nodesOf(places);
  const statements = places.documents.map(({ document, specs }) => {
    const edges = new Map<string, GraphEdge>();
    for (const spec of specs)
      for (const relation of spec.item.relations) {
        const target = relation.kind === "owner" ? undefined : targets.resolve(relation, spec);
        if (target === undefined) continue;
        if (target.placeholder !== undefined) placeholders.set(target.id, target.placeholder);
        if (target.placeholder !== undefined && isHierarchy(relation)) problems.push(missing(spec, relation));
        addEdge(edges, edgeOf(spec, relation, target, document));
      }
    const own = specs.filter(({ isPrincipal }) => isPrincipal).map(({ id }) => nodes.get(id));
    return statementOf(document, own, [...edges.values()]);
  });
  problems.push(
    ...parentCycles(
      statements.flatMap(({ edges }) => edges),
      places,
    ),
  );
  return { nodes: [...nodes.values()], placeholders: [...placeholders.values()], statements, problems };
}

function nodesOf(places: SpecPlaces): ReadonlyMap<string, GraphNode> {
  const nodes = new Map<string, GraphNode>();
  for (const { document, specs } of places.documents) {
    for (const { id, item, isPrincipal } of specs) {
      if (isPrincipal) nodes.set(id, nodeOf(id, item, places.partsOf(id), document));
    }
  }
  return nodes;
}

/** What one document leaves open of an item is taken from the others that describe it too. */
function nodeOf(id: string, item: SpecItem, parts: readonly SpecItem[], document: SpecDocument): GraphNode {
  const status = first(parts, (part) => part.status);
  const approval = first(parts, (part) => part.approval);
  const points = first(parts, (part) => part.points);
  const owners = parts.flatMap((part) => part.relations.filter(({ kind }) => kind === "owner"));
  const criteria = first(parts, ({ acceptanceCriteria: each }) => (each.length === 0 ? undefined : each));
  return {
    id,
    kind: item.kind,
    key: item.key,
    title: item.title,
    ...(status === undefined ? {} : { status }),
    path: document.path,
    updatedAt: document.date,
    details: {
      format: item.format,
      startLine: item.startLine,
      endLine: item.endLine,
      isKeyStated: item.isKeyStated,
      acceptanceCriteria: criteria ?? [],
      tags: [...new Set(parts.flatMap(({ tags }) => tags))],
      owners: [...new Set(owners.map(({ target }) => target))],
      ...(points === undefined ? {} : { points }),
      ...(approval === undefined ? {} : { approval }),
    },
  };
}

function first<T>(parts: readonly SpecItem[], read: (item: SpecItem) => T | undefined): T | undefined {
  return parts.map(read).find((value) => value !== undefined);
}

function edgeOf(
  spec: PlacedSpec,
  relation: SpecRelation,
  target: SpecTarget,
  document: SpecDocument,
): GraphEdge {
  const isTurned = relation.kind === "parent" || relation.kind === "supersededBy";
  const role = relation.kind.startsWith("supersede") ? { role: "supersedes" } : {};
  return {
    from: isTurned ? target.id : spec.id,
    kind: edgeKind(spec, relation, target),
    to: isTurned ? spec.id : target.id,
    ...role,
    origin: "stated",
    confidence: 1,
    evidence: [{ found: relation.found, text: relation.text, uri: document.uri, line: relation.line }],
    source: `${specStatementPrefix}${document.uri}`,
    validFrom: document.date,
  };
}

function edgeKind({ item }: PlacedSpec, { kind }: SpecRelation, target: SpecTarget): GraphEdge["kind"] {
  if (kind === "parent" || kind === "child") return "parentOf";
  if (kind === "specifies") return kind;
  if (kind === "dependsOn" && !target.isFile) return kind;
  const describes = item.kind === "techSpec" || item.kind === "decision";
  return kind === "link" && describes && target.isWork ? "specifies" : "mentions";
}

const mostEvidence = 5;

function addEdge(edges: Map<string, GraphEdge>, edge: GraphEdge): void {
  const identity = `${edge.from}\n${edge.kind}\n${edge.to}\n${edge.role ?? ""}`;
  const known = edges.get(identity);
  if (known === undefined) edges.set(identity, edge);
  else if (known.evidence.length < mostEvidence)
    edges.set(identity, { ...known, evidence: [...known.evidence, ...edge.evidence] });
}

function statementOf(
  document: SpecDocument,
  own: readonly (GraphNode | undefined)[],
  edges: readonly GraphEdge[],
): Statement {
  const said = edges.map(({ from, kind, to, role, evidence }) => [from, kind, to, role, evidence]);
  return {
    source: `${specStatementPrefix}${document.uri}`,
    mark: sha256(JSON.stringify([document.contentHash, own, said])),
    edges,
  };
}

function isHierarchy({ kind }: SpecRelation): boolean {
  return kind === "parent" || kind === "child";
}

function missing(spec: PlacedSpec, relation: SpecRelation): SpecProblem {
  const said = relation.kind === "parent" ? "its parent" : "a part of it";
  return {
    uri: spec.document.uri,
    line: relation.line,
    sentence: `${spec.item.key} names ${relation.target} as ${said}, which no specification here describes.`,
  };
}
