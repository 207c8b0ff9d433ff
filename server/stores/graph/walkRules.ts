import { WhenceError } from "../../base/errors.ts";
import type { EdgeKind, EdgeOrigin } from "../../model/graph.ts";
import type { Step, WalkQuery } from "../../model/graphStore.ts";

/** Origins that a walk follows unless it says which. */
export const usualOrigins: readonly EdgeOrigin[] = ["stated", "inferred", "confirmed"];

/** Throws `badInput` for a negative depth or limit. */
export function checkWalk({ depth, limit }: WalkQuery): void {
  for (const [name, value] of Object.entries({ depth, limit })) {
    if (value >= 0) continue;
    throw new WhenceError("badInput", `A walk cannot have ${name} ${value}: give a number from 0.`);
  }
}

/** Kinds that are walked in a direction, each once. */
export function kindsOf(steps: readonly Step[], direction: Step["direction"]): readonly EdgeKind[] {
  return [...new Set(steps.filter((step) => step.direction === direction).map((step) => step.kind))];
}
