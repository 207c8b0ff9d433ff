import type { SearchFilter } from "../../model/query.ts";
import { normalDate } from "../chunkFilter.ts";
import { readPathGlob } from "../pathGlob.ts";

/** A filter as a condition in LanceDB's SQL (DataFusion), or undefined where everything passes. */
export function filterSql(filter: SearchFilter): string | undefined {
  const parts: string[] = [];
  if (filter.kinds !== undefined) parts.push(anyOf("kind", filter.kinds));
  if (filter.uris !== undefined) parts.push(anyOf("uri", filter.uris));
  if (filter.pathGlob !== undefined) parts.push(globSql(filter.pathGlob));
  if (filter.since !== undefined) parts.push(`date >= ${quoted(normalDate(filter.since))}`);
  if (filter.tag !== undefined) parts.push(`array_has(tags, ${quoted(filter.tag.toLowerCase())})`);
  return parts.length === 0 ? undefined : parts.join(" AND ");
}

/** `column IN (…)`; false for an empty list, which SQL cannot write that way. */
export function anyOf(column: string, values: readonly string[]): string {
  return values.length === 0 ? "false" : `${column} IN (${values.map(quoted).join(", ")})`;
}

/**
 * The regular expression decides; the tests before it are cheap (the first is answered by an index) and spare it from
 * most rows: 50 ms without, 5 to 10 ms with them at 100,000 rows.
 */
function globSql(glob: string): string {
  const { regex, prefix, suffix } = readPathGlob(glob);
  const parts = [`regexp_like(path, ${quoted(`(?s)${regex}`)})`];
  if (suffix !== "") parts.unshift(`ends_with(path, ${quoted(suffix)})`);
  if (prefix !== "") parts.unshift(`starts_with(path, ${quoted(prefix)})`);
  return `(${parts.join(" AND ")})`;
}

/** A string literal; backslashes stand for themselves in this dialect. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
