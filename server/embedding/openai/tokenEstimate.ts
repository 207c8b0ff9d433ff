/**
 * How many tokens a model makes of a text, by rule of thumb: its tokenizer is not known here. A run of letters counts
 * one token per six begun, digits one per three, a run of marks one per two, spaces beyond a single one together one, a
 * line end one, and a character of a script without spaces one each.
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

const runs =
  /[A-Za-z]{1,60}|\d{1,60}|[ \t]+|[\r\n]+|[\u0080-\u{10ffff}]|[^\sA-Za-z\d\u0080-\u{10ffff}]{1,20}|\s/gu;

function tokensOf(run: string): number {
  const first = run.charCodeAt(0);
  if (first > 0x7f) return 1;
  if (/[A-Za-z]/.test(run)) return Math.ceil(run.length / 6);
  if (/\d/.test(run)) return Math.ceil(run.length / 3);
  if (/[ \t]/.test(run)) return run.length > 1 ? 1 : 0;
  if (/\s/.test(run)) return 1;
  return Math.ceil(run.length / 2);
}
