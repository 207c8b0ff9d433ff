import type { GraphNode } from "./graph.ts";

/** Beginning of what came from other repositories: of ids of things that are theirs alone, and of sources. */
const foreignPrefix = "team:";

/** Identity here of a thing of another repository. */
export function foreignId(repository: string, id: string): string {
  return `${foreignPrefix}${repository}:${id}`;
}

/** Source here of what a source of another repository states. */
export function foreignSource(repository: string, source: string): string {
  return `${foreignPrefix}${repository}:${source}`;
}

/** Repository of which a node came through the team's graph; undefined for what is of this one. */
export function repositoryOf({ details }: Pick<GraphNode, "details">): string | undefined {
  const repository = details?.["repository"];
  return typeof repository === "string" ? repository : undefined;
}

/** True for a node that came from another repository. */
export function isForeign(node: Pick<GraphNode, "details">): boolean {
  return repositoryOf(node) !== undefined;
}
