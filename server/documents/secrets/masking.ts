/** A secret found in a text: UTF-16 offsets, end exclusive; `rule` names what it is, for example `github-token`. */
export interface SecretFinding {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

/** A secret that was replaced; `line` counts from 1. */
export interface Masking {
  readonly rule: string;
  readonly line: number;
}

/**
 * Replaces each finding by `[masked: rule]`, line by line where it spans several, so that line numbers stay. Findings
 * which hold a mask already are left out. What was replaced is added to `maskings`.
 */
export function applyMasks(text: string, findings: readonly SecretFinding[], maskings: Masking[]): string {
  const wanted = disjoint(
    findings.filter((found) => !text.slice(found.start, found.end).includes("[masked: ")),
  );
  if (wanted.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  let line = 1;
  for (const { start, end, rule } of wanted) {
    const before = text.slice(at, start);
    line += lineBreaks(before);
    maskings.push({ rule, line });
    const secret = text.slice(start, end);
    parts.push(before, secret.replace(/[^\n]*[^\s][^\n]*/g, `[masked: ${rule}]`));
    line += lineBreaks(secret);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

function disjoint(findings: readonly SecretFinding[]): SecretFinding[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const result: SecretFinding[] = [];
  for (const found of sorted) {
    const last = result.at(-1);
    if (last === undefined || found.start >= last.end) result.push(found);
    else if (found.end > last.end) result[result.length - 1] = { ...last, end: found.end };
  }
  return result;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
