import { documentKinds } from "../model/document.ts";
import type { Technique } from "../model/pipelineConfig.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { Retriever } from "./retriever.ts";

/** A question made of a commit: what it says is asked, and what it changed is right. */
export interface CommitQuestion {
  readonly question: string;
  readonly commit: string;
  readonly paths: readonly string[];
}

/** How often something right was found. */
export interface FoundShares {
  /** 0 to 1. */
  readonly atFirst: number;
  readonly inTen: number;
  /** Mean of 1 / rank, 0 where nothing right was found. */
  readonly reciprocalRank: number;
}

/** What reads commits would find the very commit that a question was made of, and with it the files. */
const tellingTechniques: readonly Technique[] = ["commit", "history", "graph"];
/** Left out one after the other, to see what each adds. */
export const measuredTechniques: readonly Technique[] = [
  "text",
  "vector",
  "symbol",
  "path",
  "neighbour",
  "rerank",
];

const commitsRead = 4_000;
/** A commit over more files is about none of them. */
const filesMost = 5;
const wordsLeast = 4;
const resultsRead = 10;

/** At most so many questions, spread over the newest commits; of merges and of what is gone there are none. */
export function commitQuestions({ commits, documents }: Catalog, most: number): readonly CommitQuestion[] {
  const plain = commits.recent(commitsRead).filter(({ parents }) => parents.length === 1);
  const files = Map.groupBy(
    commits.filesOf(
      plain.map(({ hash }) => hash),
      filesMost + 1,
    ),
    ({ hash }) => hash,
  );
  const questions = plain.flatMap(({ hash, subject }): readonly CommitQuestion[] => {
    const changed = files.get(hash) ?? [];
    const question = subject.replace(/^(?:[A-Z][A-Z\d]+-\d+|#\d+|\w+(?:\([^)]*\))?!?)\s*:\s*/, "");
    const paths = changed.map(({ path }) => path).filter((path) => documents.byPath(path) !== undefined);
    const isTelling =
      question.split(/\s+/).length >= wordsLeast && changed.length <= filesMost && paths.length > 0;
    return isTelling ? [{ question, commit: hash, paths }] : [];
  });
  const step = Math.max(1, questions.length / most);
  return Array.from(
    { length: Math.min(most, questions.length) },
    (_, at) => questions[Math.floor(at * step)],
  ).filter((question) => question !== undefined);
}

/** Asks all questions, without what would find their own commits. */
export async function foundShares(
  retriever: Retriever,
  questions: readonly CommitQuestion[],
  options: { readonly without?: readonly Technique[]; readonly now: Date; readonly signal?: AbortSignal },
): Promise<FoundShares> {
  const { without = [], ...rest } = options;
  const kinds = documentKinds.filter((kind) => kind !== "commit");
  const off = [...tellingTechniques, ...without];
  let [atFirst, inTen, reciprocal] = [0, 0, 0];
  for (const { question, paths } of questions) {
    const request = { question, filter: { kinds }, limit: resultsRead, without: off, ...rest };
    const { candidates } = await retriever.retrieve(request);
    const at = candidates.findIndex(({ chunk }) => chunk.path !== undefined && paths.includes(chunk.path));
    if (at === 0) atFirst += 1;
    if (at >= 0) inTen += 1;
    if (at >= 0) reciprocal += 1 / (at + 1);
  }
  const share = (sum: number) => Math.round((sum / Math.max(1, questions.length)) * 1_000) / 1_000;
  return { atFirst: share(atFirst), inTen: share(inTen), reciprocalRank: share(reciprocal) };
}
