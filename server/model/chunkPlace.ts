import type { PlaceInFile } from "../../shared/model/place.ts";
import type { Chunk } from "./chunk.ts";
import { divisionSpan } from "./division.ts";

/** Where lines of a chunk stand, with page or cell; undefined for a commit, which is no file. */
export function placeInChunk(
  chunk: Chunk,
  startLine = chunk.startLine,
  endLine = chunk.endLine,
): PlaceInFile | undefined {
  if (chunk.path === undefined) return undefined;
  const place = { path: chunk.path, startLine, endLine };
  const span = divisionSpan(chunk.divisions, startLine, endLine);
  if (span === undefined) return place;
  return span.unit === "page"
    ? { ...place, startPage: span.first, endPage: span.last }
    : { ...place, startCell: span.first, endCell: span.last };
}
