import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { QuestionContext, QuestionFilter, Turn } from "../../shared/model/conversation.ts";
import { planQuery } from "../retrieval/queryPlan.ts";
import type { Catalog } from "../stores/catalog.ts";

/** A question whose answer a person rated down, to be asked again. A line of a file that the person owns. */
export interface FeedbackCase {
  readonly id: string;
  readonly question: string;
  readonly context?: readonly QuestionContext[];
  readonly filter?: QuestionFilter;
  /** What the answer cited when it was rated, in order. */
  readonly cited: readonly string[];
  /** Why it was rated down, in the person's words. */
  readonly reason?: string;
  /** What it should cite: `src/a.ts`, `src/a.ts:12`, a key or a commit. Without one nobody can say whether an answer is right. */
  readonly expected?: readonly string[];
}

/** How a case stands. */
export interface CaseStanding {
  readonly id: string;
  readonly question: string;
  /** Place of the first passage that was expected, from 1; absent where none is cited. */
  readonly rank?: number;
  readonly cited: readonly string[];
  /** Against the run before, or where there was none against the rated answer; `changed` where nothing is expected. */
  readonly verdict: "better" | "worse" | "same" | "changed";
}

/** The case of a turn that was rated down; what its reason names, where the index knows that, is what was expected. */
export function caseOf(
  { id, question, context, filter, answer, rating }: Turn,
  catalog: Catalog,
): FeedbackCase {
  const reason = rating?.reason?.trim() ?? "";
  const expected = reason === "" ? [] : expectedIn(reason, catalog);
  return {
    id,
    question,
    ...(context.length === 0 ? {} : { context }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
    cited: citedIn(answer),
    ...(reason === "" ? {} : { reason }),
    ...(expected.length === 0 ? {} : { expected }),
  };
}

/** How a case stands with today's answer. */
export function standingOf(
  { id, question, expected, cited }: FeedbackCase,
  answer: Answer,
  before: Pick<CaseStanding, "rank" | "cited"> | undefined,
): CaseStanding {
  const now = citedIn(answer);
  const standing = { id, question, cited: now };
  const earlier = before?.cited ?? cited;
  if (expected === undefined || expected.length === 0)
    return { ...standing, verdict: now.join() === earlier.join() ? "same" : "changed" };
  const rank = rankOf(answer.passages.map((passage) => expected.some((each) => isAt(each, passage))));
  const rankBefore =
    before === undefined
      ? rankOf(cited.map((place) => expected.some((each) => isPart(each, place))))
      : before.rank;
  const [now1, before1] = [rank ?? Number.POSITIVE_INFINITY, rankBefore ?? Number.POSITIVE_INFINITY];
  const verdict = now1 < before1 ? "better" : now1 > before1 ? "worse" : "same";
  return { ...standing, ...(rank === undefined ? {} : { rank }), verdict };
}

/** Reads lines of cases; others are told by their numbers. */
export function parseCases(text: string): {
  readonly cases: readonly FeedbackCase[];
  readonly broken: readonly number[];
} {
  const cases: FeedbackCase[] = [];
  const broken: number[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readCase(line);
    if (read === undefined) broken.push(at + 1);
    else cases.push(read);
  }
  return { cases, broken };
}

function readCase(line: string): FeedbackCase | undefined {
  try {
    const value = JSON.parse(line) as Partial<FeedbackCase> | null;
    if (typeof value?.id !== "string" || typeof value.question !== "string") return undefined;
    const { context, filter, expected, cited } = value;
    const isList = (list: unknown) => Array.isArray(list) || list === undefined;
    if (![context, expected, cited].every(isList) || (filter !== undefined && typeof filter !== "object"))
      return undefined;
    return { ...(value as FeedbackCase), cited: (cited ?? []).map(String) };
  } catch {
    return undefined;
  }
}

function expectedIn(reason: string, catalog: Catalog): readonly string[] {
  const { places, keys, hashes } = planQuery(reason, new Date(0));
  const files = places.flatMap(({ path, line }) => {
    const [found, ...others] = catalog.documents.findPaths(path, 2);
    if (found?.path === undefined || others.length > 0) return [];
    return [line === undefined ? found.path : `${found.path}:${line}`];
  });
  const items = keys.filter((key) => catalog.documents.byKey(key).length > 0);
  const commits = hashes.flatMap((prefix) => catalog.commits.byHashPrefix(prefix, 1).map(({ hash }) => hash));
  return [...new Set([...files, ...items, ...commits])];
}

function citedIn(answer: Answer | undefined): readonly string[] {
  return (answer?.passages ?? []).map(({ citation, key }) => {
    const place =
      citation.path === undefined ? (citation.commit ?? citation.uri) : citation.label.replace(/@\w+$/, "");
    return key === undefined ? place : `${place} (${key})`;
  });
}

function isAt(expected: string, { citation, key }: Passage): boolean {
  if (expected === key) return true;
  const { path, startLine = 1, endLine = startLine, commit } = citation;
  if (path === undefined) return commit?.startsWith(expected.toLowerCase()) === true && expected.length >= 7;
  const [, file = expected, line] = /^(.*?):(\d+)$/.exec(expected) ?? [];
  return file === path && (line === undefined || (startLine <= Number(line) && Number(line) <= endLine));
}

/** The same of what was cited then, of which no more is known than its label. */
function isPart(expected: string, cited: string): boolean {
  const [place = "", key] = cited.split(/ \((?=[^()]*\)$)/);
  if (key === `${expected})`) return true;
  const [, file = place, from, to = from] = /^(.*?):(\d+)(?:-(\d+))?$/.exec(place) ?? [];
  const [, wanted = expected, line] = /^(.*?):(\d+)$/.exec(expected) ?? [];
  return (
    wanted === file && (line === undefined || (Number(from) <= Number(line) && Number(line) <= Number(to)))
  );
}

function rankOf(isExpected: readonly boolean[]): number | undefined {
  const at = isExpected.indexOf(true);
  return at < 0 ? undefined : at + 1;
}
