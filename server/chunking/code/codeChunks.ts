import type { Chunk } from "../../model/chunk.ts";
import type { CodeFacts, SymbolFact } from "../../model/codeFacts.ts";
import type { Document } from "../../model/document.ts";
import type { ChunkSettings } from "../../model/pipelineConfig.ts";
import { buildChunk } from "../buildChunk.ts";
import { cutLines } from "../cutLines.ts";
import { withOverlap } from "../overlap.ts";
import type { DefinitionNode } from "./definitionTree.ts";
import { definitionTree } from "./definitionTree.ts";

/** Neighbours below this size are merged: a constant alone says too little to be found or cited. */
const smallPiece = 350;
/** Lines between definitions below this size (an import or two, a closing brace) join whichever neighbour has room. */
const tinyGap = 160;

/** The lines of a document, and how large their chunks may be. */
interface SizedText {
  readonly lines: readonly string[];
  readonly settings: ChunkSettings;
}

/** Consecutive lines with the definitions which they are, or are a part of. */
interface Piece {
  readonly startLine: number;
  readonly endLine: number;
  /** Definitions that the piece holds whole; empty for lines between definitions. */
  readonly whole: readonly SymbolFact[];
  /** The definition whose part it is. */
  readonly within: SymbolFact | undefined;
  /** Given for a part of one very long line. */
  readonly text?: string;
}

/**
 * Chunks of a parsed file: a definition with its doc comment where it fits, else its head and each inner definition,
 * else parts of its body cut at inner borders; small neighbours under one parent together. Every line that is not
 * blank is in exactly one chunk, or in two where parts of one body overlap.
 */
export function codeChunks(document: Document, facts: CodeFacts, settings: ChunkSettings): readonly Chunk[] {
  const lines = document.text.split("\n");
  const byName = new Map(facts.symbols.map((symbol) => [symbol.qualifiedName, symbol]));
  const text: SizedText = { lines, settings };
  const pieces = mergeSmall(text, coverRange(text, 1, lines.length, definitionTree(facts), undefined));
  const isSameBody = (before: Piece, piece: Piece): boolean =>
    before.whole.length + piece.whole.length === 0 && before.within === piece.within;
  return withOverlap(pieces, settings.overlap, isSameBody).map((piece, ordinal) =>
    buildChunk(document, {
      title: titleOf(document, piece),
      header: headerOf(piece, byName),
      startLine: piece.startLine,
      endLine: piece.endLine,
      ordinal,
      symbol: symbolOf(piece)?.qualifiedName,
      parent: parentOf(piece),
      text: piece.text,
      lines,
    }),
  );
}

function coverRange(
  text: SizedText,
  start: number,
  end: number,
  nodes: readonly DefinitionNode[],
  within: SymbolFact | undefined,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let next = start;
  const gap = (last: number): void => {
    const ranges = cutLines(text.lines, next, last, text.settings.target);
    pieces.push(...ranges.map((range) => ({ ...range, whole: [], within })));
  };
  for (const node of nodes) {
    gap(node.startLine - 1);
    pieces.push(...coverDefinition(text, node));
    next = node.endLine + 1;
  }
  gap(end);
  return pieces;
}

function coverDefinition(text: SizedText, node: DefinitionNode): readonly Piece[] {
  const size = sizeOf(text.lines, node.startLine, node.endLine);
  const { target, max } = text.settings;
  const limit = node.children.length > 1 ? target : max;
  if (size <= limit) {
    const { startLine, endLine } = node;
    return [{ startLine, endLine, whole: [node.symbol], within: undefined }];
  }
  return coverRange(text, node.startLine, node.endLine, node.children, node.symbol);
}

/** Joins neighbours under the same parent while they are small. */
function mergeSmall(text: SizedText, pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last === undefined || !mayJoin(text, last, piece)) {
      merged.push(piece);
      continue;
    }
    const whole = [...last.whole, ...piece.whole];
    merged[merged.length - 1] = {
      startLine: last.startLine,
      endLine: piece.endLine,
      whole,
      within: last.within,
    };
  }
  return merged;
}

function mayJoin({ lines, settings }: SizedText, last: Piece, piece: Piece): boolean {
  if (parentOf(last) !== parentOf(piece)) return false;
  if (last.text !== undefined || piece.text !== undefined) return false;
  const [before, after] = [last, piece].map((each) => sizeOf(lines, each.startLine, each.endLine)) as [
    number,
    number,
  ];
  const together = sizeOf(lines, last.startLine, piece.endLine);
  if (before < smallPiece && after < smallPiece) return together <= settings.target;
  const hasTinyGap =
    (last.whole.length === 0 && before < tinyGap) || (piece.whole.length === 0 && after < tinyGap);
  return hasTinyGap && together <= settings.max;
}

function titleOf(document: Document, piece: Piece): string {
  const names = piece.whole.map((symbol) => symbol.qualifiedName);
  if (names.length > 3) return `${names.slice(0, 3).join(", ")}, …`;
  if (names.length > 0) return names.join(", ");
  return piece.within?.qualifiedName ?? document.title;
}

/** Signatures of what encloses the piece, outermost first: a method alone does not say whose it is. */
function headerOf(piece: Piece, byName: ReadonlyMap<string, SymbolFact>): string {
  const signatures: string[] = [];
  let name = piece.within?.qualifiedName ?? parentOf(piece);
  for (let depth = 0; name !== undefined && depth < 8; depth += 1) {
    const enclosing: SymbolFact | undefined = byName.get(name);
    signatures.unshift(enclosing?.signature ?? name);
    name = enclosing?.parent;
  }
  return signatures.join("\n");
}

function symbolOf(piece: Piece): SymbolFact | undefined {
  return piece.whole.length === 1 ? piece.whole[0] : piece.whole.length === 0 ? piece.within : undefined;
}

function parentOf(piece: Piece): string | undefined {
  const first = piece.whole[0];
  return first === undefined ? piece.within?.qualifiedName : first.parent;
}

function sizeOf(lines: readonly string[], start: number, end: number): number {
  let size = Math.max(0, end - start);
  for (let line = start; line <= end; line += 1) size += (lines[line - 1] ?? "").length;
  return size;
}
