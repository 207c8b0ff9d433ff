import type { EdgeOrigin, Evidence, GraphEdge } from "../../model/graph.ts";
import { instantMs, instantText } from "../graph/instant.ts";
import { edgeKindOfType } from "./names.ts";
import type { Row } from "./neo4jConnection.ts";

/**
 * What a relationship `r` is read as. It carries its namespace, the source that states it, the evidence as JSON,
 * instants as milliseconds since 1970, and the numbers of the commits (see `commits.ts`) that opened and closed it.
 */
export const edgeColumns = `type(r) AS type, r.n AS n, r.role AS role, r.origin AS origin, r.confidence AS confidence,
  r.evidence AS evidence, r.source AS source, r.validFrom AS validFrom,
  CASE WHEN r.closed <= $published THEN r.validTo ELSE null END AS validTo`;

/** The edge of a row with `edgeColumns`. */
export function toEdge(row: Row, from: string, to: string): GraphEdge {
  return {
    from,
    kind: edgeKindOfType(row.type),
    to,
    ...(row.role === null ? {} : { role: String(row.role) }),
    origin: row.origin as EdgeOrigin,
    confidence: Number(row.confidence),
    evidence: JSON.parse(String(row.evidence)) as readonly Evidence[],
    source: String(row.source),
    validFrom: instantText(row.validFrom),
    ...(row.validTo === null ? {} : { validTo: instantText(row.validTo) }),
  };
}

/** A condition on `r` and the parameters that it names. */
export interface EdgeCondition {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The edges that are valid at a time, or now, or all of them, as of the last commit that is complete (`$published`). */
export function validity(asOf: string | undefined, withClosed = false): EdgeCondition {
  const known = "r.ns = $ns AND r.opened <= $published";
  if (withClosed) return { text: known, parameters: {} };
  const isOpen = "(r.closed IS NULL OR r.closed > $published)";
  if (asOf === undefined) return { text: `${known} AND ${isOpen}`, parameters: {} };
  return {
    text: `${known} AND r.validFrom <= $asOf AND (${isOpen} OR r.validTo > $asOf)`,
    parameters: { asOf: instantMs(asOf) },
  };
}
