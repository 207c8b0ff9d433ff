import type { Trace, TraceBranch, TraceLink, TraceNode } from "../../shared/model/trace.ts";

/** A box of the picture, by its upper left corner. */
export interface DiagramBox {
  readonly node: TraceNode;
  readonly x: number;
  readonly y: number;
  readonly isSubject: boolean;
}

/** A line between two boxes, from the middle of the lower edge to the middle of the upper edge. */
export interface DiagramLine {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly origin: TraceLink["origin"];
}

/** A picture of a chain, in units of its view box. */
export interface Diagram {
  readonly boxes: readonly DiagramBox[];
  readonly lines: readonly DiagramLine[];
  readonly width: number;
  readonly height: number;
}

/** Size of a box, and the room between two. */
export const boxSize = { width: 150, height: 58, gapX: 14, gapY: 34 };

/** Where each box stands: rows are levels, a box stands over the middle of what is below it. */
export function diagramLayout(chain: Trace): Diagram {
  const boxes: DiagramBox[] = [];
  const lines: DiagramLine[] = [];
  const { width, height, gapX, gapY } = boxSize;
  let columns = 0;
  let depth = 0;
  const put = (branch: TraceBranch, level: number): number => {
    depth = Math.max(depth, level);
    const below = branch.children.map((child) => ({ child, x: put(child, level + 1) }));
    const [first] = below;
    const last = below.at(-1);
    const x = first === undefined || last === undefined ? columns++ * (width + gapX) : (first.x + last.x) / 2;
    const y = level * (height + gapY);
    boxes.push({ node: branch.node, x, y, isSubject: branch.isSubject === true });
    for (const { child, x: childX } of below)
      lines.push({
        from: [x + width / 2, y + height],
        to: [childX + width / 2, y + height + gapY],
        origin: child.link?.origin ?? "stated",
      });
    return x;
  };
  for (const root of chain.roots) put(root, 0);
  return {
    boxes,
    lines,
    width: Math.max(1, columns) * (width + gapX) - gapX,
    height: depth * (height + gapY) + height,
  };
}

/** A text in at most `linesMost` lines of about `signsMost` signs, cut at spaces where there are some. */
export function wrapped(text: string, signsMost: number, linesMost: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, signsMost))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= signsMost) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= linesMost) return lines;
  return [...lines.slice(0, linesMost - 1), `${(lines[linesMost - 1] ?? "").slice(0, signsMost - 1)}…`];
}

function pieces(word: string, signsMost: number): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += signsMost) parts.push(word.slice(at, at + signsMost));
  return parts;
}
