import type { EdgeKind, GraphEdge } from "../../model/graph.ts";
import type { Statement } from "../../model/graphStore.ts";
import { checkStatement, lastStatements } from "../graph/statements.ts";
import { uidOf } from "./names.ts";

/** An edge with what the server knows it by. */
export interface NamedEdge {
  readonly edge: GraphEdge;
  /** Uids of its ends. */
  readonly from: string;
  readonly to: string;
  /** Tells it from the other edges of its source. */
  readonly identity: string;
  /** As it is written: JSON. */
  readonly evidence: string;
}

/** All that a source says, with what the server knows it by. */
export interface NamedStatement {
  readonly source: string;
  readonly uid: string;
  /** As it is written: null where the source is gone. */
  readonly mark: string | null;
  /** Each once. */
  readonly edges: readonly NamedEdge[];
}

/**
 * The last statement of each source, made ready before the transaction in which it is written: while that waits for another
 * one, and without holding up one that waits for it. Throws `badInput` for edges that a source cannot state.
 */
export function nameStatements(
  namespace: string,
  statements: readonly Statement[],
): readonly NamedStatement[] {
  return lastStatements(statements).map((statement) => {
    const { source, mark, edges, gone } = statement;
    const uid = uidOf(namespace, source);
    if (gone === true) return { source, uid, mark: null, edges: [] };
    checkStatement(statement);
    const named = edges.map((edge) => nameEdge(namespace, edge));
    return { source, uid, mark, edges: [...new Map(named.map((each) => [each.identity, each])).values()] };
  });
}

/** What tells an edge from the others of its source, given its ends by their uids. */
export function edgeIdentity(from: unknown, kind: EdgeKind, to: unknown, role: unknown): string {
  return `${from} ${kind} ${to}${role === null ? "" : ` ${role}`}`;
}

function nameEdge(namespace: string, edge: GraphEdge): NamedEdge {
  const [from, to] = [uidOf(namespace, edge.from), uidOf(namespace, edge.to)];
  const identity = edgeIdentity(from, edge.kind, to, edge.role ?? null);
  return { edge, from, to, identity, evidence: JSON.stringify(edge.evidence) };
}
