/** What a record is about: a decision on a link, or a change of what a team shares and who may change it. */
export type RecordKind = "decision" | "policy";

/**
 * Something that a person did and that is kept for good: who, when, what, before and after. Records are only ever added.
 * They are the truth of decisions, and the log that a team reads.
 */
export interface SharedRecord {
  /** A UUID: the same record is never taken twice. */
  readonly id: string;
  readonly kind: RecordKind;
  /** ISO 8601 in UTC, by the clock of whoever made it. */
  readonly at: string;
  /** `Name <address>`, or a name. */
  readonly by: string;
  /** Repository whose ids the body has; absent for records about the team itself. */
  readonly repository?: string;
  /** Plain JSON, of the shape that its kind has. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Newest last; records of one instant have an order that is the same on every machine. */
export function byTime(a: SharedRecord, b: SharedRecord): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
