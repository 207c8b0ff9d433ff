/** Lines of a file, and the pages or cells which they lie in where the file has such. All from 1, both ends included. */
export interface PlaceInFile {
  /** Relative to the indexed folder; `name:/path` for a file of an extra folder. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Pages of a PDF. The lines are then those of the text that was read out of it. */
  readonly startPage?: number;
  readonly endPage?: number;
  /** Cells of a notebook. The lines are then those of the file where these cells stand. */
  readonly startCell?: number;
  readonly endCell?: number;
}

/** A place as people write it: `src/a.ts:3-9`, `docs/prd.pdf p. 12`, `nb.ipynb cells 7-8`, `handbook: a.md:4`. */
export function placeLabel(place: PlaceInFile): string {
  const path = shownPath(place.path);
  if (place.startPage !== undefined) {
    const pages = span(place.startPage, place.endPage);
    return `${path} ${pages.includes("-") ? "pp." : "p."} ${pages}`;
  }
  if (place.startCell !== undefined) {
    const cells = span(place.startCell, place.endCell);
    return `${path} ${cells.includes("-") ? "cells" : "cell"} ${cells}`;
  }
  return `${path}:${span(place.startLine, place.endLine)}`;
}

/** A path as people read it: one of an extra folder shows the folder's name apart, `handbook: docs/a.md`. */
function shownPath(path: string): string {
  return path.replace(/^([^/:]+):\/(?=.)/, "$1: ");
}

function span(first: number, last: number | undefined): string {
  return last === undefined || last === first ? `${first}` : `${first}-${last}`;
}
