import type { CommentStyle } from "../languages/languageDefinition.ts";

const maxLength = 300;
/** White space is folded after cutting, so more is read than is kept. */
const maxRead = 1200;

/**
 * What a definition promises before its body: text from `start` to `end` without the ranges in `leads` (decorators),
 * comments dropped, white space folded, at most 300 characters.
 */
export function signatureOf(
  text: string,
  start: number,
  end: number,
  leads: readonly { readonly start: number; readonly end: number }[],
  comments: CommentStyle,
): string {
  let kept = "";
  let from = start;
  for (const lead of leads) {
    if (lead.end <= from || lead.start >= end) continue;
    kept += text.slice(from, Math.min(lead.start, from + maxRead));
    from = lead.end;
  }
  kept += text.slice(from, Math.min(end, from + maxRead));
  const folded = withoutComments(kept, comments)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\s*(?:=>|=|\{|:|;|,|\\)$/, "");
  return folded.length <= maxLength ? folded : `${folded.slice(0, maxLength - 1)}…`;
}

/** A marker counts only at the start of a line or between white space: `http://` in a default value is none. */
function withoutComments(code: string, { line, block }: CommentStyle): string {
  const lines = code.includes(line)
    ? code
        .split("\n")
        .map((it) => it.replace(line === "#" ? /(?:^|\s)#(?:\s.*)?$/ : /(?:^|\s)\/\/[/!]*(?:\s.*)?$/, ""))
        .join("\n")
    : code;
  return block?.[0] === "/*" ? lines.replace(/\/\*[\s\S]*?\*\//g, "") : lines;
}
