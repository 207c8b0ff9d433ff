import { WhenceError } from "../../base/errors.ts";
import type { GraphEdge } from "../../model/graph.ts";
import type { Statement } from "../../model/graphStore.ts";
import { instantMs } from "./instant.ts";

/** Where a source is stated more than once, its last statement counts. */
export function lastStatements(statements: readonly Statement[]): readonly Statement[] {
  return [...new Map(statements.map((each) => [each.source, each])).values()];
}

/** Throws `badInput` unless all edges are open and of their source. */
export function checkStatement({ source, edges }: Statement): void {
  if (edges.every((edge) => edge.source === source && edge.validTo === undefined)) return;
  throw new WhenceError("badInput", `Source ${JSON.stringify(source)} can only state open edges of its own.`);
}

/**
 * When an edge that is stated begins: times of validity never overlap, also where the clock of who closed it before was
 * ahead of this one. `closedMs` is when the last of the equal edges ended.
 */
export function openingMs({ validFrom }: GraphEdge, atMs: number, closedMs: number | undefined): number {
  const stated = instantMs(validFrom);
  return closedMs === undefined ? stated : Math.max(stated, atMs, closedMs);
}

/** When an edge ends that is closed at `atMs`: one from a clock that is ahead would otherwise end before it begins. */
export function closingMs(validFromMs: number, atMs: number): number {
  return Math.max(validFromMs, atMs);
}
