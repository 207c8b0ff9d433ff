import type { PlaceInFile } from "../../shared/model/place.ts";
import type { Chunk } from "./chunk.ts";
import { divisionSpan, divisionsBetween } from "./division.ts";

/** Where lines of a chunk stand, with the page, or with the cell and its lines in the file; undefined for a commit, which is no file. */
export function placeInChunk(
  chunk: Chunk,
  startLine = chunk.startLine,
  endLine = chunk.endLine,
): PlaceInFile | undefined {
  if (chunk.path === undefined) return undefined;
  const place = { path: chunk.path, startLine, endLine };
  const span = divisionSpan(chunk.divisions, startLine, endLine);
  if (span === undefined) return place;
  if (span.unit === "page") return { ...place, startPage: span.first, endPage: span.last };
  const cells = divisionsBetween(chunk.divisions ?? [], startLine, endLine);
  const inFile = {
    path: chunk.path,
    startLine: cells[0]?.fileLines?.start ?? startLine,
    endLine: cells.at(-1)?.fileLines?.end ?? endLine,
  };
  return span.unit === "line" ? inFile : { ...inFile, startCell: span.first, endCell: span.last };
}
