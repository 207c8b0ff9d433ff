import { setImmediate } from "node:timers/promises";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import { cancelledError } from "../base/errors.ts";
import type { Chunk } from "../model/chunk.ts";
import type { Finder, RetrievalSettings, Technique } from "../model/pipelineConfig.ts";
import type { AskedFilter } from "../model/query.ts";
import type { Candidate, FindingList } from "./candidate.ts";
import { findCommits } from "./candidates/commitFinder.ts";
import { findOverGraph } from "./candidates/graphFinder.ts";
import { findByHistory } from "./candidates/historyFinder.ts";
import { findByKey } from "./candidates/keyFinder.ts";
import { findNeighbours } from "./candidates/neighbourFinder.ts";
import { findByPlace } from "./candidates/placeFinder.ts";
import { findByQuote } from "./candidates/quoteFinder.ts";
import { findBySymbol } from "./candidates/symbolFinder.ts";
import { findByText, searchWords } from "./candidates/textFinder.ts";
import { findByVector } from "./candidates/vectorFinder.ts";
import { withFileEvidence } from "./fileEvidence.ts";
import { fuse } from "./fusion.ts";
import type { QueryPlan } from "./queryPlan.ts";
import { planQuery } from "./queryPlan.ts";
import { givenContext, givenFirst, narrowedTo } from "./questionContext.ts";
import type { Reranker } from "./reranker.ts";
import { searchFilter } from "./searchFilter.ts";
import type { SearchTools } from "./searchTools.ts";
import { spreadOverFiles } from "./spread.ts";

/** So much deeper is the search for a report. */
const reportWidening = 2.5;

/** A question with what restricts its answer. */
export interface RetrievalRequest {
  readonly question: string;
  readonly filter: AskedFilter;
  /** What the question is about beside its words. */
  readonly context?: readonly QuestionContext[];
  /** Number of results, at least 1. */
  readonly limit: number;
  /** What "last month" counts from. */
  readonly now: Date;
  /** Switched off for this question, beside what the settings switch off. */
  readonly without?: readonly Technique[];
  readonly signal?: AbortSignal;
  /** Hears of each stage that finished before the last one, which goes on when the promise resolves. */
  readonly onStage?: (stage: RetrievalStage) => Promise<void>;
}

/** What is found while some of it is still looked for. */
export interface RetrievalStage {
  readonly plan: QueryPlan;
  /** What is looked for next: passages that mean the same, or what is linked to the best ones. */
  readonly pending: "meanings" | "links";
  /** Best first, as they would be if nothing else were found. */
  readonly candidates: readonly Candidate<Chunk>[];
}

/** What was read from the question and what was found for it, best first. */
export interface Retrieval {
  readonly plan: QueryPlan;
  readonly candidates: readonly Candidate<Chunk>[];
}

/** Finds the passages of an indexed folder which belong to a question. */
export class Retriever {
  readonly #tools: Omit<SearchTools, "filter">;
  readonly #reranker: Reranker;
  readonly #settings: RetrievalSettings;

  constructor(tools: Omit<SearchTools, "filter">, reranker: Reranker, settings: RetrievalSettings) {
    this.#tools = tools;
    this.#reranker = reranker;
    this.#settings = settings;
  }

  /** Never throws for the wording of a question; a question without words finds nothing. */
  async retrieve(request: RetrievalRequest): Promise<Retrieval> {
    const { context = [] } = request;
    const given = givenContext(context);
    const plan: QueryPlan = {
      ...planQuery(request.question, request.now),
      ...(given === undefined ? {} : { given }),
    };
    if (plan.question === "") return { plan, candidates: [] };
    const within = narrowedTo(context);
    const asked = within === undefined ? request.filter : { ...request.filter, within };
    const filter = searchFilter(asked, this.#tools.catalog);
    const tools: SearchTools = { ...this.#tools, filter };
    const { weights, resultsPerFile } = this.#settings;
    // The many words of a report find many passages beside the code that it is about.
    const widening = plan.isReport ? reportWidening : 1;
    const depth = this.#settings.depth * widening;
    const rerankDepth = this.#settings.rerankDepth * widening;
    const off: ReadonlySet<Technique> = new Set([...this.#settings.off, ...(request.without ?? [])]);
    const reranker = off.has("rerank") ? unchangedOrder : this.#reranker;
    const ranked = (lists: readonly FindingList[]) => {
      const fused = fuse(lists, weights).slice(0, Math.max(rerankDepth, 2 * request.limit));
      const commitsWanted = plan.kinds.includes("commit") || filter.kinds?.includes("commit") === true;
      const reranked = reranker.rerank(plan, fused);
      const chosen = spreadOverFiles(plan.isReport ? withFileEvidence(reranked) : reranked, {
        limit: request.limit,
        commitsWanted,
        resultsPerFile,
        isEven: off.has("spread"),
      });
      return withTexts(givenFirst(plan, chosen), tools);
    };
    const tell = async (pending: RetrievalStage["pending"], lists: readonly FindingList[]) => {
      stopIfCancelled(request.signal);
      await request.onStage?.({ plan, pending, candidates: ranked(lists) });
    };
    const search = { plan, tools, depth: Math.max(depth, request.limit), off, signal: request.signal };
    const lists = await findAll(search, (early) => tell("meanings", early));
    stopIfCancelled(request.signal);
    if (!off.has("neighbour") || !off.has("graph")) {
      if (request.onStage !== undefined) await tell("links", lists);
      const seeds = reranker.rerank(plan, fuse(lists, weights).slice(0, 20));
      if (!off.has("neighbour")) lists.push(findNeighbours(seeds, tools));
      if (!off.has("graph")) lists.push(await findOverGraph(plan, seeds, tools));
      stopIfCancelled(request.signal);
    }
    return { plan, candidates: ranked(lists) };
  }
}

interface Search {
  readonly plan: QueryPlan;
  readonly tools: SearchTools;
  readonly depth: number;
  readonly off: ReadonlySet<Technique>;
  readonly signal: AbortSignal | undefined;
}

/**
 * What each search finds that needs no hits to begin with; `off` ones do not even begin. An embedder may be a server far away:
 * where it is not done when all others are, `onEarly` hears what these found.
 */
async function findAll(
  { plan, tools, depth, off, signal }: Search,
  onEarly: (lists: readonly FindingList[]) => Promise<void>,
): Promise<FindingList[]> {
  let words: ReturnType<typeof searchWords> | undefined;
  const found = () => {
    words ??= searchWords(plan, tools, depth);
    return words;
  };
  const searches: Readonly<Record<Exclude<Finder, "neighbour" | "graph">, () => Promise<FindingList>>> = {
    text: async () => findByText(await found()),
    vector: () => findByVector(plan, tools, depth, signal),
    quote: () => findByQuote(plan, tools),
    symbol: () => afterOthersBegan(() => findBySymbol(plan, tools)),
    path: () => afterOthersBegan(() => findByPlace(plan, tools)),
    key: () => findByKey(plan, tools),
    commit: () => afterOthersBegan(() => findCommits(plan, tools)),
    history: async () => findByHistory(plan, await found(), tools),
  };
  const wanted = Object.entries(searches).filter(([finder]) => !off.has(finder as Finder));
  const begun = wanted.map(([finder, search]) => ({ finder, found: search() }));
  const all = Promise.all(begun.map((each) => each.found));
  let isDone = false;
  const whole = all.then(
    () => true,
    () => true,
  );
  void whole.then(() => {
    isDone = true;
  });
  const early = await Promise.race([
    all,
    Promise.all(begun.flatMap((each) => (each.finder === "vector" ? [] : [each.found]))),
  ]);
  // Both are often done at once.
  await setImmediate();
  if (!isDone) await onEarly(early);
  return all;
}

/** The catalog answers in this thread: searches that run in threads of their own begin before it is busy. */
async function afterOthersBegan<T>(find: () => T | Promise<T>): Promise<T> {
  await setImmediate();
  return find();
}

/** Only what is shown is read whole. What a writer has removed since it was found is left out. */
function withTexts(chosen: readonly Candidate[], { catalog }: SearchTools): readonly Candidate<Chunk>[] {
  const chunks = new Map(
    catalog.chunks.byId(chosen.map(({ chunk }) => chunk.id)).map((chunk) => [chunk.id, chunk]),
  );
  return chosen.flatMap((candidate) => {
    const chunk = chunks.get(candidate.chunk.id);
    return chunk === undefined ? [] : [{ ...candidate, chunk }];
  });
}

/** Candidates come from fusion in order. */
const unchangedOrder: Reranker = { rerank: (_plan, candidates) => candidates };

function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelledError();
}
