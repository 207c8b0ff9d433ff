import { randomUUID } from "node:crypto";
import { WhenceError } from "../base/errors.ts";
import {
  type Decision,
  decisionsIn,
  type LinkBefore,
  recordOf,
  standingDecisions,
  type Verdict,
} from "../model/decision.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { allEdges } from "../model/graphPages.ts";
import type { NumberedSymbol } from "../model/numberedSymbols.ts";
import { anchorOf, bringUpDecisions, type DecisionParts } from "./decisionUpkeep.ts";

/** What is decided, by whom and when. */
export interface DecisionRequest {
  readonly item: GraphNode;
  readonly code: { readonly id: string; readonly symbol?: NumberedSymbol };
  readonly verdict: Verdict;
  readonly note?: string | undefined;
  /** `Name <address>`, or a name. */
  readonly by: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** A decision that was made. */
export interface MadeDecision {
  readonly decision: Decision;
  /** Links of the same two that people stated: a decision stands beside them and changes none. */
  readonly stated: readonly GraphEdge[];
  /** What was decided before, and is no longer so. */
  readonly former?: Decision;
}

/** Longer notes are refused: a decision is no document. */
const noteMost = 500;

/**
 * Keeps a decision and changes the link. What is kept is the truth: should the process end before the graph has it, the next
 * run brings it there. Throws `badInput` for a note that is too long, `notFound` where there is no decision to withdraw.
 */
export async function decideLink(parts: DecisionParts, request: DecisionRequest): Promise<MadeDecision> {
  const { item, code, verdict, note, by, at } = request;
  if (note !== undefined && note.length > noteMost) {
    throw new WhenceError(
      "badInput",
      `A note has at most ${noteMost} characters; this one has ${note.length}.`,
    );
  }
  // Code may have been renamed since: what is decided now continues the decision on its former name.
  const { standing } = await bringUpDecisions(parts, at);
  const current = standing.find((each) => each.code === code.id && each.item === item.id);
  if (verdict === "withdrawn" && current === undefined) {
    const sentence = `Nobody has decided on this link, so there is nothing to take back: \`whence link\` lists what is inferred.`;
    throw new WhenceError("notFound", sentence);
  }
  const all = standingDecisions(decisionsIn(parts.records.list("decision"), parts.repository));
  const former = all.find(({ id }) => id === current?.id);
  const edges = await allEdges(parts.graph, { from: [code.id], to: [item.id], kinds: ["implements"] });
  const before = former === undefined ? beforeOf(edges) : former.before;
  const decision: Decision = {
    id: randomUUID(),
    at: former !== undefined && former.at >= at ? later(former.at) : at,
    by,
    verdict,
    code: former?.code ?? code.id,
    item: item.id,
    ...(note === undefined || note === "" ? {} : { note }),
    ...(before === undefined ? {} : { before }),
    ...(code.symbol === undefined ? {} : { anchor: anchorOf(code.symbol, parts.catalog) }),
  };
  parts.records.append(recordOf(decision, parts.repository));
  await parts.graph.upsertNodes((await parts.graph.nodes([item.id])).length === 0 ? [item] : []);
  await bringUpDecisions(parts, at);
  return {
    decision,
    stated: edges.filter(({ origin }) => origin === "stated"),
    ...(former === undefined ? {} : { former }),
  };
}

/** Clocks differ: who decides after having seen another decision decides later. */
function later(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}

function beforeOf(edges: readonly GraphEdge[]): LinkBefore | undefined {
  const edge = edges.find(({ origin }) => origin === "inferred") ?? edges[0];
  if (edge === undefined) return undefined;
  const { origin, confidence, evidence } = edge;
  return { origin, confidence, evidence };
}
