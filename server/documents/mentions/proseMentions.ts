import type { KeyMention } from "../../model/keyMention.ts";
import { keyShapes, mayHoldKeys } from "../../model/keyShapes.ts";
import { excerpt } from "./excerpt.ts";

/** Most mentions of one document; a list of all changes ever made says little about any of them. */
const mostMentions = 2_000;
/** Longest line that is read, in UTF-16 units. */
const longestLine = 20_000;

/**
 * Keys in the prose and the links of a document, each once for a line. `from` is the index of the first line that is no
 * front matter, which states its keys as fields. Code between fences is left out.
 */
export function proseMentions(lines: readonly string[], from = 0): readonly KeyMention[] {
  const mentions: KeyMention[] = [];
  let fence: string | undefined;
  for (let at = from; at < lines.length && mentions.length < mostMentions; at++) {
    const line = (lines[at] ?? "").slice(0, longestLine);
    const mark = /^\s{0,3}(?:>\s?)*(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    if (fence === undefined && mayHoldKeys(line)) addLine(mentions, line, at + 1);
  }
  return mentions.slice(0, mostMentions);
}

function addLine(mentions: KeyMention[], text: string, line: number): void {
  const known = new Set<string>();
  for (const { key, start, end } of keyShapes(text)) {
    // `#12 …` at the beginning of a line was a heading before Markdown asked for the space.
    if (known.has(key) || (start === 0 && text.startsWith("#"))) continue;
    known.add(key);
    const isLink = text.startsWith("http", start) || isLinkText(text, start, end);
    const place = isLink ? "link" : "prose";
    mentions.push({ key, place, role: "mentions", line, text: excerpt(text, start, end) });
  }
}

/** `[WH-12](…)`, `[see #34][1]`, and the target of a link: `[login](WH-12-login.md)`. */
function isLinkText(text: string, start: number, end: number): boolean {
  const open = text.lastIndexOf("[", start);
  const close = text.indexOf("]", end);
  if (open >= 0 && close >= 0 && /^\]\s?[([]/.test(text.slice(close, close + 3))) {
    return !/[\][]/.test(text.slice(open + 1, close));
  }
  return /\]\([^()\s]{0,200}$/.test(text.slice(Math.max(0, start - 220), start));
}
