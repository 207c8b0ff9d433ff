import type { SecretFinding } from "./masking.ts";

const border = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** A PEM or PGP body is seldom longer; further lines are not searched for its end. */
const maxBodyLength = 20_000;

/** Base64 between PEM borders, in a string literal of one line or alone on lines (quoted, commented, indented). */
const encodedRun = /[A-Za-z0-9+/=]{4,}(?:\\+[nr][A-Za-z0-9+/=]{4,})*/g;
const encodedLine = /^[\s#*/>"'`+,;|]*[A-Za-z0-9+/=]{1,400}(?:\\[nr])*["'`+,;)\]\s\\]*$/;

/**
 * Bodies of PEM and PGP private keys: the base64 lines after the `BEGIN` line up to the `END` line, or up to the first
 * line that is none where the end is missing. The `BEGIN` and `END` lines stay: they say what stood there. Code that
 * merely names the borders has no base64 between them and is left alone.
 */
export function privateKeys(text: string): SecretFinding[] {
  if (!text.includes("PRIVATE KEY")) return [];
  const findings: SecretFinding[] = [];
  const borders = [...text.matchAll(border)];
  for (const [index, match] of borders.entries()) {
    if (match[1] !== "BEGIN") continue;
    const start = match.index + match[0].length;
    const next = borders[index + 1];
    const bodyEnd = Math.min(next?.index ?? text.length, start + maxBodyLength);
    const closed = next?.[1] === "END" && next.index === bodyEnd;
    findings.push(...bodyFindings(text.slice(start, bodyEnd), start, closed));
  }
  return findings;
}

function bodyFindings(body: string, offset: number, closed: boolean): SecretFinding[] {
  const findings: SecretFinding[] = [];
  const lines = body.split("\n");
  let at = offset;
  for (const [index, line] of lines.entries()) {
    const sameLine = index === 0;
    const encoded = sameLine
      ? hasLongRun(line, 40)
      : encodedLine.test(line) && (closed || hasLongRun(line, 40));
    if (encoded) findings.push(...runs(line, at));
    else if (!closed && !sameLine) break;
    at += line.length + 1;
  }
  return findings;
}

function hasLongRun(line: string, length: number): boolean {
  return new RegExp(`[A-Za-z0-9+/=]{${length},}`).test(line);
}

function runs(line: string, offset: number): SecretFinding[] {
  return Array.from(line.matchAll(encodedRun), (run) => ({
    start: offset + run.index,
    end: offset + run.index + run[0].length,
    rule: "private-key",
  }));
}
