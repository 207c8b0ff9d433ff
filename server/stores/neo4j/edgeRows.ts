import type { EdgeOrigin, Evidence, GraphEdge } from "../../model/graph.ts";
import { instantMs, instantText } from "../graph/instant.ts";
import { edgeKindOfType } from "./names.ts";
import type { Row, Transaction } from "./neo4jConnection.ts";

/** Certainty is not written: most links are certain. */
export const confidenceColumn = "coalesce(r.confidence, 1.0) AS confidence";

/** A confidence as it is written. */
export function writtenConfidence(confidence: number): number | null {
  return confidence === 1 ? null : confidence;
}

/**
 * What a relationship `r` is read as. It carries the uid of the source that states it, the evidence as JSON, instants as
 * milliseconds since 1970, and the numbers of the commits (see `commits.ts`) that opened and closed it. It is written by the
 * million, so what its nodes and its source tell (the namespace, the source's name) does not stand in it.
 */
export const edgeColumns = `type(r) AS type, r.n AS n, r.src AS src, r.role AS role, r.origin AS origin,
  ${confidenceColumn}, r.evidence AS evidence, r.validFrom AS validFrom,
  CASE WHEN r.closed <= $published THEN r.validTo ELSE null END AS validTo`;

/** The edge of a row with `edgeColumns`; `source`: name of the source that states it. */
export function toEdge(row: Row, from: string, to: string, source: string): GraphEdge {
  return {
    from,
    kind: edgeKindOfType(row.type),
    to,
    ...(row.role === null ? {} : { role: String(row.role) }),
    origin: row.origin as EdgeOrigin,
    confidence: Number(row.confidence),
    evidence: JSON.parse(String(row.evidence)) as readonly Evidence[],
    source,
    validFrom: instantText(row.validFrom),
    ...(row.validTo === null ? {} : { validTo: instantText(row.validTo) }),
  };
}

/** Names of the sources that state the edges of rows with `edgeColumns`, by their `src`. */
export async function sourceNames(
  transaction: Transaction,
  rows: readonly Row[],
): Promise<ReadonlyMap<unknown, string>> {
  if (rows.length === 0) return new Map();
  const found = await transaction.run(
    "UNWIND $uids AS uid MATCH (s:WhenceSource {uid: uid}) RETURN uid, s.name AS name",
    { uids: [...new Set(rows.map(({ src }) => src))] },
  );
  return new Map(found.map(({ uid, name }) => [uid, String(name)]));
}

/** A condition on `r` and the parameters that it names. */
export interface EdgeCondition {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The edges that are valid at a time, or now, or all of them, as of the last commit that is complete (`$published`). */
export function validity(asOf: string | undefined, withClosed = false): EdgeCondition {
  const known = "r.opened <= $published";
  if (withClosed) return { text: known, parameters: {} };
  const isOpen = "(r.closed IS NULL OR r.closed > $published)";
  if (asOf === undefined) return { text: `${known} AND ${isOpen}`, parameters: {} };
  return {
    text: `${known} AND r.validFrom <= $asOf AND (${isOpen} OR r.validTo > $asOf)`,
    parameters: { asOf: instantMs(asOf) },
  };
}
