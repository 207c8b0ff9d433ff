import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { TraceBranch } from "../../shared/model/trace.ts";
import { WhenceError } from "../base/errors.ts";
import { definitionsNamed } from "../retrieval/candidates/symbolFinder.ts";
import type { Catalog } from "../stores/catalog.ts";

/** What next questions are made from. */
export interface FollowUpTools {
  readonly catalog: Catalog;
  /** Answers one of them, to see whether it has an answer. */
  readonly answer: (question: string) => Promise<Answer>;
}

const suggestedMost = 3;
const triedMost = 6;

interface Suggestion {
  readonly question: string;
  /** Whether its answer says more than the one before. */
  readonly isWorthIt: (next: Answer) => boolean;
}

/**
 * Questions that lead on from an answer, along the graph: why what it shows exists, what changed it, what was written for its
 * stories. Each was tried, so that none is suggested whose answer would be "not found" or the same again. `asked` are those
 * that were asked already.
 */
export async function followUpQuestions(
  answer: Answer,
  asked: readonly string[],
  { catalog, answer: tryOut }: FollowUpTools,
): Promise<readonly string[]> {
  if (!answer.found) return [];
  const known = new Set(asked.map(plain));
  const suggested: string[] = [];
  for (const { question, isWorthIt } of suggestionsFor(answer, catalog).slice(0, triedMost)) {
    if (suggested.length === suggestedMost) break;
    if (known.has(plain(question))) continue;
    known.add(plain(question));
    const next = await tryOut(question).catch(nothingIfStopped);
    if (next === undefined) break;
    if (isWorthIt(next)) suggested.push(question);
  }
  return suggested;
}

/** Whoever has no time to try more goes with what there is. */
function nothingIfStopped(error: unknown): undefined {
  if (!WhenceError.is(error, "cancelled")) throw error;
}

function suggestionsFor(answer: Answer, catalog: Catalog): readonly Suggestion[] {
  const shown = new Set(answer.passages.map(({ citation }) => citation.uri));
  const named = answer.passages.flatMap((passage) => nameOf(passage, catalog));
  const keys = new Set(answer.passages.flatMap(({ key }) => key ?? []));
  const [name] = named;
  const chainKeys = (answer.chain?.roots ?? []).flatMap(keysOf);
  const story = [...keys][0] ?? chainKeys.at(-1);
  const above = chainKeys.find((key) => !keys.has(key) && key !== story);
  const suggestions: Suggestion[] = [];
  if (name !== undefined && answer.chain === undefined)
    suggestions.push({
      question: `Why does ${name} exist?`,
      isWorthIt: ({ chain }) => chain !== undefined,
    });
  if (story !== undefined)
    suggestions.push({
      question: `What was written for ${story}?`,
      isWorthIt: ({ passages }) =>
        passages.some(({ kind, citation }) => kind === "code" && !shown.has(citation.uri)),
    });
  if (name !== undefined)
    suggestions.push({
      question: `What changed ${name} last?`,
      isWorthIt: ({ passages }) =>
        passages.some(({ reasons, citation }) => !shown.has(citation.uri) && reasons.some(isLastChange)),
    });
  if (above !== undefined)
    suggestions.push({
      question: `What is ${above} about?`,
      isWorthIt: ({ passages }) => passages[0]?.key === above,
    });
  return suggestions;
}

/** The name of a definition that a passage shows, where it means that one alone. */
function nameOf({ kind, title }: Passage, catalog: Catalog): readonly string[] {
  if (kind !== "code" || !/^[\w$.]{3,80}$/.test(title)) return [];
  return definitionsNamed(title, { catalog }).length === 1 ? [title] : [];
}

const noItems: ReadonlySet<string> = new Set(["commit", "file", "symbol"]);

/** Of items, from the top down. */
function keysOf({ node: { key, kind }, children }: TraceBranch): readonly string[] {
  return [...(key === undefined || noItems.has(kind) ? [] : [key]), ...children.flatMap(keysOf)];
}

function isLastChange(reason: string): boolean {
  return /^changed .* last, on /.test(reason);
}

function plain(question: string): string {
  return question
    .trim()
    .toLowerCase()
    .replaceAll(/[?\s]+/g, " ");
}
