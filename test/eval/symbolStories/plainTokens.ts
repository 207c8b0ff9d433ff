/**
 * Tokens of a piece of Java as labels compare them: white space, braces, semicolons, commas before a closing bracket and
 * the pieces in which a long text is written do not count; comments are words. Written for the labels alone, so that a
 * mistake of the product's own reading shows.
 */
export function plainTokens(text: string): readonly string[] {
  const joined = text.replace(/"\s*\+\s*"/g, "");
  const tokens: string[] = [];
  for (const [found] of joined.matchAll(piece)) {
    if (found.startsWith("//") || found.startsWith("/*")) {
      for (const [word] of found.matchAll(/[\p{L}\p{N}_]+/gu)) tokens.push(`#${word}`);
    } else if (found !== ";" && found !== "{" && found !== "}") {
      if ((found === ")" || found === "]") && tokens.at(-1) === ",") tokens.pop();
      tokens.push(found);
    }
  }
  return tokens.at(-1) === "," ? tokens.slice(0, -1) : tokens;
}

const piece =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\p{L}\p{N}_$]+|\S/gu;

/** Share of the pairs of neighbouring tokens that two lists have in common, 0 to 1. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const most = (2 * (short.length + 1)) / (short.length + long.length + 2);
  // What cannot be alike by its length is said to be less alike than any caller asks for.
  if (most < 0.3) return most / 2;
  const ofLong = countsOf(long);
  let common = 0;
  for (const [pair, count] of countsOf(short)) common += Math.min(count, ofLong.get(pair) ?? 0);
  return (2 * common) / (a.length + b.length + 2);
}

const counted = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function countsOf(tokens: readonly string[]): ReadonlyMap<string, number> {
  const known = counted.get(tokens);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (let at = 0; at <= tokens.length; at++) {
    const pair = `${tokens[at - 1] ?? ""}\n${tokens[at] ?? ""}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  counted.set(tokens, counts);
  return counts;
}
