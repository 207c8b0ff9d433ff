import type { Chunk } from "../../model/chunk.ts";
import type { Block, Document } from "../../model/document.ts";
import type { ChunkSettings } from "../../model/pipelineConfig.ts";
import { buildChunk } from "../buildChunk.ts";
import { cutLines } from "../cutLines.ts";
import { lineWindowChunks } from "../lineWindows.ts";
import { withOverlap } from "../overlap.ts";
import { linesFit, type MeasuredLines, measureLines } from "./measuredLines.ts";
import { type SectionNode, sectionTree } from "./sectionTree.ts";
import { tableHead } from "./tableHead.ts";

/**
 * Chunks of a document with sections, in reading order, each named by its heading path. A section with all that is below it is one chunk where it fits
 * into the target; a section without others below may reach the maximum. Small neighbours under one heading are merged
 * up to the target and named by that heading. What is too large is cut between blocks, and inside a block only where
 * that alone exceeds the maximum; then the head of a table goes into the header of each part. Every line which is not
 * blank is in exactly one chunk, or in two where parts of one section overlap. A document without sections is cut into line windows.
 */
export function proseChunks(document: Document, settings: ChunkSettings): Chunk[] {
  if (document.sections === undefined) return lineWindowChunks(document, settings);
  const lines = document.text.split("\n");
  const text: SizedText = { ...measureLines(lines), settings };
  const pieces = joinLoneHeadings(piecesOfNode(sectionTree(document.sections), text), text);
  const isSameSection = (before: Piece, piece: Piece): boolean =>
    !before.whole && !piece.whole && before.headingPath === piece.headingPath;
  return withOverlap(pieces, settings.overlap, isSameSection).map((piece, ordinal) => {
    const path = piece.headingPath;
    return buildChunk(document, {
      title: titleOf(document.title, path),
      header: (piece.tableHead ?? []).join("\n"),
      startLine: piece.startLine,
      endLine: piece.endLine,
      ordinal,
      lines,
      text: piece.text,
      parent: path.length > 1 ? path.slice(0, -1).join(" > ") : undefined,
    });
  });
}

/** The heading path, below the document's title where the outermost heading does not say it already. */
function titleOf(documentTitle: string, path: readonly string[]): string {
  const outermost = path[0]?.toLowerCase();
  const said = outermost !== undefined && documentTitle.toLowerCase().includes(outermost);
  return (said ? path : [documentTitle, ...path]).join(" > ");
}

/** The lines of a document, and how large their chunks may be. */
interface SizedText extends MeasuredLines {
  readonly settings: ChunkSettings;
}

interface Piece {
  readonly headingPath: readonly string[];
  readonly startLine: number;
  readonly endLine: number;
  /** Where the piece is a part of one line. */
  readonly text?: string;
  readonly tableHead?: readonly string[];
  /** True for a whole section or the whole beginning of one, which may be merged with its neighbours. */
  readonly whole: boolean;
  /** True where nothing but headings stands in it. */
  readonly headingOnly: boolean;
}

function piecesOfNode(node: SectionNode, text: SizedText): Piece[] {
  const limit = node.children.length === 0 ? text.settings.max : text.settings.target;
  const startLine = node.blocks[0]?.startLine ?? node.children[0]?.startLine ?? node.startLine;
  if (node.endLine < startLine) return [];
  if (!holdsParts(node) && linesFit(text, startLine, node.endLine, limit)) {
    const headingOnly = node.children.length === 0 && node.blocks.every((block) => block.kind === "heading");
    return [{ headingPath: node.headingPath, startLine, endLine: node.endLine, whole: true, headingOnly }];
  }
  const own = piecesOfBlocks(node, text);
  return mergeNeighbours([...own, ...node.children.flatMap((child) => childPieces(child, text))], node, text);
}

/** True where something below is to be found and cited by itself. */
function holdsParts(node: SectionNode): boolean {
  return node.children.some((child) => child.standsAlone === true || holdsParts(child));
}

/**
 * Parts of a section that had to be cut keep its name: they are not merged with the section's neighbours, nor is a section
 * that stands alone.
 */
function childPieces(child: SectionNode, text: SizedText): Piece[] {
  const pieces = piecesOfNode(child, text);
  return pieces.length === 1 && child.standsAlone !== true
    ? pieces
    : pieces.map((piece) => ({ ...piece, whole: false }));
}

/** Merges whole pieces that lie directly below `node`, up to the target. */
function mergeNeighbours(pieces: readonly Piece[], node: SectionNode, text: SizedText): Piece[] {
  const depth = node.headingPath.length;
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const mergeable = last?.whole === true && piece.whole && piece.headingPath.length <= depth + 1;
    if (
      last !== undefined &&
      mergeable &&
      last.headingPath.length <= depth + 1 &&
      linesFit(text, last.startLine, piece.endLine, text.settings.target)
    ) {
      // A lone heading takes the name of what follows; two sections take that of their parent.
      const headingPath = last.headingOnly ? piece.headingPath : node.headingPath;
      result[result.length - 1] = { ...piece, headingPath, startLine: last.startLine };
    } else result.push(piece);
  }
  return result;
}

/** The blocks directly below a heading, packed up to the target; the rest is taken along where it fits the maximum. */
function piecesOfBlocks(node: SectionNode, text: SizedText): Piece[] {
  const { headingPath } = node;
  const blocks = headingWithNext(node.blocks);
  const result: Piece[] = [];
  const ownEnd = blocks.at(-1)?.endLine ?? 0;
  const part = { headingPath, whole: false, headingOnly: false };
  let first = 0;
  for (let index = 0; index < blocks.length; index++) {
    const start = blocks[first];
    const block = blocks[index];
    if (start === undefined || block === undefined) break;
    if (linesFit(text, start.startLine, ownEnd, text.settings.max)) break;
    const next = blocks[index + 1];
    if (!linesFit(text, block.startLine, block.endLine, text.settings.max)) {
      if (first < index)
        result.push({ ...part, startLine: start.startLine, endLine: blocks[index - 1]?.endLine ?? 0 });
      for (const range of cutBlock(block, text)) result.push({ ...part, ...range });
      first = index + 1;
    } else if (next !== undefined && endsPiece(start, next, text)) {
      result.push({ ...part, startLine: start.startLine, endLine: block.endLine });
      first = index + 1;
    }
  }
  const rest = blocks[first];
  if (rest !== undefined) {
    const headingOnly = first === 0 && blocks.every((block) => block.kind === "heading");
    result.push({ headingPath, startLine: rest.startLine, endLine: ownEnd, whole: first === 0, headingOnly });
  }
  return result;
}

/** A block with the heading above it, which is never left at the end of a piece. */
interface HeadedBlock extends Block {
  /** Where the block itself begins. */
  readonly contentLine: number;
}

function headingWithNext(blocks: readonly Block[]): HeadedBlock[] {
  const [first, second, ...rest] = blocks.map((block) => ({ ...block, contentLine: block.startLine }));
  if (first === undefined || second === undefined) return first === undefined ? [] : [first];
  if (first.kind !== "heading") return [first, second, ...rest];
  return [{ ...second, startLine: first.startLine }, ...rest];
}

/** A paragraph that introduces code or a table goes with it where that fits. */
function endsPiece(start: Block, next: Block, text: SizedText): boolean {
  const limit = next.kind === "code" || next.kind === "table" ? text.settings.max : text.settings.target;
  return !linesFit(text, start.startLine, next.endLine, limit);
}

function cutBlock(
  block: HeadedBlock,
  text: SizedText,
): Omit<Piece, "headingPath" | "whole" | "headingOnly">[] {
  const ranges = cutLines(text.lines, block.startLine, block.endLine, text.settings.target);
  if (block.kind !== "table") return ranges;
  const head = tableHead(text.lines.slice(block.contentLine - 1, block.endLine));
  return ranges.map((range, index) =>
    index === 0 || head.length === 0 ? range : { ...range, tableHead: head },
  );
}

/** A heading with nothing below it but the next heading belongs to what follows. */
function joinLoneHeadings(pieces: readonly Piece[], text: SizedText): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (
      last?.headingOnly === true &&
      piece.text === undefined &&
      linesFit(text, last.startLine, piece.endLine, text.settings.max)
    ) {
      result[result.length - 1] = { ...piece, startLine: last.startLine };
    } else result.push(piece);
  }
  return result;
}
