import { WhenceError } from "../base/errors.ts";
import { pathOfUri } from "../model/documentUri.ts";
import type { Evidence, GraphEdge } from "../model/graph.ts";
import type { PastTime } from "./asOfTime.ts";
import type { SymbolLinker } from "./symbolLinker.ts";

/**
 * Of links, those which were stated at a time in the past. The graph knows since when a link holds as far as it was there;
 * what a line of a file states holds since the commit that wrote the line, and what a commit states since that commit.
 */
export async function statedThen(
  edges: readonly GraphEdge[],
  past: PastTime,
  linker: Pick<SymbolLinker, "history">,
  signal?: AbortSignal,
): Promise<readonly GraphEdge[]> {
  const kept: GraphEdge[] = [];
  for (const edge of edges) {
    const evidence: Evidence[] = [];
    for (const each of edge.evidence) if (await wasThere(each, past, linker, signal)) evidence.push(each);
    if (evidence.length > 0 || edge.evidence.length === 0) kept.push({ ...edge, evidence });
  }
  return kept;
}

async function wasThere(
  { uri, line }: Evidence,
  past: PastTime,
  linker: Pick<SymbolLinker, "history">,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const path = pathOfUri(uri);
  if (path === undefined || line === undefined) return true;
  try {
    const history = await linker.history({ path, startLine: line, endLine: line }, signal);
    const [newest] = history.commits;
    return newest !== undefined && past.knows(newest);
  } catch (error) {
    // Of a file that is gone nobody can say; the graph has the time during which it was there.
    if (WhenceError.is(error, "notFound")) return true;
    throw error;
  }
}
