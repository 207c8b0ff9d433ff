/**
 * How deeply round, square and curly brackets are nested at the deepest point of a text; quotes and comments are not told
 * apart, so unbalanced ones count too. People write some dozens at most; grammars need time that grows with the square of
 * the depth.
 */
export function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if ((code === 0x29 || code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
  }
  return deepest;
}
