import type { CommentStyle } from "../languages/languageDefinition.ts";

/**
 * Where the text from `start` to `end` ends without the comments and white space behind it. A comment behind code on
 * one line stays; one on lines of its own speaks of what follows.
 */
export function endBeforeComments(text: string, start: number, end: number, style: CommentStyle): number {
  let kept = end;
  for (let cut = end; cut > start; cut = commentStart(text, kept, style)) {
    kept = start + text.slice(start, cut).trimEnd().length;
  }
  return kept;
}

/** Start of the comment that ends at `end` on lines of its own; -1 for none. */
function commentStart(text: string, end: number, { line, block }: CommentStyle): number {
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  if (text.slice(lineStart, end).trimStart().startsWith(line)) return lineStart;
  if (block === undefined || !text.startsWith(block[1], end - block[1].length)) return -1;
  const open = text.lastIndexOf(block[0], end - block[1].length - block[0].length);
  const openLine = text.lastIndexOf("\n", open - 1) + 1;
  return open >= 0 && text.slice(openLine, open).trim() === "" ? openLine : -1;
}
