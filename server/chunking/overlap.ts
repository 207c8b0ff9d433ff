import type { LineRange } from "./cutLines.ts";

/**
 * Lets each piece begin up to `lines` lines earlier, where it and the piece before were cut from one whole. A piece never
 * holds all of the one before, and parts of a line stay as they are.
 */
export function withOverlap<Piece extends LineRange>(
  pieces: readonly Piece[],
  lines: number,
  areOneWhole: (before: Piece, piece: Piece) => boolean = () => true,
): readonly Piece[] {
  if (lines === 0) return pieces;
  return pieces.map((piece, at) => {
    const before = pieces[at - 1];
    if (before === undefined || before.text !== undefined || piece.text !== undefined) return piece;
    if (!areOneWhole(before, piece)) return piece;
    const startLine = Math.max(before.startLine + 1, piece.startLine - lines);
    return startLine < piece.startLine ? { ...piece, startLine } : piece;
  });
}
