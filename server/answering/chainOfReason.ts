import type { Trace } from "../../shared/model/trace.ts";
import { WhenceError } from "../base/errors.ts";
import { searchTerms } from "../model/searchTerms.ts";
import { definitionsNamed } from "../retrieval/candidates/symbolFinder.ts";
import type { QueryPlan } from "../retrieval/queryPlan.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { Tracer } from "../tracing/tracer.ts";

/** What a question for a reason is answered from beside passages. */
export interface ReasonTools {
  readonly catalog: Catalog;
  readonly tracer: Pick<Tracer, "trace">;
}

/** Words that ask why something is there at all, which its chain answers whatever the passages say. */
const existence = /\b(?:exists?|here|there|needed|around|added|introduced|written|created|made)\b/i;

/** Words beside a name that claim nothing of it. */
const emptyWords = new Set(
  searchTerms(
    "why reason reasons rationale motivation purpose exist exists existing here there need needed around add added introduce introduced write written create created make made first place all code function method class type file line lines definition thing",
  ),
);

/** True for "why does X exist?", "why is this here?": nothing is claimed of the thing, so its chain is the whole answer. */
export function asksForExistence(plan: QueryPlan, { catalog }: Pick<ReasonTools, "catalog">): boolean {
  const { wantsReason, question, symbols, possibleSymbols, keys, places, terms } = plan;
  if (!wantsReason || !existence.test(question)) return false;
  const defined = [...symbols, ...possibleSymbols].filter(
    (name) => definitionsNamed(name, { catalog }).length > 0,
  );
  const named = new Set(
    [...defined, ...keys, ...places.map(({ path }) => path)].flatMap((name) => searchTerms(name)),
  );
  return terms.every((term) => named.has(term) || emptyWords.has(term) || /^\d+$/.test(term));
}

/**
 * The chain behind what a question for a reason names: one definition, a line of a file, or a key. Nothing where it names
 * none or several, and where nobody linked it to an item.
 */
export async function chainOfReason(
  plan: QueryPlan,
  now: Date,
  { catalog, tracer }: ReasonTools,
  signal?: AbortSignal,
): Promise<Trace | undefined> {
  if (!plan.wantsReason) return undefined;
  const target = targetOf(plan, catalog);
  if (target === undefined) return undefined;
  try {
    const trace = await tracer.trace({ target, now, listedMost: 5, signal });
    return trace.isLinked ? trace : undefined;
  } catch (error) {
    // What cannot be traced (a file that is gone, a history that Git cannot read) is answered by passages alone.
    if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
    return undefined;
  }
}

function targetOf(plan: QueryPlan, catalog: Catalog): string | undefined {
  const [place] = plan.places.filter(({ line }) => line !== undefined);
  if (place !== undefined) return `${place.path}:${place.line}`;
  const isNamed = plan.symbols.length > 0;
  const found = (isNamed ? plan.symbols : plan.possibleSymbols).map((name) => {
    const definitions = definitionsNamed(name, { catalog });
    const own = definitions.filter(({ path }) => !isAside(path, catalog));
    // A plain word means no definition that only a test or an example has.
    const meant = own.length > 0 || !isNamed ? own : definitions;
    return meant.map(({ path, nameLine }) => `${path}:${nameLine}`);
  });
  // Of two names that are in the question the chain of one is half an answer.
  const targets = new Set(found.filter((places) => isNamed || places.length === 1).flat());
  const [target] = targets;
  if (target !== undefined) return targets.size === 1 ? target : undefined;
  return plan.keys.length === 1 ? plan.keys[0] : plan.keys.length === 0 ? givenTarget(plan) : undefined;
}

/** Of several things that were added to a question, the chain of one would be half an answer. */
function givenTarget({ given }: QueryPlan): string | undefined {
  const places = (given?.places ?? []).map(({ path, startLine }) =>
    startLine === undefined ? path : `${path}:${startLine}`,
  );
  const all = [...places, ...(given?.keys ?? [])];
  return all.length === 1 ? all[0] : undefined;
}

function isAside(path: string, catalog: Catalog): boolean {
  const tags = catalog.documents.byPath(path)?.tags ?? [];
  return tags.includes("test") || tags.includes("example");
}
