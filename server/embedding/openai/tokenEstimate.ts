/**
 * How many tokens a model makes of a text, by rule of thumb: its tokenizer is not known here. A run of letters counts
 * one token per eight begun, digits one per three, a run of marks one per two, a run of blanks one unless it is a single
 * space, and a character of a script without spaces one each.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(runs)) tokens += tokensOf(run);
  return tokens;
}

/** The beginning of a text which has at most so many tokens by the same estimate, cut between runs. */
export function cutToTokens(text: string, most: number): string {
  // Each token stands for at least one UTF-16 unit.
  if (text.length <= most) return text;
  let tokens = 0;
  for (const match of text.matchAll(runs)) {
    tokens += tokensOf(match[0]);
    if (tokens > most) return text.slice(0, match.index);
  }
  return text;
}

const runs = /[A-Za-z]{1,60}|\d{1,60}|\s+|[\u0080-\u{10ffff}]|[^\sA-Za-z\d\u0080-\u{10ffff}]{1,20}/gu;

function tokensOf(run: string): number {
  const first = run.charCodeAt(0);
  if (first > 0x7f) return 1;
  if (/[A-Za-z]/.test(run)) return Math.ceil(run.length / 8);
  if (/\d/.test(run)) return Math.ceil(run.length / 3);
  if (/\s/.test(run)) return run === " " ? 0 : 1;
  return Math.ceil(run.length / 2);
}
