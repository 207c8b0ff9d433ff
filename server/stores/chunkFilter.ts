import { WhenceError } from "../base/errors.ts";
import type { Chunk } from "../model/chunk.ts";
import type { SearchFilter } from "../model/query.ts";
import { readPathGlob } from "./pathGlob.ts";

type FilteredParts = Pick<Chunk, "kind" | "uri" | "path" | "date" | "tags">;

/** A test for one filter; the same decision as the SQL which the chunk store uses. */
export function chunkFilter(filter: SearchFilter): (chunk: FilteredParts) => boolean {
  const kinds = filter.kinds === undefined ? undefined : new Set(filter.kinds);
  const uris = filter.uris === undefined ? undefined : new Set(filter.uris);
  const among = filter.among === undefined ? undefined : new Set(filter.among);
  const path =
    filter.pathGlob === undefined ? undefined : new RegExp(readPathGlob(filter.pathGlob).regex, "su");
  const since = filter.since === undefined ? undefined : normalDate(filter.since);
  const until = filter.until === undefined ? undefined : endOfDate(filter.until);
  const tag = filter.tag?.toLowerCase();
  return (chunk) =>
    (kinds === undefined || kinds.has(chunk.kind)) &&
    (uris === undefined || uris.has(chunk.uri)) &&
    (path === undefined || (chunk.path !== undefined && path.test(chunk.path))) &&
    (among === undefined || among.has(chunk.uri)) &&
    (filter.within === undefined || isWithin(chunk.path, filter.within)) &&
    (since === undefined || chunk.date >= since) &&
    (until === undefined || chunk.date <= until) &&
    (tag === undefined || chunk.tags.includes(tag));
}

function isWithin(path: string | undefined, places: readonly string[]): boolean {
  return path !== undefined && places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** The last moment of a date, as the store compares it: `2026-03-31` and `2026-03` end with that day. Throws as `normalDate`. */
export function endOfDate(date: string): string {
  const start = new Date(normalDate(date));
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date) ?? [];
  if (year === undefined) return start.toISOString();
  if (month === undefined) start.setUTCFullYear(start.getUTCFullYear() + 1);
  else if (day === undefined) start.setUTCMonth(start.getUTCMonth() + 1);
  else start.setUTCDate(start.getUTCDate() + 1);
  return new Date(start.getTime() - 1).toISOString();
}

/** A date as the store compares it: ISO 8601 in UTC with milliseconds. Throws `badInput` for what is no date. */
export function normalDate(date: string): string {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) {
    throw new WhenceError("badInput", `"${date}" is not a date: write it like 2026-03-31.`);
  }
  return new Date(milliseconds).toISOString();
}
