import { extentAt, headLine, indentationOf, isDecorator } from "./definitionExtent.ts";
import { headOf, likeHeads } from "./definitionHeads.ts";
import type { LineRange } from "./lineRange.ts";
import { alignTokens } from "./tokenAlignment.ts";
import type { TokenRun } from "./tokenRun.ts";
import { isLayout, punctuation } from "./tokenTable.ts";
import type { VersionText } from "./versionText.ts";

/** Where a definition stood in an older text, and what of it was the same. */
export interface Located {
  readonly range: LineRange;
  /** `identical`: every character; `sameCode`: another layout; `changed`: other tokens. */
  readonly likeness: "identical" | "sameCode" | "changed";
  /** Of a changed one: its tokens there, and which of them each token of the newer text was, or -1. */
  readonly run?: TokenRun;
  readonly pairs?: Int32Array;
}

/** How much of a definition has to be found again to be the same one, as a share of its tokens. */
export interface LikenessNeeded {
  /** Where the head is the same, or all but. */
  readonly withSameHead: number;
  /** Where the head is much alike. */
  readonly withLikeHead: number;
  /** Whatever the head is. */
  readonly without: number;
}

/**
 * Looks for the definition that stands in `range` of `newer` in `older`, an earlier text of the same file or of another.
 * Gives nothing where it was not there yet.
 */
export function locateDefinition(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
  needed: LikenessNeeded,
): Located | undefined {
  return (
    findInPlace(newer, range, older) ??
    findChangedInPlace(newer, range, older, needed) ??
    findText(newer, range, older) ??
    findTokens(newer, range, older) ??
    findChanged(newer, range, older, needed)
  );
}

/** Finds a definition that is there character by character, or token by token. */
export function locateUnchanged(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
): Located | undefined {
  const found = findInPlace(newer, range, older);
  if (found !== undefined) return found;
  if (!mayHave(older, newer, newer.runOf(range.startLine, range.endLine))) return undefined;
  return findText(newer, range, older) ?? findTokens(newer, range, older);
}

/** False for a text without the longest word of a definition, which it then cannot have; looking for one word is cheap. */
function mayHave(version: VersionText, { table }: VersionText, { tokens }: TokenRun): boolean {
  let longest = "";
  for (const token of tokens) {
    const text = table.textOf(token);
    if (text.length > longest.length && isWord(text)) longest = text;
  }
  return version.text.includes(longest);
}

function isWord(token: string): boolean {
  return !/["'#]/.test(token.charAt(0));
}

/** Most changes leave most definitions alone: above and below what changed, each stands where it stood. */
function findInPlace(newer: VersionText, range: LineRange, older: VersionText): Located | undefined {
  const { before, after } = newer.commonWith(older);
  const growth = older.lines.length - newer.lines.length;
  const isAbove = range.endLine <= before;
  if (!isAbove && range.startLine <= newer.lines.length - after) return undefined;
  const shift = isAbove ? 0 : growth;
  const found = { startLine: range.startLine + shift, endLine: range.endLine + shift };
  return isWhole(newer, range, older, found) ? { range: found, likeness: "identical" } : undefined;
}

/** Where nothing above a head has changed, what it heads is the same definition, unless hardly anything is left of it. */
function findChangedInPlace(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
  needed: LikenessNeeded,
): Located | undefined {
  const head = headLine(newer, range);
  if (head > newer.commonWith(older).before) return undefined;
  const found = sameEnds(newer, range, older) ?? extentAt(older, head, mostLinesOf(range));
  if (found.startLine !== range.startLine) return undefined;
  const wanted = newer.runOf(range.startLine, range.endLine);
  const run = older.runLike(found, newer, range, wanted);
  const pairs = alignTokens(wanted.tokens, run.tokens, newer.table);
  const share = sharedPart(pairs, run.tokens.length);
  if (share < Math.max(needed.without, needed.withSameHead)) return undefined;
  return { range: found, likeness: share === 1 ? "sameCode" : "changed", run, pairs };
}

function findText(newer: VersionText, range: LineRange, older: VersionText): Located | undefined {
  const wanted = newer.slice(range.startLine, range.endLine);
  const places: number[] = [];
  for (let at = older.text.indexOf(wanted); at >= 0; at = older.text.indexOf(wanted, at + 1)) {
    const isWhole =
      (at === 0 || older.text[at - 1] === "\n") &&
      (at + wanted.length === older.text.length || older.text[at + wanted.length] === "\n");
    if (isWhole) places.push(at);
    if (places.length >= maxPlaces) break;
  }
  if (places.length === 0) return undefined;
  const height = range.endLine - range.startLine;
  const starts = placesToLines(older.text, places);
  const whole = starts.filter((start) =>
    isWhole(newer, range, older, { startLine: start, endLine: start + height }),
  );
  if (whole.length === 0) return undefined;
  const startLine = likeliest(newer, range, older, whole);
  return { range: { startLine, endLine: startLine + height }, likeness: "identical" };
}

const maxPlaces = 50;

function placesToLines(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let seen = 0;
  return places.map((place) => {
    for (let at = text.indexOf("\n", seen); at >= 0 && at < place; at = text.indexOf("\n", at + 1)) {
      line++;
      seen = at + 1;
    }
    return line;
  });
}

/** Of several equal texts the one with the same neighbours, then the one nearest to the same place. */
function likeliest(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
  starts: readonly number[],
): number {
  const [only] = starts;
  if (only !== undefined && starts.length === 1) return only;
  const height = range.endLine - range.startLine;
  const growth = older.lines.length - newer.lines.length;
  const scored = starts.map((start) => ({
    start,
    neighbours:
      equalLines(newer, range.startLine, older, start, -1) +
      equalLines(newer, range.endLine, older, start + height, 1),
    distance: Math.min(Math.abs(start - range.startLine), Math.abs(start - range.startLine - growth)),
  }));
  scored.sort((a, b) => b.neighbours - a.neighbours || a.distance - b.distance);
  return scored[0]?.start ?? range.startLine;
}

/** How many lines next to two places are equal, up to eight. */
function equalLines(
  newer: VersionText,
  line: number,
  older: VersionText,
  oldLine: number,
  step: 1 | -1,
): number {
  let equal = 0;
  while (equal < 8) {
    const distance = (equal + 1) * step;
    const text = newer.lines[line - 1 + distance];
    if (text === undefined || text !== older.lines[oldLine - 1 + distance]) break;
    equal++;
  }
  return equal;
}

/** A definition begins on a line of its own, so only lines that begin like it are looked at. */
function findTokens(newer: VersionText, range: LineRange, older: VersionText): Located | undefined {
  const wanted = newer.runOf(range.startLine, range.endLine);
  const [first] = wanted.tokens;
  if (first === undefined) return undefined;
  const { table } = newer;
  const firstText = table.isText(first) ? table.textOf(first) : undefined;
  const found: LineRange[] = [];
  for (let line = 1; line <= older.lines.length && found.length < maxPlaces; line++) {
    const begin = older.lexedLine(line)?.first;
    // A text may be written in several pieces, of which the line has the first.
    if (begin === undefined) continue;
    const isPiece =
      firstText !== undefined && table.isText(begin) && firstText.startsWith(table.textOf(begin));
    if (begin !== first && !isPiece) continue;
    if (!isPiece && !beginsWith(older, line, wanted.tokens)) continue;
    const candidate = rangeOfTokens(older, line, wanted.tokens);
    if (candidate === undefined || bracesIn(older, candidate) !== bracesIn(newer, range)) continue;
    if (isWhole(newer, range, older, candidate)) found.push(candidate);
  }
  if (found.length === 0) return undefined;
  const starts = found.map(({ startLine }) => startLine);
  const startLine = likeliest(newer, range, older, starts);
  const likely = found.find((candidate) => candidate.startLine === startLine);
  return likely && { range: likely, likeness: "sameCode" };
}

/** False where the tokens of a line are surely others: up to a comma or a text, of which the next token may make another. */
function beginsWith(version: VersionText, line: number, wanted: Int32Array): boolean {
  let at = 0;
  for (const token of version.lexedLine(line)?.tokens ?? []) {
    if (isLayout(token)) continue;
    if (at === wanted.length || token === punctuation.comma || version.table.isText(token)) return true;
    if (token !== wanted[at++]) return false;
  }
  return true;
}

/**
 * Lines that hold exactly these tokens from `startLine` on, and the closing braces which follow them and belong to what
 * they open.
 */
function rangeOfTokens(version: VersionText, startLine: number, wanted: Int32Array): LineRange | undefined {
  let step = 8;
  for (let endLine = startLine + step; ; endLine += step) {
    const { tokens, lines } = version.runOf(startLine, endLine);
    const isAll = tokens.length > wanted.length + 2 || endLine > version.lines.length;
    // What comes next may still change the last tokens: it may close a bracket or go on with a text.
    const sure = isAll ? wanted.length : Math.min(tokens.length - 2, wanted.length);
    for (let at = 0; at < sure; at++) if (tokens[at] !== wanted[at]) return undefined;
    if (isAll) return withClosingBraces(version, startLine, startLine + (lines[wanted.length - 1] ?? 0));
    step *= 2;
  }
}

function withClosingBraces(version: VersionText, startLine: number, lastLine: number): LineRange {
  let endLine = lastLine;
  let open = 0;
  for (let line = startLine; line <= endLine; line++) open += openBraces(version, line);
  while (open > 0 && isClosing(version, endLine + 1)) open += openBraces(version, ++endLine);
  return { startLine, endLine };
}

/** How many braces some lines open and do not close. */
function bracesIn(version: VersionText, { startLine, endLine }: LineRange): number {
  let open = 0;
  for (let line = startLine; line <= endLine; line++) open += openBraces(version, line);
  return open;
}

/** False where the older definition had more: a decorator above, or lines at its end, which the newer one lacks. */
function isWhole(newer: VersionText, range: LineRange, older: VersionText, found: LineRange): boolean {
  const hadDecorator = isDecorator(older, found.startLine - 1) && !isDecorator(newer, range.startLine - 1);
  return !hadDecorator && (!goesOn(older, found) || goesOn(newer, range));
}

/** True where the line after a definition is set in deeper than its first line. */
function goesOn(version: VersionText, { startLine, endLine }: LineRange): boolean {
  let next = endLine;
  while (next < version.lines.length && version.lines[next]?.trim() === "") next++;
  const text = version.lines[next];
  return text !== undefined && indentationOf(text) > indentationOf(version.lines[startLine - 1] ?? "");
}

function openBraces(version: VersionText, line: number): number {
  let open = 0;
  for (const token of version.lexedLine(line)?.tokens ?? []) {
    if (token === punctuation.openBrace) open++;
    else if (token === punctuation.closeBrace) open--;
  }
  return open;
}

function isClosing(version: VersionText, line: number): boolean {
  const { closeBrace, semicolon } = punctuation;
  return version.lexedLine(line)?.tokens.every((each) => each === closeBrace || each === semicolon) ?? false;
}

function findChanged(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
  needed: LikenessNeeded,
): Located | undefined {
  const wanted = newer.runOf(range.startLine, range.endLine);
  const head = headOf(newer, headLine(newer, range));
  const mostLines = mostLinesOf(range);
  let best: { readonly located: Located; readonly score: number } | undefined;
  for (const { line, likeness } of likeHeads(older, head, newer, range)) {
    const found = extentAt(older, line, mostLines);
    if (isAnotherDefinition(newer, range, older, found)) continue;
    if (likeness < sameHead && isHeadStillThere(newer, range, older, line)) continue;
    const run = older.runOf(found.startLine, found.endLine);
    const pairs = alignTokens(wanted.tokens, run.tokens, newer.table);
    const share = sharedPart(pairs, run.tokens.length);
    if (share < shareNeeded(likeness, needed)) continue;
    const score = share + likeness;
    if (best === undefined || score > best.score) {
      best = { located: { range: found, likeness: share === 1 ? "sameCode" : "changed", run, pairs }, score };
    }
  }
  return best?.located;
}

/** Of a definition whose first and last line are as they were, as long as what changed between opens no more than it closes. */
function sameEnds(newer: VersionText, range: LineRange, older: VersionText): LineRange | undefined {
  const { before, after } = newer.commonWith(older);
  const [end, oldEnd] = [newer.lines.length - after, older.lines.length - after];
  if (range.startLine > before || range.endLine <= end) return undefined;
  const open = bracesIn(newer, { startLine: before + 1, endLine: end });
  const wereOpen = bracesIn(older, { startLine: before + 1, endLine: oldEnd });
  if (open !== wereOpen) return undefined;
  return { startLine: range.startLine, endLine: range.endLine + oldEnd - end };
}

/** How long a definition may have been before; most of a long one is seldom taken away at once. */
function mostLinesOf({ startLine, endLine }: LineRange): number {
  return 3 * (endLine - startLine + 1) + 60;
}

/** Heads that are so much alike are the same. */
const sameHead = 0.95;

function shareNeeded(headLikeness: number, needed: LikenessNeeded): number {
  if (headLikeness >= sameHead) return needed.withSameHead;
  return headLikeness >= 0.7 ? needed.withLikeHead : needed.without;
}

function sharedPart(pairs: Int32Array, oldLength: number): number {
  let common = 0;
  for (const pair of pairs) if (pair >= 0) common++;
  return pairs.length + oldLength === 0 ? 0 : (2 * common) / (pairs.length + oldLength);
}

/** True where the older definition is still there in the newer text, beside the one that is looked for. */
function isAnotherDefinition(
  newer: VersionText,
  range: LineRange,
  older: VersionText,
  found: LineRange,
): boolean {
  const still = findText(older, found, newer);
  return (
    still !== undefined && (still.range.startLine < range.startLine || still.range.endLine > range.endLine)
  );
}

/** True where what has another head still has it, elsewhere in the newer text, whatever became of its body. */
function isHeadStillThere(newer: VersionText, range: LineRange, older: VersionText, line: number): boolean {
  const head = older.lines[line - 1]?.trim() ?? "";
  return newer.lines.some((text, at) => {
    return (at + 1 < range.startLine || at + 1 > range.endLine) && text.trim() === head;
  });
}
