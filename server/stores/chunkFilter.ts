import { WhenceError } from "../base/errors.ts";
import type { Chunk } from "../model/chunk.ts";
import type { SearchFilter } from "../model/query.ts";
import { readPathGlob } from "./pathGlob.ts";

type FilteredParts = Pick<Chunk, "kind" | "uri" | "path" | "date" | "tags">;

/** A test for one filter; the same decision as the SQL which the chunk store uses. */
export function chunkFilter(filter: SearchFilter): (chunk: FilteredParts) => boolean {
  const kinds = filter.kinds === undefined ? undefined : new Set(filter.kinds);
  const uris = filter.uris === undefined ? undefined : new Set(filter.uris);
  const path =
    filter.pathGlob === undefined ? undefined : new RegExp(readPathGlob(filter.pathGlob).regex, "su");
  const since = filter.since === undefined ? undefined : normalDate(filter.since);
  const tag = filter.tag?.toLowerCase();
  return (chunk) =>
    (kinds === undefined || kinds.has(chunk.kind)) &&
    (uris === undefined || uris.has(chunk.uri)) &&
    (path === undefined || (chunk.path !== undefined && path.test(chunk.path))) &&
    (since === undefined || chunk.date >= since) &&
    (tag === undefined || chunk.tags.includes(tag));
}

/** A date as the store compares it: ISO 8601 in UTC with milliseconds. Throws `badInput` for what is no date. */
export function normalDate(date: string): string {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) {
    throw new WhenceError("badInput", `"${date}" is not a date: write it like 2026-03-31.`);
  }
  return new Date(milliseconds).toISOString();
}
