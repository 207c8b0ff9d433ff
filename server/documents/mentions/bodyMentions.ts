import type { KeyMention, MentionPlace, MentionRole } from "../../model/keyMention.ts";
import { type KeyShape, keyShapes, mayHoldKeys } from "../../model/keyShapes.ts";
import { type BodyLine, bodyLines } from "./bodyLines.ts";
import { branchKeys } from "./branchKeys.ts";
import { excerpt } from "./excerpt.ts";
import { isClosing, isSaidToBeOpen, speaksOfOpenWork } from "./phrases.ts";
import { subjectRoles } from "./subjectRoles.ts";

/** What the subject says of the whole message. */
export interface MessageNature {
  readonly isRevert: boolean;
  readonly isMerge: boolean;
  /** True where the subject names what the work is for. */
  readonly hasWork: boolean;
  /** True where several commits were squashed into this one, so that entries of a list are their subjects. */
  readonly isSquash: boolean;
  /** True where a tool raised a dependency: the text is that of another project. */
  readonly isDependencyUpdate: boolean;
}

/** Keys in the body of a commit's message, in reading order. */
export function* bodyMentions(body: string, nature: MessageNature): Generator<KeyMention> {
  if (!mayHoldKeys(body)) return;
  let before = "";
  for (const line of bodyLines(body, nature.isSquash)) {
    if (mayHoldKeys(line.text)) yield* lineMentions(line, line.isFirst ? "" : before, nature);
    before = line.text;
  }
}

function* lineMentions(line: BodyLine, above: string, nature: MessageNature): Generator<KeyMention> {
  const at = { line: line.index + 3 };
  const merged = mergedByScript.exec(line.text);
  if (merged !== null) {
    const [text, number = "", branch = ""] = merged;
    yield {
      key: `#${number}`,
      place: "mergePullRequest",
      role: "implements",
      ...at,
      text: excerpt(text, 0, 0),
    };
    for (const key of branchKeys(branch.replace(/^[^/]*\//, "")))
      yield { key, place: "mergeBranch", role: "implements", ...at, text: excerpt(text, 0, 0) };
    return;
  }
  if (line.trailer !== undefined && peopleTrailer.test(line.trailer)) return;
  // Read with the merge itself.
  if (nature.isMerge && line.text.startsWith("See merge request ")) return;
  const trailer = trailerOf(line);
  const place = trailer?.place ?? "body";
  for (const [shape, role] of rolesOf(line, above, nature, trailer)) {
    yield { key: shape.key, place, role, ...at, text: excerpt(line.text, shape.start, shape.end) };
  }
}

/** How the merge scripts of Apache projects name the pull request: `Closes #12 from owner/branch`. */
const mergedByScript = /^\s*(?:This )?closes #(\d{1,9}) from (\S+\/\S+)/i;

const peopleTrailer = /-by$|^(?:reviewers?|authors?|cc|change-id|git-svn-id|from|date)$/;

interface Trailer {
  readonly place: MentionPlace;
  readonly role: MentionRole;
}

/** Names that trailers with keys have, and what they say. Any other line with a colon is a sentence. */
function trailerOf({ trailer, text }: BodyLine): Trailer | undefined {
  if (trailer === undefined) return undefined;
  const value = text.slice(text.indexOf(":") + 1);
  // `Fixes: 1a2b3c4 ("WH-12: …")` names the commit that was wrong.
  if (/^\s*(?:commit\s+)?[0-9a-f]{7,40}\b/.test(value)) return { place: "trailer", role: "mentions" };
  if (/^(?:closes?|closed|fix(?:es|ed)?|resolves?|resolved)(?:-(?:issues?|bugs?))?$/.test(trailer))
    return { place: "trailer", role: "closes" };
  if (/^(?:pr|pr-url|pull-request|merge-request)$/.test(trailer))
    return { place: "mergePullRequest", role: "implements" };
  if (forWork.test(trailer)) return { place: "trailer", role: "implements" };
  if (/^reverts?$/.test(trailer)) return { place: "trailer", role: "reverts" };
  if (/^(?:not-fixed|follow-?ups?|todo|known-issues?)$/.test(trailer))
    return { place: "trailer", role: "notFixed" };
  if (
    /^(?:see|see-also|related|related-to|relates-to|link|links|depends-on|blocks|supersedes)$/.test(trailer)
  )
    return { place: "trailer", role: "mentions" };
  return undefined;
}

const forWork =
  /^(?:(?:github-|gitlab-|jira-)?(?:issue|bug|ticket|task|story|epic|feature)s?(?:-(?:id|number|key|url|link))?|jira|implements?|(?:related-)?work-items?|part-of|refs?|references?|addresses)$/;

function* rolesOf(
  line: BodyLine,
  above: string,
  nature: MessageNature,
  trailer: Trailer | undefined,
): Generator<readonly [KeyShape, MentionRole]> {
  if (line.kind === "subject" || isListedSubject(line, nature)) {
    for (const key of subjectRoles(line.text.replace(listMark, ""))) yield [key, key.role];
    return;
  }
  let previous: { readonly end: number; readonly role: MentionRole } | undefined;
  const seen = new Set<string>();
  for (const shape of keyShapes(line.text)) {
    // The text of a link and its address are one mention.
    if (seen.has(shape.key)) continue;
    seen.add(shape.key);
    const between = previous === undefined ? undefined : line.text.slice(previous.end, shape.start);
    const continues =
      between !== undefined && /^\s*(?:,|&|\/|and\b|,\s*and\b)?\s*(?:issue\s*)?$/i.test(between);
    const role =
      continues && previous !== undefined ? previous.role : roleIn(line, above, shape, nature, trailer);
    previous = { end: shape.end, role };
    yield [shape, role];
  }
}

const listMark = /^\s*(?:[*+•-]|\d{1,2}[.)])\s+/;

/** Hosts list the subjects of squashed commits in the body; where the subject names no key, so do people. */
function isListedSubject({ kind, text, isFirst }: BodyLine, nature: MessageNature): boolean {
  if (kind !== "words" || !isFirst || nature.isRevert || nature.isDependencyUpdate) return false;
  if (!listMark.test(text) || !leadingKey.test(text.replace(listMark, ""))) return false;
  return nature.isSquash || !nature.hasWork;
}

/** A key that opens a line and is set off from what it is about: `WH-12: …`, `[WH-12] …`. */
const leadingKey =
  /^\s*(?:[[(](?:[A-Z][A-Z0-9_]+-\d+|#\d+)[\])]|(?:[A-Z][A-Z0-9_]+-\d+|#\d+)(?:[:.;,]\s|\s+-\s|:$))/;

/** True for a line that holds keys or their addresses and nothing else. */
function isAlone(text: string, { end }: KeyShape): boolean {
  return (
    end <= 200 &&
    text.length < 300 &&
    keyShapes(text)
      .reduceRight((rest, shape) => rest.slice(0, shape.start) + rest.slice(shape.end), text)
      .replaceAll(/[\s,;/&<>()[\]*-]/g, "") === ""
  );
}

function roleIn(
  line: BodyLine,
  above: string,
  shape: KeyShape,
  nature: MessageNature,
  trailer: Trailer | undefined,
): MentionRole {
  if (line.kind === "quoted" || nature.isDependencyUpdate) return "quoted";
  if (line.kind === "open") return "notFixed";
  const before = line.text.slice(Math.max(0, shape.start - 200), shape.start);
  if (trailer !== undefined) return trailer.role;
  const said = `${above.slice(-200)} ${before}`;
  if (/\brevert(?:s|ed|ing)?\b[^.;]{0,60}$/i.test(said)) return "reverts";
  if (speaksOfOpenWork(said) || isSaidToBeOpen(line.text.slice(shape.end, shape.end + 150)))
    return "notFixed";
  if (isClosing(said)) return "closes";
  const opensLine = (line.isFirst && leadingKey.test(line.text)) || isAlone(line.text, shape);
  if (!opensLine || nature.isRevert) return "mentions";
  return nature.hasWork && !nature.isMerge ? "mentions" : "implements";
}
