import type { RecordKind, SharedRecord } from "../model/record.ts";

/** The records of a store, own ones and those of others, and which own ones still have to be sent. */
export interface RecordLog {
  /** Adds an own record; one that is there already stays as it is. Throws as every store does. */
  append(record: SharedRecord): void;
  /** Adds records of others; gives how many were new. */
  receive(records: readonly SharedRecord[]): number;
  /** All, oldest first; of one kind where one is given. */
  list(kind?: RecordKind): readonly SharedRecord[];
  /** Own records that nobody has acknowledged, in the order in which they were made. */
  pending(limit: number): readonly SharedRecord[];
  /** Says that own records have arrived. */
  acknowledge(ids: readonly string[]): void;
  /** All records are to be sent, those of others too: the server lost them. */
  resend(): void;
  /** How many own records are to be sent. */
  countPending(): number;
  close(): void;
}
