import type { MentionRole } from "../../model/keyMention.ts";
import { type KeyShape, keyShapes } from "../../model/keyShapes.ts";
import { isClosing, speaksOfOpenWork } from "./phrases.ts";

/** A key of a subject with what the subject says of it; `isSuffix` marks the `(#12)` that a squash merge appends. */
export interface SubjectKey extends KeyShape {
  readonly role: MentionRole;
  readonly isSuffix: boolean;
}

/** Longest subject that is read, in UTF-16 units. */
const longestSubject = 2_000;

/**
 * Keys of a subject line. Work is for a key that leads (`WH-12: …`, `fix(api): WH-12 …`), stands in brackets, ends the
 * subject, or is what the work is said to be for; keys in a revert are reverted, and of others something is merely said.
 */
export function subjectRoles(subject: string): readonly SubjectKey[] {
  const text = subject.slice(0, longestSubject);
  const shapes = keyShapes(text);
  if (shapes.length === 0) return [];
  const suffixStart = squashSuffixStart(text);
  const revert = readRevert(text);
  const work = { text, workStart: revert.end, workEnd: suffixStart, isRevert: revert.isRevert };
  const roles: SubjectKey[] = [];
  for (const [at, shape] of shapes.entries()) {
    const isSuffix = shape.start >= suffixStart && at === shapes.length - 1;
    const previous = roles.at(-1);
    roles.push({ ...shape, isSuffix, role: isSuffix ? "implements" : roleOf(work, shape, previous) });
  }
  return roles;
}

/** True for a message that takes work back; taking back what took it back brings it in again. */
export function isRevert(subject: string): boolean {
  return readRevert(subject.slice(0, longestSubject)).isRevert;
}

/** `end` is where the words begin that say what is taken back. */
function readRevert(subject: string): { readonly isRevert: boolean; readonly end: number } {
  let depth = 0;
  let end = 0;
  for (let lead = revertLead.exec(subject); lead !== null; lead = revertLead.exec(subject.slice(end))) {
    depth++;
    end += lead[0].length;
  }
  return { isRevert: depth % 2 === 1, end };
}

const revertLead =
  /^\s*(?:\[[^\]]{0,40}\]\s*)?(?:revert(?:s|ed|ing)?|back(?:ed|ing)?[ -]?out|roll(?:ed|ing)?[ -]?back|undo)\b:?\s*["'“]?\s*(?:of\b\s*)?/i;

/** Where the `(#12)` at the end begin, of which the last is the pull request; the length where there is none. */
function squashSuffixStart(text: string): number {
  const suffix = /(?:\s*\([#!]\d{1,9}\))+\s*$/.exec(text.slice(-120));
  return suffix === null ? text.length : text.length - suffix[0].length;
}

interface Work {
  readonly text: string;
  readonly workStart: number;
  readonly workEnd: number;
  readonly isRevert: boolean;
}

function roleOf(work: Work, shape: KeyShape, previous: SubjectKey | undefined): MentionRole {
  const { text, workStart, workEnd } = work;
  const before = text.slice(previous?.end ?? workStart, shape.start);
  const allBefore = text.slice(workStart, shape.start);
  if (work.isRevert) return givesReason.test(allBefore) ? "mentions" : "reverts";
  // An earlier suffix is the pull request that this one brings to another branch.
  if (shape.start >= workEnd) return "mentions";
  if (previous !== undefined && isSeparator(before)) return previous.role;
  if (revertWord.test(before)) return "reverts";
  if (isFurtherEntry(text, shape)) return "implements";
  if (speaksOfOpenWork(allBefore) && !ofEarlierWork.test(before)) return "notFixed";
  if (isClosing(before)) return "closes";
  if (previous === undefined && isLeadIn(allBefore)) return "implements";
  if (isInBrackets(text, shape)) return "implements";
  if (aside.test(before)) return "mentions";
  return purpose.test(before) || isSetOff(before, text.slice(shape.end, workEnd)) ? "implements" : "mentions";
}

const revertWord = /\brevert(?:s|ed|ing)?\b[^.;]{0,40}$/i;
const givesReason = /\b(?:because|due to|caus(?:es|ed|ing)|br(?:eaks?|oke)|since|see|in favou?r of)\b/i;
const ofEarlierWork = /\b(?:for|after|from|follow(?:ing)?[ -]?up):?\s+$/i;
const aside =
  /\b(?:follow(?:ing)?[ -]?up|amend|addendum|relat(?:ed|es)|see|similar|like|since|after|before|from|until|because|due|caused|introduced|broken|regression|cf\.?|without)\b[^.;:,]{0,40}$/i;
const purpose =
  /\b(?:for|per|part of|address(?:es|ed)?|implement(?:s|ed|ing|ation of)?|backport(?:s|ed|ing)?(?: of)?|port(?:s|ed|ing)?(?: of)?|apply|merged?|towards?)\s+(?:the\s+)?(?:issue|bug|jira|ticket|story|task|epic)?\s*$/i;

function isSeparator(text: string): boolean {
  return text.length < 20 && /^[\s,;:.&+/|()[\]"'-]*(?:and)?[\s([-]*$/i.test(text);
}

/** True for a key between marks, or between a mark and the end: `…; WH-12; by Ann`, `… - WH-12, WH-13`. */
function isSetOff(before: string, after: string): boolean {
  if (/;\s*#?$/.test(before) && /^\s*[;,]/.test(after)) return true;
  return /(?:^|[:;,.|–—-])\s*#?$/.test(before) && isSeparator(after.slice(0, 200).replaceAll(anyKey, ""));
}

const anyKey = /[A-Z][A-Z0-9_]+-\d+|(?:[\w./-]+)?[#!]\d+|gh-\d+/gi;

/** Subjects of several lines, which Git joins: `WH-12. One thing WH-13. Another`. */
function isFurtherEntry(text: string, { end }: KeyShape): boolean {
  const [, mark] = /^\s*[A-Z][A-Z0-9_]+-\d+( ?[.:;(])/.exec(text) ?? [];
  return mark !== undefined && text.startsWith(mark, end) && /^\s*\w/.test(text.slice(end + mark.length));
}

/** True where nothing but marks, words of kind and a conventional prefix stand before the key. */
function isLeadIn(before: string): boolean {
  if (before.length > 120) return false;
  let rest = before.trim();
  for (let lead = leadIn.exec(rest); lead !== null && lead[0] !== ""; lead = leadIn.exec(rest)) {
    rest = rest.slice(lead[0].length);
  }
  return rest === "";
}

const leadIn =
  /^(?:\[[^\]]*\]|\([^)]*\)|[A-Za-z][\w./-]*(?:\([^)]*\)?)?!?:|(?:issues?|bugs?|jira|ticket|story|task|epic|feature|item|pr|pull request|refs?|references|re-?appl(?:y|ied)|re-?land|backport|cherry[- ]?pick(?:ed)?|merged?|port|apply|for|of)\b:?|[A-Za-z]+\($|["'[(<#*.,:;|–—-]+)\s*/i;

/** `(WH-12)`, `[WH-12, WH-13]`, `(fixes WH-12)`. */
function isInBrackets(text: string, { start, end }: KeyShape): boolean {
  const open = Math.max(text.lastIndexOf("[", start), text.lastIndexOf("(", start));
  if (open < 0 || start - open > 100) return false;
  const close = text.indexOf(text.charAt(open) === "[" ? "]" : ")", end);
  if (close < 0 || close - end > 100) return false;
  const words = text.slice(open + 1, close).replaceAll(anyKey, "");
  return /^(?:[\s,;:&+/]|\b(?:and|issues?|bugs?|jira|ticket|story|task|epic|fix(?:es|ed)?|closes?d?|resolves?d?|implements|part of|for)\b)*$/i.test(
    words,
  );
}
