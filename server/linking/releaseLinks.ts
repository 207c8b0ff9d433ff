import type { GraphNode } from "../model/graph.ts";
import { commitId, releaseId } from "../model/graphIds.ts";
import type { Statement } from "../model/graphStore.ts";
import type { ReleaseTag } from "../model/releaseTag.ts";

/** Beginning of the `source` of every statement made here; the tag follows. */
export const releaseStatementPrefix = "release:";

/** Releases and the commit that each was made from. */
export interface ReleaseLinks {
  readonly nodes: readonly GraphNode[];
  /** One for each release; the mark is the commit, which moves when somebody moves the tag. */
  readonly statements: readonly Statement[];
}

/** Nodes and edges of the tags whose commit is in the history that was read (`hasCommit`). */
export function linkReleases(
  tags: readonly ReleaseTag[],
  hasCommit: (hash: string) => boolean,
): ReleaseLinks {
  const known = tags.filter(({ commit }) => hasCommit(commit));
  const nodes = known.map(
    ({ name, date }): GraphNode => ({
      id: releaseId(name),
      kind: "release",
      key: name,
      title: name,
      updatedAt: date,
    }),
  );
  return { nodes, statements: known.map(statementOf) };
}

function statementOf({ name, commit, date, subject }: ReleaseTag): Statement {
  const source = `${releaseStatementPrefix}${name}`;
  const text = subject === "" ? name : `${name}: ${subject}`.slice(0, 200);
  const evidence = [{ found: "tag", text, uri: commitId(commit) }];
  const edge = {
    from: releaseId(name),
    kind: "contains",
    to: commitId(commit),
    origin: "stated",
    confidence: 1,
    evidence,
    source,
    validFrom: date,
  } as const;
  return { source, mark: `${commit} ${date}`, edges: [edge] };
}
