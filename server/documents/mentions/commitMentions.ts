import type { KeyMention, MentionPlace, MentionRole } from "../../model/keyMention.ts";
import { mayHoldKeys } from "../../model/keyShapes.ts";
import { bodyMentions } from "./bodyMentions.ts";
import { branchKeys } from "./branchKeys.ts";
import { excerpt } from "./excerpt.ts";
import { type MergeMessage, readMergeMessage } from "./mergeMessage.ts";
import { isRevert, subjectRoles } from "./subjectRoles.ts";

/** What is asked of a commit. */
export interface CommitMessage {
  /** One line. */
  readonly subject: string;
  /** What follows the blank line; line ends are `\n`. */
  readonly body: string;
  readonly parents: readonly string[];
}

/** Longest body that is read, in UTF-16 units; what follows was generated and not written. */
export const longestBody = 1_000_000;

/** Most mentions that are taken from one message, in reading order. */
export const mostMentions = 1_000;

/**
 * Everything shaped like a key in the message of a commit, once for each place and role, with what the message says of it:
 * whether the work was done for it, or it is taken back, quoted, left open, or merely mentioned. Lines count the message
 * from 1, the body begins at line 3. Time grows with the length of the message, of which `longestBody` is read.
 */
export function mentionsOfCommit({ subject, body, parents }: CommitMessage): readonly KeyMention[] {
  const read = body.slice(0, longestBody);
  if (!mayHoldKeys(subject) && !mayHoldKeys(read) && !/^Merge/.test(subject)) return [];
  const found = new MentionList();
  const merge = readMergeMessage(subject, read);
  if (merge === undefined) addSubject(found, subject);
  else addMerge(found, subject, read, merge);
  const says = {
    isRevert: isRevert(subject),
    isMerge: merge !== undefined || parents.length > 1,
    hasWork: found.hasWork,
    isSquash: found.isSquash,
    isDependencyUpdate:
      /\bbumps?\b|^\W*(?:build|chore)\(deps/i.test(subject) && /^Bumps? /m.test(read.slice(0, 500)),
  };
  for (const mention of bodyMentions(read, says)) {
    if (!found.add(mention)) break;
  }
  return found.mentions;
}

function addSubject(found: MentionList, subject: string): void {
  for (const { key, role, isSuffix, start, end } of subjectRoles(subject)) {
    const place = isSuffix ? "squashSuffix" : "subject";
    found.add({ key, place, role, line: 1, text: excerpt(subject, start, end) });
  }
}

/** The branch and the title of a merge say what all the work was for that it brought in. */
function addMerge(found: MentionList, subject: string, body: string, merge: MergeMessage): void {
  const { pullRequest, branch, title, isUpdate } = merge;
  const firstLine = /\S.*/.exec(body.slice(0, 2_000))?.[0] ?? "";
  const add = (key: string, place: MentionPlace, role: MentionRole, text: string): void => {
    found.add({ key, place, role, line: 1, text: excerpt(text, 0, 0) });
  };
  if (pullRequest !== undefined) {
    const isTitle = !firstLine.startsWith("See merge request");
    const words = title === undefined && isTitle ? `${subject} ${firstLine}` : subject;
    add(pullRequest, "mergePullRequest", "implements", words);
  }
  const role = isUpdate ? "mentions" : "implements";
  for (const key of branchKeys(branch ?? "")) add(key, "mergeBranch", role, subject);
  if (title === undefined) return;
  for (const key of subjectRoles(title)) add(key.key, "subject", key.role, subject);
}

/** Mentions without those that say the same again. */
class MentionList {
  readonly mentions: KeyMention[] = [];
  readonly #known = new Set<string>();

  /** Gives false once there is no more room. */
  add(mention: KeyMention): boolean {
    const identity = `${mention.place} ${mention.role} ${mention.key}`;
    if (this.#known.has(identity)) return true;
    this.#known.add(identity);
    this.mentions.push(mention);
    return this.mentions.length < mostMentions;
  }

  get hasWork(): boolean {
    return this.mentions.some(
      ({ role, place }) => (role === "implements" || role === "closes") && place === "subject",
    );
  }

  get isSquash(): boolean {
    return this.mentions.some(({ place }) => place === "squashSuffix");
  }
}
