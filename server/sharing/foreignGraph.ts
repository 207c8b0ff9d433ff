import { foreignId, foreignSource } from "../model/foreignNodes.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { isItemId, itemId, keyOfItem, personId } from "../model/graphIds.ts";
import type { Statement } from "../model/graphStore.ts";
import type { SharedScope } from "../model/teamFile.ts";
import { isNamedScope, scopeOfKey } from "./sharedView.ts";

/** Two repositories of a team, and what they share. */
export interface Neighbours {
  /** Name of this one. */
  readonly own: string;
  /** Name of the one from which something came. */
  readonly other: string;
  readonly share: SharedScope;
}

/**
 * Identity here of a thing of another repository. An item of a project that the team file names as a scope is the same item
 * everywhere, and so is a person; `owner/name#12` is number 12 of that repository. Everything else is the other repository's
 * own, whatever it is called: equal keys and paths of two repositories never mix.
 */
function idHere(id: string, { own, other, share }: Neighbours): string {
  if (id.startsWith(personId("", ""))) return id;
  if (!isItemId(id)) return foreignId(other, id);
  const key = keyOfItem(id);
  const scope = scopeOfKey(key);
  if (scope === "repository") return itemId(`${other}${key}`);
  if (scope?.startsWith("repository:") === true) {
    const isOwn = scope.toLowerCase() === `repository:${own.toLowerCase()}`;
    return isOwn ? itemId(key.slice(key.lastIndexOf("#"))) : id;
  }
  return scope !== undefined && isNamedScope(scope, share) ? id : foreignId(other, id);
}

/** A node of another repository as it is kept here. */
export function nodeHere(node: GraphNode, neighbours: Neighbours): GraphNode {
  const details = { ...node.details, repository: neighbours.other };
  return { ...node, id: idHere(node.id, neighbours), details };
}

/** What a source of another repository states, as it is kept here: under a source of its own. */
export function statementHere({ source, mark, edges, gone }: Statement, neighbours: Neighbours): Statement {
  const here = foreignSource(neighbours.other, source);
  return {
    source: here,
    mark,
    edges: edges.map(
      (edge): GraphEdge => ({
        ...edge,
        from: idHere(edge.from, neighbours),
        to: idHere(edge.to, neighbours),
        source: here,
      }),
    ),
    ...(gone === undefined ? {} : { gone }),
  };
}
