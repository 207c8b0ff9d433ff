import type { Evidence, GraphEdge } from "../../../model/graph.ts";
import { instantText } from "../../graph/instant.ts";
import type { Row } from "../database.ts";
import { edgeKindOf, originOf } from "./edgeCodes.ts";

/** The edge of a row of `edges` that names its source as `source_name`, between nodes with these ids. */
export function toEdge(row: Row, from: string, to: string): GraphEdge {
  return {
    from,
    kind: edgeKindOf(row.kind),
    to,
    ...(row.role === null ? {} : { role: String(row.role) }),
    origin: originOf(row.origin),
    confidence: Number(row.confidence),
    evidence: JSON.parse(String(row.evidence)) as readonly Evidence[],
    source: String(row.source_name),
    validFrom: instantText(row.valid_from),
    ...(row.valid_to === null ? {} : { validTo: instantText(row.valid_to) }),
  };
}
