/** A run of text as it is painted on a page; lengths in points, `y` upwards from the bottom of the page. */
export interface TextRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Name of the font within the document; says only whether two runs have the same one. */
  readonly font: string;
  readonly isRightToLeft: boolean;
}

/** A line of a page in reading order. */
export interface PageLine {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  /** Of the larger part of its characters, in points. */
  readonly size: number;
  /** The font of the larger part of its characters. */
  readonly font: string;
}

/** Baselines that differ by less than this share of the size belong to one line: subscripts, marks of footnotes. */
const sameLine = 0.45;
/** Gaps in shares of the size: a blank, one that may part columns, and one that parts cells of a table. */
const wordGap = 0.18;
const columnGap = 0.8;
const cellGap = 1.6;
/** So many lines on each side make two columns; fewer are a table or a form. */
const columnLines = 8;
/** A text is painted a few times at one place; a page made to keep us busy has any number of them. */
const paintedMost = 16;
/** More places than a page of usual size has points on which a column may begin. */
const guttersMost = 256;

/** Puts the runs of a page together to lines, and lines into the order in which people read; two columns one by one. */
export function linesOfPage(runs: readonly TextRun[], pageWidth: number): readonly PageLine[] {
  const segments = segmentsOf(runs);
  const gutter = findGutter(segments, pageWidth);
  if (gutter === undefined) return joinSegments(segments);
  // What spans both columns, such as a title or a wide figure, parts the page into bands.
  const bands: Segment[][] = [[]];
  for (const segment of segments) {
    const isWide = segment.x < gutter && segment.right > gutter;
    const last = bands.at(-1) ?? [];
    if (isWide !== (last[0] !== undefined && last[0].x < gutter && last[0].right > gutter)) bands.push([]);
    bands.at(-1)?.push(segment);
  }
  return bands.flatMap((band) => [
    ...joinSegments(band.filter((segment) => segment.x < gutter)),
    ...joinSegments(band.filter((segment) => segment.x >= gutter)),
  ]);
}

/** Runs on one baseline without a wide gap; from top to bottom, then from left to right. */
interface Segment {
  readonly runs: TextRun[];
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly size: number;
}

function segmentsOf(runs: readonly TextRun[]): readonly Segment[] {
  const rows: { readonly runs: TextRun[]; largest: TextRun }[] = [];
  for (const run of [...runs].sort((a, b) => b.y - a.y)) {
    const row = rows.at(-1);
    const reach = sameLine * Math.max(row?.largest.size ?? 0, run.size);
    if (row !== undefined && Math.abs(row.largest.y - run.y) < reach) {
      row.runs.push(run);
      if (run.size > row.largest.size) row.largest = run;
    } else rows.push({ runs: [run], largest: run });
  }
  return rows.flatMap((row) => segmentsOfRow(row.runs));
}

function segmentsOfRow(unsorted: readonly TextRun[]): readonly Segment[] {
  const row = unsorted.toSorted((a, b) => a.x - b.x);
  const y = row[0]?.y ?? 0;
  const segments: { runs: TextRun[]; x: number; y: number; right: number; size: number }[] = [];
  let painted = new Map<string, TextRun[]>();
  for (const run of row) {
    const sameText = painted.get(run.text) ?? [];
    if (sameText.slice(-paintedMost).some((before) => isSame(before, run))) continue;
    const last = segments.at(-1);
    const right = run.x + run.width;
    if (last !== undefined && run.x - last.right < columnGap * Math.max(last.size, run.size)) {
      last.runs.push(run);
      last.right = Math.max(last.right, right);
      last.size = Math.max(last.size, run.size);
    } else {
      segments.push({ runs: [run], x: run.x, y, right, size: run.size });
      painted = new Map();
    }
    const known = painted.get(run.text);
    if (known === undefined) painted.set(run.text, [run]);
    else known.push(run);
  }
  return segments;
}

/** Bold type and shadows are made by painting a text more than once. */
function isSame(a: TextRun, b: TextRun): boolean {
  return a.text === b.text && Math.abs(a.x - b.x) < 0.5 * a.size && Math.abs(a.y - b.y) < 0.5 * a.size;
}

/** Where a page of two columns is parted: hardly anything crosses it, and lines fill both sides. */
function findGutter(segments: readonly Segment[], pageWidth: number): number | undefined {
  const starts = segments.map(({ x }) => x).filter((x) => x > pageWidth * 0.35 && x < pageWidth * 0.7);
  const candidates = [...new Set(starts.map((x) => Math.round(x)))].slice(0, guttersMost);
  let best: { readonly at: number; readonly lines: number } | undefined;
  for (const candidate of candidates) {
    const at = candidate - 2;
    const left = segments.filter(({ right }) => right <= at);
    const right = segments.filter(({ x }) => x >= at);
    const crossing = segments.length - left.length - right.length;
    const lines = Math.min(filling(left), filling(right));
    if (crossing * 4 > left.length + right.length || lines < columnLines) continue;
    if (best === undefined || lines > best.lines) best = { at, lines };
  }
  return best?.at;
}

/** How many segments are about as wide as the column they stand in, as lines of prose are and cells of a table are not. */
function filling(segments: readonly Segment[]): number {
  const from = segments.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const width = segments.reduce((most, { right }) => Math.max(most, right), Number.NEGATIVE_INFINITY) - from;
  return segments.filter(({ x, right }) => right - x > width * 0.7).length;
}

function joinSegments(segments: readonly Segment[]): PageLine[] {
  const rows: Segment[][] = [];
  for (const segment of segments) {
    const last = rows.at(-1);
    if (last?.[0]?.y === segment.y) last.push(segment);
    else rows.push([segment]);
  }
  return rows.map((row) => {
    const runs = row.flatMap((segment) => segment.runs);
    return {
      text: textOf(runs),
      x: row[0]?.x ?? 0,
      y: row[0]?.y ?? 0,
      right: row.at(-1)?.right ?? 0,
      size: commonest(runs, ({ size }) => Math.round(size * 2) / 2),
      font: commonest(runs, ({ font }) => font),
    };
  });
}

function textOf(runs: readonly TextRun[]): string {
  const rightToLeft = runs.filter((run) => run.isRightToLeft).length * 2 > runs.length;
  const ordered = rightToLeft ? runs.toReversed() : runs;
  let text = "";
  let before: TextRun | undefined;
  for (const run of ordered) {
    if (before !== undefined) {
      const [near, far] = rightToLeft ? [run, before] : [before, run];
      const gap = far.x - (near.x + near.width);
      const size = Math.max(near.size, far.size);
      if (gap > cellGap * size) text += "  ";
      else if (gap > wordGap * size) text += " ";
    }
    text += run.text;
    before = run;
  }
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u00ad]/g, "")
    .replace(/\s{3,}/g, "  ")
    .trim();
}

/** The value that most characters have. */
function commonest<T>(runs: readonly TextRun[], property: (run: TextRun) => T): T {
  const characters = new Map<T, number>();
  for (const run of runs)
    characters.set(property(run), (characters.get(property(run)) ?? 0) + run.text.length);
  const [most] = [...characters].toSorted(([, a], [, b]) => b - a);
  return (most as [T, number])[0];
}
