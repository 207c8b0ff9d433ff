import { cancelledError } from "../base/errors.ts";
import type { SearchFilter } from "../model/query.ts";
import type { Candidate, FindingList } from "./candidate.ts";
import { findCommits } from "./candidates/commitFinder.ts";
import { findByHistory } from "./candidates/historyFinder.ts";
import { findByKey } from "./candidates/keyFinder.ts";
import { findNeighbours } from "./candidates/neighbourFinder.ts";
import { findByPlace } from "./candidates/placeFinder.ts";
import { findByQuote } from "./candidates/quoteFinder.ts";
import { findBySymbol } from "./candidates/symbolFinder.ts";
import { findByText } from "./candidates/textFinder.ts";
import { findByVector } from "./candidates/vectorFinder.ts";
import { fuse } from "./fusion.ts";
import type { QueryPlan } from "./queryPlan.ts";
import { planQuery } from "./queryPlan.ts";
import type { Reranker } from "./reranker.ts";
import type { SearchTools } from "./searchTools.ts";
import { spreadOverFiles } from "./spread.ts";

/** How many hits the two broad searches contribute; the fused list is cut after reranking. */
const searchDepth = 80;
/** Fused candidates that are reranked. */
const rerankDepth = 200;

/** A question with what restricts its answer. */
export interface RetrievalRequest {
  readonly question: string;
  readonly filter: SearchFilter;
  /** Number of results, at least 1. */
  readonly limit: number;
  /** What "last month" counts from. */
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/** What was read from the question and what was found for it, best first. */
export interface Retrieval {
  readonly plan: QueryPlan;
  readonly candidates: readonly Candidate[];
}

/** Finds the passages of an indexed folder which belong to a question. */
export class Retriever {
  readonly #tools: Omit<SearchTools, "filter">;
  readonly #reranker: Reranker;

  constructor(tools: Omit<SearchTools, "filter">, reranker: Reranker) {
    this.#tools = tools;
    this.#reranker = reranker;
  }

  /** Never throws for the wording of a question; a question without words finds nothing. */
  async retrieve(request: RetrievalRequest): Promise<Retrieval> {
    const plan = planQuery(request.question, request.now);
    if (plan.question === "") return { plan, candidates: [] };
    const tools: SearchTools = { ...this.#tools, filter: request.filter };
    const lists = await this.#findAll(plan, tools, Math.max(searchDepth, request.limit));
    stopIfCancelled(request.signal);
    const first = fuse(lists);
    const neighbours = await findNeighbours(this.#reranker.rerank(plan, first.slice(0, 20)), tools);
    stopIfCancelled(request.signal);
    const ranked = this.#reranker.rerank(
      plan,
      fuse([...lists, neighbours]).slice(0, Math.max(rerankDepth, 2 * request.limit)),
    );
    const commitsWanted = plan.kinds.includes("commit") || request.filter.kinds?.includes("commit") === true;
    return { plan, candidates: spreadOverFiles(ranked, request.limit, commitsWanted) };
  }

  #findAll(plan: QueryPlan, tools: SearchTools, depth: number): Promise<readonly FindingList[]> {
    return Promise.all([
      findByText(plan, tools, depth),
      findByVector(plan, tools, depth),
      findByQuote(plan, tools),
      findBySymbol(plan, tools),
      findByPlace(plan, tools),
      findByKey(plan, tools),
      findCommits(plan, tools),
      findByHistory(plan, tools),
    ]);
  }
}

function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelledError();
}
