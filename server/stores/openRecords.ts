import type { RecordLog } from "./recordLog.ts";
import { SqliteRecordLog } from "./sqlite/recordLog.ts";

/** The records in the folder `place` of a store; its file is made with the first record. */
export function openRecords(place: string, mode: "read" | "write"): RecordLog {
  return new SqliteRecordLog(place, mode);
}
