import { WhenceError } from "../../base/errors.ts";
import type { Page, PageRequest } from "../../model/graphStore.ts";

const usualLimit = 1_000;

/** How many rows a page may have. Throws `badInput` for what is no whole number from 1. */
export function pageLimit({ limit = usualLimit }: PageRequest): number {
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new WhenceError("badInput", `A page cannot have ${limit} rows: give a whole number from 1.`);
}

/**
 * The place behind which a page begins: the values by which its list is ordered, of the last row of the page before.
 * Undefined for the first page. Throws `badInput` where the cursor is not one of a list ordered by values of these types.
 */
export function cursorPlace(
  { cursor }: PageRequest,
  types: readonly ("string" | "number")[],
): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(place) && place.length === types.length) {
      if (types.every((type, at) => typeof place[at] === type)) return place;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new WhenceError(
    "badInput",
    `${JSON.stringify(cursor.slice(0, 40))} does not say where this list goes on: begin with its first page.`,
  );
}

/** The page of rows of which one more than `limit` was looked for; `placeOf` gives the values by which they are ordered. */
export function pageOf<Found, Row>(
  found: readonly Found[],
  limit: number,
  placeOf: (row: Found) => readonly (string | number)[],
  rowOf: (row: Found) => Row,
): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length <= limit || last === undefined) return { rows: rows.map(rowOf) };
  return { rows: rows.map(rowOf), next: Buffer.from(JSON.stringify(placeOf(last))).toString("base64url") };
}
