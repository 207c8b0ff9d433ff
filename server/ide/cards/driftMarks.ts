import { describedKinds } from "../../model/graph.ts";
import { allEdges, allNodes, nodesById } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { countedSymbols, placeOf } from "../../tracing/coverage/countedSymbols.ts";
import { driftOf } from "../../tracing/coverage/drift.ts";
import type { DriftMark } from "../ide.ts";
import { codeOfItems } from "./codeOfItems.ts";
import { itemsOfCommits } from "./itemsOfSymbols.ts";

interface Parts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
}

/** Where one file went apart from its specifications, or, as a specification, from its code; as far as histories were read. */
export async function driftMarks(parts: Parts, path: string): Promise<readonly DriftMark[]> {
  const isCode = parts.catalog.documents.byPath(path)?.kind === "code";
  const drift = isCode ? await driftOfCode(parts, path) : await driftOfSpec(parts, path);
  return drift
    .filter((each) => each.path === path)
    .map(({ line, sentence, key }) => ({ line, sentence, key }));
}

async function driftOfCode(parts: Parts, path: string) {
  const { catalog, graph } = parts;
  const definitions = countedSymbols(path, catalog);
  const gone = (await allNodes(graph, { path, kinds: ["symbol"], withGone: true })).filter(
    ({ goneAt }) => goneAt !== undefined,
  );
  const ids = [...definitions, ...gone].map(({ id }) => id);
  const origins = ["stated", "confirmed"] as const;
  const changes = await allEdges(graph, { from: ids, kinds: ["changedBy"], origins, withClosed: true });
  const open = changes.filter(({ validTo }) => validTo === undefined);
  const itemsOfCommit = await itemsOfCommits(graph, [...new Set(changes.map(({ to }) => to))]);
  const symbolsOf = new Map<string, Set<string>>();
  const commitsOf = new Map<string, Set<string>>();
  for (const { from, to } of changes) {
    for (const item of itemsOfCommit.get(to) ?? []) {
      commitsOf.set(item, (commitsOf.get(item) ?? new Set()).add(to));
      symbolsOf.set(item, (symbolsOf.get(item) ?? new Set()).add(from));
    }
  }
  const nodes = await nodesById(graph, commitsOf.keys());
  const items = [...nodes.values()].map(({ id, key, title, path: described }) => ({
    id,
    key: key ?? title,
    ...(described === undefined ? {} : { path: described }),
    symbols: definitions
      .filter((each) => symbolsOf.get(id)?.has(each.id) === true)
      .map(({ symbol }) => placeOf(symbol)),
  }));
  const links = { symbolsOf, commitsOf, itemsOfCommit, changesOf: Map.groupBy(open, ({ from }) => from) };
  const vanished = gone.map((node) => ({
    node,
    commits: changes.filter(({ from }) => from === node.id).map(({ to }) => to),
  }));
  return driftOf(parts, links, items, vanished);
}

async function driftOfSpec(parts: Parts, path: string) {
  const items = await allNodes(parts.graph, { path, kinds: describedKinds });
  if (items.length === 0) return [];
  const code = await codeOfItems(
    parts.graph,
    items.map(({ id }) => id),
  );
  const commitsOf = new Map([...code].map(([id, { commits }]) => [id, new Set(commits)]));
  const none = new Map<string, never>();
  return driftOf(
    parts,
    { symbolsOf: none, commitsOf, itemsOfCommit: none, changesOf: none },
    items.map(({ id, key, title }) => ({ id, key: key ?? title, path, symbols: [] })),
    [],
  );
}
