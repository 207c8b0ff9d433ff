import type { EdgeOrigin, Evidence } from "./graph.ts";
import { byTime, type SharedRecord } from "./record.ts";

/** What a person says of a link; `withdrawn` takes back what was said before. */
export type Verdict = "confirmed" | "rejected" | "withdrawn";

/** A decision on whether code was written for an item. */
export interface Decision {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly verdict: Verdict;
  /** Id of the definition or file. */
  readonly code: string;
  /** Id of the item. */
  readonly item: string;
  readonly note?: string;
  /** How the link was known before; absent where nobody knew it. */
  readonly before?: LinkBefore;
  /** By which a definition is known again after it was renamed or moved. */
  readonly anchor?: CodeAnchor;
}

/** A link as it was when somebody decided. */
export interface LinkBefore {
  readonly origin: EdgeOrigin;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** What stays of a definition when its name or its file changes. */
export interface CodeAnchor {
  readonly path: string;
  readonly qualifiedName: string;
  /** SHA-256 of its lines below the first, without what is layout. */
  readonly bodyHash: string;
}

/** A decision as it is kept. `repository` is the one whose ids it names. */
export function recordOf({ id, at, by, ...body }: Decision, repository?: string): SharedRecord {
  return { id, kind: "decision", at, by, ...(repository === undefined ? {} : { repository }), body };
}

/**
 * Decisions in some records on links of `repository`, oldest first; records without one are of the repository in which they
 * were made. What is none, or was made by a newer version, is left out.
 */
export function decisionsIn(records: readonly SharedRecord[], repository?: string): readonly Decision[] {
  const own = records.filter((each) => each.repository === undefined || each.repository === repository);
  return own.toSorted(byTime).flatMap(({ id, kind, at, by, body }) => {
    const { verdict, code, item, note, before, anchor } = body;
    const isKnown = verdict === "confirmed" || verdict === "rejected" || verdict === "withdrawn";
    if (kind !== "decision" || !isKnown || typeof code !== "string" || typeof item !== "string") return [];
    return [
      {
        ...{ id, at, by, verdict, code, item },
        ...(typeof note === "string" ? { note } : {}),
        ...(isBefore(before) ? { before } : {}),
        ...(isAnchor(anchor) ? { anchor } : {}),
      },
    ];
  });
}

/** Of each link the newest decision, whoever made it; those that were taken back too. */
export function standingDecisions(decisions: readonly Decision[]): readonly Decision[] {
  const newest = new Map<string, Decision>();
  for (const decision of decisions) newest.set(linkOf(decision), decision);
  return [...newest.values()];
}

/** What two decisions on one link have in common. */
export function linkOf({ code, item }: Pick<Decision, "code" | "item">): string {
  return `${code} ${item}`;
}

function isBefore(value: unknown): value is LinkBefore {
  return isObject(value) && typeof value["origin"] === "string" && Array.isArray(value["evidence"]);
}

function isAnchor(value: unknown): value is CodeAnchor {
  if (!isObject(value)) return false;
  return ["path", "qualifiedName", "bodyHash"].every((name) => typeof value[name] === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
