/**
 * Whether more than `limit` round, square and curly brackets stand open at some place of a text; quotes and comments are
 * not told apart, so unbalanced ones count too. People nest some dozens at most; grammars need time that grows with the
 * square of the depth.
 */
export function nestsDeeperThan(limit: number, text: string): boolean {
  // Most files do not hold so many, and counting is eight times as fast as going through the text.
  if (!holdsMoreThan(limit, text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((code === 0x29 || code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
  }
  return false;
}

function holdsMoreThan(limit: number, text: string): boolean {
  let count = 0;
  for (const bracket of "([{") {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}
