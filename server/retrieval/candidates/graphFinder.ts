import { commitUri, fileUri, hashOfUri } from "../../model/documentUri.ts";
import type { GraphEdge, GraphNode } from "../../model/graph.ts";
import { commitId, isCommitId, itemId, keyOfItem, symbolId } from "../../model/graphIds.ts";
import type { StoredSymbol } from "../../model/storedState.ts";
import { chunkFilter } from "../../stores/chunkFilter.ts";
import type { Candidate, Finding, FindingList } from "../candidate.ts";
import type { QueryPlan } from "../queryPlan.ts";
import type { SearchTools } from "../searchTools.ts";
import { ItemList, type Place, PlaceList, type WantedItem } from "./linkedPlaces.ts";
import { definitionsNamed } from "./symbolFinder.ts";

/** How much of a hit's score what is linked to it takes over: more where the question asks for a reason. */
const reachForReason = 0.6;
const usualReach = 0.2;
const seedsRead = 6;
const itemsFollowed = 6;
const commitsPerItem = 20;
const symbolsPerItem = 40;
/** What somebody rejected leads nowhere. */
const believed = ["stated", "inferred", "confirmed"] as const;
/** A commit over more files than this says nothing about any of them. */
const filesPerCommitMost = 60;
/** A name with more definitions than this has no one story. */
const definitionsMost = 2;

/**
 * What is linked to the best hits: the story behind a definition or commit, and what was written for a story. For "why does
 * X exist?" the commits behind X are looked up, so that its story is found though it shares no word with the question.
 */
export async function findOverGraph(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  tools: SearchTools,
): Promise<FindingList> {
  const places = new PlaceList();
  const items = new ItemList();
  for (const key of plan.keys) items.add({ id: itemId(key), score: 1, detail: "is named in the question" });
  for (const key of plan.given?.keys ?? [])
    items.add({ id: itemId(key), score: 1, detail: "is what you asked about" });
  await addSeeds(plan, candidates.slice(0, seedsRead), items, tools);
  if (plan.wantsReason) await addOrigins(plan, items, places, tools);
  for (const symbol of givenSymbols(plan, tools)) await addOrigin(symbol, items, places, tools);
  await follow(plan, items.best(itemsFollowed), places, tools);
  const chunks = tools.catalog.chunks.at(places.all()).filter(chunkFilter(tools.filter));
  const findings = chunks.flatMap((chunk): Finding[] => {
    const place = places.of(chunk);
    // Who asks for a commit is not served by more code.
    const isAskedFor = plan.kinds.length === 0 || plan.kinds.includes(chunk.kind);
    // Nothing is supported by what only it leads to.
    return !isAskedFor || place === undefined || place.by === chunk.id
      ? []
      : [{ chunk, score: place.score, detail: place.detail }];
  });
  return { finder: "graph", findings: findings.toSorted((a, b) => b.score - a.score) };
}

/** Items that the best hits state or were made for. */
async function addSeeds(
  plan: QueryPlan,
  seeds: readonly Candidate[],
  items: ItemList,
  { catalog, graph }: SearchTools,
): Promise<void> {
  const best = seeds[0]?.score ?? 0;
  const reach = plan.wantsReason ? reachForReason : usualReach;
  const shares = new Map<string, { readonly share: number; readonly title: string; readonly by: string }>();
  const weigh = (id: string, { score, chunk }: Candidate, factor: number) => {
    const share = best > 0 ? (score / best) * factor * reach : 0;
    if (share > (shares.get(id)?.share ?? 0)) shares.set(id, { share, title: chunk.title, by: chunk.id });
  };
  for (const seed of seeds) {
    const { kind, uri, path, symbol } = seed.chunk;
    if (kind === "commit") weigh(commitId(hashOfUri(uri)), seed, 1);
    else if (kind === "code" && path !== undefined && symbol !== undefined)
      weigh(symbolId(path, symbol), seed, 0.8);
    else if (kind === "spec" && path !== undefined) {
      const { rows } = await graph.listNodes({ path, limit: 20 });
      const own = rows.filter((node) => isItem(node) && covers(node, seed.chunk.startLine));
      for (const node of own)
        items.add({
          id: node.id,
          score: (seed.score / best) * 0.9 * reach,
          detail: "is among the best passages",
          by: seed.chunk.id,
        });
    }
  }
  const changes = await graph.edges({ from: [...shares.keys()], kinds: ["changedBy"], limit: 200 });
  for (const { from, to, role } of changes.rows) {
    const { share = 0, title = "", by = "" } = shares.get(from) ?? {};
    const known = shares.get(to)?.share ?? 0;
    const told = share * (role === "touched" ? 0.5 : 0.9);
    if (told > known) shares.set(to, { share: told, title, by });
  }
  // A definition whose commits were never looked into is known by its file, which says less.
  if (plan.wantsReason) {
    for (const seed of seeds.filter(({ chunk }) => chunk.kind === "code").slice(0, 2)) {
      const id = symbolId(seed.chunk.path ?? "", seed.chunk.symbol ?? "");
      if (changes.rows.some(({ from }) => from === id)) continue;
      for (const { hash } of catalog.commits.touching([seed.chunk.path ?? ""], 5))
        weigh(commitId(hash), seed, 0.3);
    }
  }
  const made = await graph.edges({
    from: [...shares.keys()],
    kinds: ["implements"],
    origins: believed,
    limit: 200,
  });
  for (const edge of made.rows) {
    const { share = 0, title = "", by = "" } = shares.get(edge.from) ?? {};
    const detail =
      edge.origin === "inferred"
        ? `is probably the reason for ${title} (inferred, ${Math.round(edge.confidence * 100)} %)`
        : `was the reason for ${title}`;
    items.add({ id: edge.to, score: share * trustIn(edge), detail, by });
  }
}

/** The commits behind the definitions that a question for a reason names, and the items that they were made for. */
async function addOrigins(
  plan: QueryPlan,
  items: ItemList,
  places: PlaceList,
  tools: SearchTools,
): Promise<void> {
  for (const name of [...plan.symbols, ...plan.possibleSymbols].slice(0, 4)) {
    const definitions = definitionsNamed(name, tools);
    const own = definitions.filter(({ path }) => !isTest(path, tools));
    if (own.length === 0 || own.length > definitionsMost) continue;
    for (const symbol of own) await addOrigin(symbol, items, places, tools);
  }
}

/** Definitions that were added to the question, whose chain it is asked with. */
function givenSymbols({ given }: QueryPlan, { catalog }: SearchTools): readonly StoredSymbol[] {
  const symbols = (given?.places ?? []).flatMap(({ path, startLine }) => {
    const [innermost] = startLine === undefined ? [] : catalog.symbols.around(path, startLine);
    return innermost === undefined ? [] : [innermost];
  });
  return symbols.slice(0, definitionsMost);
}

async function addOrigin(
  symbol: StoredSymbol,
  items: ItemList,
  places: PlaceList,
  { graph, origins }: SearchTools,
): Promise<void> {
  const commits = await origins(symbol);
  const shares = new Map(commits.map(({ hash, isOrigin }) => [commitId(hash), isOrigin ? 1 : 0.6]));
  for (const { hash, isOrigin } of commits.slice(0, commitsPerItem)) {
    const what = isOrigin ? "introduced" : "changed";
    const detail = `${what} ${symbol.qualifiedName}`;
    places.add({ uri: commitUri(hash), line: 0, score: isOrigin ? 1 : 0.6, detail });
  }
  const made = await graph.edges({ from: [...shares.keys()], kinds: ["implements"], limit: 200 });
  for (const { from, to } of made.rows) {
    const hash = hashOfUri(from).slice(0, 7);
    const detail = `was the reason for ${symbol.qualifiedName} (stated in commit ${hash})`;
    items.add({ id: to, score: shares.get(from) ?? 0, detail, isOrigin: true });
  }
}

/** From items to what states them, what is above them, and what was written for them. */
async function follow(
  plan: QueryPlan,
  wanted: readonly WantedItem[],
  places: PlaceList,
  { catalog, graph }: SearchTools,
): Promise<void> {
  if (wanted.length === 0) return;
  const ids = wanted.map(({ id }) => id);
  const byId = new Map(wanted.map((item) => [item.id, item]));
  const nodes = new Map((await graph.nodes(ids)).map((node) => [node.id, node]));
  for (const node of nodes.values()) {
    const { score = 0, detail = "", by } = byId.get(node.id) ?? {};
    addItem(node, { score: score * 0.9, detail, by }, places, catalog);
  }
  if (plan.wantsReason) await addParents(byId, places, { catalog, graph });
  // Who asks why one thing is there does not ask for all that was made for the same reason.
  const withCode = wanted.filter(({ codeScore }) => codeScore > 0).map(({ id }) => id);
  if (withCode.length === 0) return;
  const made = await graph.edges({
    to: withCode,
    kinds: ["implements"],
    origins: believed,
    limit: commitsPerItem * wanted.length,
  });
  const commits = made.rows.filter(({ from }) => isCommitId(from));
  for (const { from, to } of commits) {
    const { codeScore: score = 0, by } = byId.get(to) ?? {};
    places.add({ uri: from, line: 0, score: score * 0.6, detail: `was made for ${keyOf(to, nodes)}`, by });
  }
  const changed = await graph.edges({
    to: [...new Set(commits.map(({ from }) => from))],
    kinds: ["changedBy"],
    limit: symbolsPerItem * wanted.length,
  });
  const itemsOfCommit = Map.groupBy(commits, ({ from }) => from);
  await addSymbols(changed.rows, itemsOfCommit, { byId, nodes, places, graph });
  await addCode(made.rows, { byId, nodes, places, graph });
  addFiles(commits, { byId, nodes, places, catalog });
}

async function addParents(
  wanted: ReadonlyMap<string, WantedItem>,
  places: PlaceList,
  { catalog, graph }: Pick<SearchTools, "catalog" | "graph">,
): Promise<void> {
  const edges = await graph.edges({ to: [...wanted.keys()], kinds: ["parentOf"], limit: 20 });
  const parents = new Map(
    (await graph.nodes(edges.rows.map(({ from }) => from))).map((node) => [node.id, node]),
  );
  for (const { from, to } of edges.rows) {
    const node = parents.get(from);
    if (node === undefined) continue;
    const { score = 0, by } = wanted.get(to) ?? {};
    addItem(node, { score: score * 0.4, detail: `is above ${keyOfItem(to)}`, by }, places, catalog);
  }
}

interface Following {
  readonly byId: ReadonlyMap<string, WantedItem>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly places: PlaceList;
}

async function addSymbols(
  changes: readonly GraphEdge[],
  itemsOfCommit: ReadonlyMap<string, readonly GraphEdge[]>,
  { byId, nodes, places, graph }: Following & Pick<SearchTools, "graph">,
): Promise<void> {
  const symbols = new Map(
    (await graph.nodes(changes.map(({ from }) => from))).map((node) => [node.id, node]),
  );
  for (const { from, to, role } of changes) {
    const { path, goneAt, details } = symbols.get(from) ?? {};
    const line = details?.startLine;
    if (path === undefined || goneAt !== undefined || typeof line !== "number") continue;
    for (const { to: item } of itemsOfCommit.get(to) ?? []) {
      const factor = role === "introduced" ? 0.8 : 0.5;
      const detail = `was ${role === "introduced" ? "written" : "changed"} for ${keyOf(item, nodes)} (stated in commit ${hashOfUri(to).slice(0, 7)})`;
      const { codeScore: score = 0, by } = byId.get(item) ?? {};
      places.add({ uri: fileUri(path), line, score: score * factor, detail, by });
    }
  }
}

/** Definitions of which somebody confirmed, or we inferred, that they are for an item. */
async function addCode(
  made: readonly GraphEdge[],
  { byId, nodes, places, graph }: Following & Pick<SearchTools, "graph">,
): Promise<void> {
  const direct = made.filter(({ origin }) => origin !== "stated");
  const code = new Map((await graph.nodes(direct.map(({ from }) => from))).map((node) => [node.id, node]));
  for (const edge of direct) {
    const { path, goneAt, details } = code.get(edge.from) ?? {};
    if (path === undefined || goneAt !== undefined) continue;
    const key = keyOf(edge.to, nodes);
    const detail =
      edge.origin === "inferred"
        ? `is probably for ${key} (inferred, ${Math.round(edge.confidence * 100)} %)`
        : `is for ${key} (confirmed)`;
    const { codeScore = 0, by } = byId.get(edge.to) ?? {};
    const line = typeof details?.startLine === "number" ? details.startLine : 1;
    places.add({ uri: fileUri(path), line, score: codeScore * 0.7 * trustIn(edge), detail, by });
  }
}

/** Of files whose definitions were never looked into, the file as a whole. */
function addFiles(
  commits: readonly GraphEdge[],
  { byId, nodes, places, catalog }: Following & Pick<SearchTools, "catalog">,
): void {
  const hashes = [...new Set(commits.map(({ from }) => hashOfUri(from)))].slice(0, commitsPerItem);
  const files = Map.groupBy(catalog.commits.filesOf(hashes, filesPerCommitMost + 1), ({ hash }) => hash);
  for (const { from, to } of commits) {
    const changed = files.get(hashOfUri(from)) ?? [];
    if (changed.length > filesPerCommitMost) continue;
    for (const { path } of changed) {
      const uri = fileUri(path);
      if (places.hasFile(uri)) continue;
      const detail = `was changed for ${keyOf(to, nodes)} (stated in commit ${hashOfUri(from).slice(0, 7)})`;
      const { codeScore: score = 0, by } = byId.get(to) ?? {};
      places.add({ uri, line: 1, score: (score * 0.6) / Math.max(1, changed.length / 10), detail, by });
    }
  }
}

function addItem(
  { path, goneAt, details, key, title }: GraphNode,
  reason: Pick<Place, "score" | "detail" | "by">,
  places: PlaceList,
  catalog: SearchTools["catalog"],
): void {
  if (path === undefined || goneAt !== undefined) return;
  const line = typeof details?.startLine === "number" ? details.startLine : 1;
  const uri = fileUri(path);
  // What a specification asks for stands below its front matter, which may be a chunk by itself.
  const chunks = line > 1 ? [] : catalog.chunks.ofDocuments([uri]);
  const telling = chunks.find(({ text }) => /\w{3}/.test(text.replace(/^---\n[\s\S]*?\n---(?:\n|$)/, "")));
  const detail = `${key ?? title} ${reason.detail}`;
  places.add({ ...reason, uri, line: telling?.startLine ?? line, detail });
}

/** A guess is worth as much as it is likely. */
function trustIn({ origin, confidence }: GraphEdge): number {
  return origin === "inferred" ? confidence : 1;
}

function isTest(path: string, { catalog }: Pick<SearchTools, "catalog">): boolean {
  return catalog.documents.byPath(path)?.tags.includes("test") === true;
}

function keyOf(id: string, nodes: ReadonlyMap<string, GraphNode>): string {
  return nodes.get(id)?.key ?? keyOfItem(id);
}

function isItem({ kind }: GraphNode): boolean {
  return kind !== "symbol" && kind !== "file";
}

function covers({ details = {} }: GraphNode, line: number): boolean {
  const { startLine, endLine } = details;
  return (
    typeof startLine !== "number" || typeof endLine !== "number" || (startLine <= line && line <= endLine)
  );
}
