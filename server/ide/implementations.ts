import { describedKinds, type GraphNode } from "../model/graph.ts";
import { nodesById } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import { idOf } from "../model/numberedSymbols.ts";
import type { Catalog } from "../stores/catalog.ts";
import { definitionsOf } from "../tracing/symbolTracer.ts";
import { codeOfItems } from "./cards/codeOfItems.ts";

/** Lines of a file, from 1. */
export interface FilePlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Where an item is described, and its code as far as it is known; the same definitions that a lens counts. */
export interface Implementations {
  readonly described?: FilePlace;
  readonly places: readonly FilePlace[];
}

/** The code of an item by its key; nothing is found for a key that nobody knows. */
export async function implementationsOf(
  key: string,
  graph: GraphStore,
  catalog: Pick<Catalog, "symbols">,
): Promise<Implementations> {
  const items = await graph.nodesByKey(key);
  const code = await codeOfItems(
    graph,
    items.map(({ id }) => id),
  );
  const ids = new Set([...code.values()].flatMap(({ symbols }) => symbols));
  const nodes = [...(await nodesById(graph, [...ids])).values()];
  const paths = new Set(nodes.flatMap(({ path }) => path ?? []));
  const places = [...paths].toSorted().flatMap((path) =>
    definitionsOf(path, catalog)
      .filter((definition) => ids.has(idOf(definition)))
      .map(({ symbol: { startLine, endLine } }) => ({ path, startLine, endLine })),
  );
  const described = items.map(placeOf).find((place) => place !== undefined);
  return { ...(described === undefined ? {} : { described }), places };
}

function placeOf({ kind, path, details = {} }: GraphNode): FilePlace | undefined {
  if (path === undefined || !describedKinds.includes(kind)) return undefined;
  const { startLine, endLine } = details;
  const first = typeof startLine === "number" ? startLine : 1;
  return { path, startLine: first, endLine: typeof endLine === "number" ? endLine : first };
}
