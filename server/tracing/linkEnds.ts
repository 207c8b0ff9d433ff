import { WhenceError } from "../base/errors.ts";
import type { GraphNode } from "../model/graph.ts";
import { fileId } from "../model/graphIds.ts";
import type { GraphStore } from "../model/graphStore.ts";
import { idOf, type NumberedSymbol } from "../model/numberedSymbols.ts";
import type { Catalog } from "../stores/catalog.ts";
import { definitionsOf } from "./symbolTracer.ts";
import { type TraceTarget, traceTarget } from "./traceTarget.ts";

/** The two ends of a link between code and an item. */
export interface LinkEnds {
  readonly item: GraphNode;
  readonly code: LinkedCodeEnd;
}

/** A definition, or a whole file. */
export interface LinkedCodeEnd {
  /** Identity in the graph. */
  readonly id: string;
  readonly path: string;
  /** Absent for a file. */
  readonly symbol?: NumberedSymbol;
}

/**
 * Reads an item and code, in either order, as `traceTarget` reads each. Throws as it does, and `badInput` where the two are
 * not an item and a definition or file.
 */
export async function linkEnds(
  words: readonly [string, string],
  catalog: Catalog,
  graph: GraphStore,
): Promise<LinkEnds> {
  const targets = [
    await traceTarget(words[0], catalog, graph),
    await traceTarget(words[1], catalog, graph),
  ] as const;
  const item = targets.find((target) => target.kind === "item");
  const code = targets.map((target) => codeOf(target, catalog)).find((end) => end !== undefined);
  if (item === undefined || code === undefined) {
    const are = targets.map((target, at) => `"${words[at]}" is ${kindWords[target.kind]}`).join(" and ");
    const sentence = `A link goes from an item to code, but ${are}: give a key such as WH-12, and PATH:LINE, PATH or the name of a definition.`;
    throw new WhenceError("badInput", sentence);
  }
  return { item: item.node, code };
}

const kindWords: Readonly<Record<TraceTarget["kind"], string>> = {
  symbol: "a definition",
  line: "a line outside of every definition",
  file: "a file",
  item: "an item",
  commit: "a commit",
};

function codeOf(target: TraceTarget, catalog: Catalog): LinkedCodeEnd | undefined {
  if (target.kind === "file") {
    const { path = "" } = target.document;
    return { id: fileId(path), path };
  }
  if (target.kind !== "symbol") return undefined;
  const { path, startLine, qualifiedName } = target.symbol;
  const symbol = definitionsOf(path, catalog).find(
    (each) => each.symbol.startLine === startLine && each.symbol.qualifiedName === qualifiedName,
  );
  return symbol === undefined ? undefined : { id: idOf(symbol), path, symbol };
}
