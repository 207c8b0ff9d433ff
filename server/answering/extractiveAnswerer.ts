import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import type { Chunk } from "../model/chunk.ts";
import type { AnsweringSettings, Technique } from "../model/pipelineConfig.ts";
import type { AskedFilter } from "../model/query.ts";
import { searchTerms } from "../model/searchTerms.ts";
import type { Candidate } from "../retrieval/candidate.ts";
import type { QueryPlan } from "../retrieval/queryPlan.ts";
import type { RetrievalStage, Retriever } from "../retrieval/retriever.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import { asksForExistence, chainOfReason, type ReasonTools } from "./chainOfReason.ts";
import { CitationWriter } from "./citation.ts";
import type { Evidence } from "./evidence.ts";
import { type QuestionWords, readQuestionWords, weighEvidence } from "./evidence.ts";
import { passageLines } from "./passageLines.ts";
import type { TermMatcher } from "./termMatcher.ts";
import { movedFiles, similarName } from "./unknownNames.ts";

const passagesMost = 5;
const passagesLeast = 2;
/** A passage this much weaker than the best one no longer answers. */
const shareOfBest = 0.55;
/** A link to what the question names counts like the name itself; one over other hits does not. */
const linkedFor = 0.8;
/** Candidates looked at; more than are shown, because some say nothing about the question. */
const candidatesRead = 12;

/** A question for an answer without a model. */
export interface AnswerRequest {
  readonly question: string;
  readonly filter: AskedFilter;
  /** What the question is about beside its words. */
  readonly context?: readonly QuestionContext[];
  readonly now: Date;
  /** Techniques that are switched off for this question. */
  readonly without?: readonly Technique[];
  readonly signal?: AbortSignal;
  /** Hears what would be answered so far, each time a stage has finished. */
  readonly onProgress?: (progress: AnswerProgress) => void;
}

/** An answer that is still looked for. */
export interface AnswerProgress {
  /** What is looked for next, for people. */
  readonly stage: string;
  /** Not found so far may still be found. */
  readonly answer: Answer;
}

/** What an answer is made from. */
export interface AnswererTools extends ReasonTools {
  readonly chunks: ChunkStore;
}

/**
 * Answers with the passages themselves: two to five of them, each with the place it was read from. Says that nothing
 * was found where the passages do not support an answer, instead of showing the nearest ones.
 */
export class ExtractiveAnswerer {
  readonly #retriever: Retriever;
  readonly #tools: AnswererTools;
  readonly #settings: AnsweringSettings;

  constructor(retriever: Retriever, tools: AnswererTools, settings: AnsweringSettings) {
    this.#retriever = retriever;
    this.#tools = tools;
    this.#settings = settings;
  }

  /** Never throws for the wording of a question. */
  answer(request: AnswerRequest): Promise<Answer> {
    return this.#answer(request, true);
  }

  async #answer(request: AnswerRequest, mayRespell: boolean): Promise<Answer> {
    const { catalog } = this.#tools;
    let words: Promise<QuestionWords> | undefined;
    const wordsOf = (plan: QueryPlan) => {
      words ??= readQuestionWords(plan, this.#tools);
      return words;
    };
    const { onProgress } = request;
    const tell = async (stage: string, { plan, candidates }: Pick<RetrievalStage, "plan" | "candidates">) => {
      const evidence = weighEvidence(plan, candidates, await wordsOf(plan), catalog);
      onProgress?.({ stage, answer: this.#answerSoFar(request.question, candidates, evidence) });
    };
    const { plan, candidates } = await this.#retriever.retrieve({
      ...request,
      limit: candidatesRead,
      ...(onProgress === undefined ? {} : { onStage: (stage) => tell(stageWords[stage.pending], stage) }),
    });
    const evidence = weighEvidence(plan, candidates, await wordsOf(plan), catalog);
    const { support } = evidence;
    if (onProgress !== undefined && plan.wantsReason) await tell(chainWords, { plan, candidates });
    const chain = await chainOfReason(plan, request.now, this.#tools, request.signal);
    const isAnswered = chain !== undefined && asksForExistence(plan, this.#tools);
    if (support < this.#settings.supportThreshold && !isAnswered) {
      const respelled = mayRespell ? this.#respell(request.question, evidence.unknownNames) : undefined;
      if (respelled !== undefined) return this.#answerRespelled(request, respelled);
      const summary = notFound(request.question, evidence);
      return { question: request.question, found: false, summary, passages: [], support };
    }
    const passages = this.#passages(candidates, evidence);
    const summary = [
      ...movedFiles(plan, catalog),
      ...(chain === undefined ? [] : [chain.summary]),
      foundSentence(passages),
    ].join(" ");
    const { question } = request;
    return { question, found: true, summary, passages, ...(chain === undefined ? {} : { chain }), support };
  }

  /** Passages that words alone do not support are not shown: they might be taken back. */
  #answerSoFar(question: string, candidates: readonly Candidate<Chunk>[], evidence: Evidence): Answer {
    const { support } = evidence;
    if (support < this.#settings.supportThreshold || candidates.length === 0)
      return { question, found: false, summary: "", passages: [], support };
    const passages = this.#passages(candidates, evidence);
    return { question, found: true, summary: foundSentence(passages), passages, support };
  }

  #passages(candidates: readonly Candidate<Chunk>[], evidence: Evidence): readonly Passage[] {
    const citations = new CitationWriter(this.#tools.catalog);
    return choose(candidates, evidence).map((candidate, at) =>
      passageOf(candidate, at + 1, evidence, citations),
    );
  }

  /** The question with its only unknown name spelled like the one defined name that is near; none where there is none. */
  #respell(question: string, unknownNames: readonly string[]): Respelling | undefined {
    const [asked] = unknownNames;
    if (asked === undefined || unknownNames.length > 1) return undefined;
    const known = similarName(asked, this.#tools.catalog);
    if (known === undefined) return undefined;
    const word = asked.split(".").at(-1) ?? asked;
    return { word, known, question: question.replaceAll(word, () => known) };
  }

  async #answerRespelled(request: AnswerRequest, { word, known, question }: Respelling): Promise<Answer> {
    // Once: of two names that are one slip apart each would lead back to the other.
    const answer = await this.#answer({ ...request, question }, false);
    const note = answer.found
      ? `Nothing here is named ${word}; this is about ${known}.`
      : `Nothing here is named ${word}. Did you mean ${known}?`;
    return { ...answer, question: request.question, summary: `${note} ${answer.summary}` };
  }
}

const stageWords: Readonly<Record<RetrievalStage["pending"], string>> = {
  meanings: "Looking at meanings…",
  links: "Following links…",
};
const chainWords = "Tracing the reason…";

interface Respelling {
  /** As the question spells it, and as it is defined. */
  readonly word: string;
  readonly known: string;
  readonly question: string;
}

/** A single passage is shown alone where no other says anything about the question. */
function choose(candidates: readonly Candidate<Chunk>[], { matcher }: Evidence): readonly Candidate<Chunk>[] {
  const best = candidates[0]?.score ?? 0;
  const telling = candidates.filter(({ chunk }) => /\w\W*\w\W*\w\W*\w/.test(chunk.text));
  const useful = telling.filter(
    (candidate) =>
      isExact(candidate) || matcher.weightIn(`${candidate.chunk.title}\n${candidate.chunk.text}`) > 0,
  );
  const strong = useful.filter((candidate) => candidate.score >= shareOfBest * best).slice(0, passagesMost);
  return strong.length >= passagesLeast
    ? strong
    : (useful.length > 0 ? useful : candidates).slice(0, passagesLeast);
}

function isExact(candidate: Candidate<Chunk>): boolean {
  return candidate.reasons.some(
    ({ finder, score }) =>
      finder === "symbol" ||
      finder === "path" ||
      finder === "commit" ||
      (finder === "graph" && score >= linkedFor),
  );
}

function passageOf(
  candidate: Candidate<Chunk>,
  number: number,
  { matcher }: Evidence,
  citations: CitationWriter,
): Passage {
  const { chunk } = candidate;
  const { startLine, endLine, text } = passageLines(chunk, matcher);
  const reasons = reasonsOf(candidate);
  return {
    number,
    kind: chunk.kind,
    title: chunk.title,
    text,
    citation: citations.cite(chunk, startLine, endLine),
    ...(chunk.key === undefined ? {} : { key: chunk.key }),
    reason: reasons[0] ?? "",
    reasons,
    ...(chunk.path === undefined ? { byline: chunk.header.split("\n")[0] ?? "" } : {}),
  };
}

/** What found a passage, in words: what added most first. */
function reasonsOf(candidate: Candidate<Chunk>): readonly string[] {
  const strongestFirst = candidate.reasons.toSorted((a, b) => b.share - a.share);
  const inWords = strongestFirst.map(
    ({ finder, detail }) =>
      detail ?? (finder === "vector" ? "close in meaning" : "shares the question's words"),
  );
  return [...new Set(inWords)];
}

function foundSentence(passages: readonly Passage[]): string {
  const files = new Set(
    passages.flatMap(({ citation }) => (citation.path === undefined ? [] : [citation.path])),
  );
  const commits = passages.filter(({ kind }) => kind === "commit").length;
  const parts = [
    files.size > 0 ? `${files.size} ${files.size === 1 ? "file" : "files"}` : "",
    commits > 0 ? `${commits} ${commits === 1 ? "commit" : "commits"}` : "",
  ].filter((part) => part !== "");
  const count = passages.length === 1 ? "One passage" : `${passages.length} passages`;
  return `${count} from ${parts.join(" and ")}, most telling first.`;
}

function notFound(question: string, { unknownNames, matcher }: Evidence): string {
  if (question.trim() === "") return "There is no question; write one.";
  if (unknownNames.length > 0) {
    return `Not found in this repository: nothing here is named ${unknownNames.slice(0, 3).join(" or ")}.`;
  }
  const words = unknownWords(question, matcher).map((word) => `"${word}"`);
  if (words.length > 0) {
    return `Not found in this repository: no document says ${words.slice(0, 3).join(" or ")}.`;
  }
  return "Not found in this repository: no passage here covers what the question asks for.";
}

/** Words of the question, as written, that no document holds. */
function unknownWords(question: string, matcher: TermMatcher): readonly string[] {
  const unknown = new Set(matcher.terms.filter((term) => !term.isKnown).map((term) => term.term));
  const words = question.match(/[\p{L}\p{N}_-]+/gu) ?? [];
  return [...new Set(words.filter((word) => searchTerms(word).some((term) => unknown.has(term))))];
}
