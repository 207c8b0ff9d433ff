/**
 * Where a page of a paginated document, or a cell of a notebook, begins in the document's text; `line` is a line of the
 * file that was laid out on many, such as JSON without line breaks.
 */
export interface Division {
  readonly unit: "page" | "cell" | "line";
  /** As a reader counts them, from 1. */
  readonly number: number;
  /** 1-based line of the document. */
  readonly startLine: number;
  /** Lines of the file where it stands, 1-based, both included; a page has none. */
  readonly fileLines?: { readonly start: number; readonly end: number };
}

/** The pages or cells that some lines of a document lie in. */
export interface DivisionSpan {
  readonly unit: Division["unit"];
  readonly first: number;
  readonly last: number;
}

/** Of divisions in order of their lines, those which lines `startLine` to `endLine` (1-based, inclusive) touch. */
export function divisionsBetween(
  divisions: readonly Division[],
  startLine: number,
  endLine: number,
): readonly Division[] {
  const after = divisions.findIndex((division) => division.startLine > startLine);
  const first = Math.max(0, (after < 0 ? divisions.length : after) - 1);
  const beyond = divisions.findIndex((division) => division.startLine > endLine);
  return divisions.slice(first, beyond < 0 ? divisions.length : beyond);
}

/** First and last page or cell of some lines; undefined where the document has neither. */
export function divisionSpan(
  divisions: readonly Division[] | undefined,
  startLine: number,
  endLine: number,
): DivisionSpan | undefined {
  const touched = divisionsBetween(divisions ?? [], startLine, endLine);
  const first = touched[0];
  if (first === undefined) return undefined;
  return { unit: first.unit, first: first.number, last: touched.at(-1)?.number ?? first.number };
}
