import type { Decision } from "../../model/decision.ts";
import { fileUri, hashOfUri } from "../../model/documentUri.ts";
import { isForeign } from "../../model/foreignNodes.ts";
import type { GraphNode, NodeKind } from "../../model/graph.ts";
import { fileId, symbolPlace } from "../../model/graphIds.ts";
import { allEdges, allNodes } from "../../model/graphPages.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import type {
  CandidateFile,
  ChangeTogether,
  InferenceInput,
  KnownLink,
  LinkDecision,
  Requirement,
} from "../../model/inferredLink.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { documentLines } from "../../stores/documentLines.ts";
import { codePaths } from "../coverage/countedSymbols.ts";
import { linksOfCode } from "../coverage/linkedCode.ts";
import { standsAlone } from "../symbolTracer.ts";

/** What inference reads of an indexed folder, and what nobody has linked yet. */
export interface InferenceProject {
  readonly input: InferenceInput;
  readonly items: ReadonlyMap<string, GraphNode>;
  /** Ids of items for which no commit was made and no code was confirmed. */
  readonly unlinkedItems: ReadonlySet<string>;
  /** Paths of files of which no commit was made for an item. */
  readonly unlinkedFiles: ReadonlySet<string>;
}

/** Kinds that ask for code; a decision or a product only speaks of it. */
const requirementKinds: readonly NodeKind[] = ["prd", "epic", "story", "task", "techSpec"];
/** A commit over more files says nothing about any of them. */
const filesPerCommitMost = 60;
const commitsMost = 3_000;

/** Items without items below them, the code without tests, and the links, decisions and commits that say more of them. */
export async function inferenceInput(
  catalog: Catalog,
  graph: GraphStore,
  decisions: readonly Decision[],
): Promise<InferenceProject> {
  const described = (await allNodes(graph, { kinds: requirementKinds })).filter(
    (node) => !isForeign(node) && node.path !== undefined,
  );
  const parents = new Set((await allEdges(graph, { kinds: ["parentOf"] })).map(({ from }) => from));
  const items = new Map(described.filter(({ id }) => !parents.has(id)).map((node) => [node.id, node]));
  const paths = codePaths(catalog);
  const stated = await statedLinks(catalog, graph, items, new Set(paths));
  const linkedItems = new Set(stated.links.map(({ requirement }) => requirement));
  return {
    input: {
      requirements: [...items.values()].map((node) => requirementOf(node, catalog)),
      files: paths.map((path) => candidateOf(path, catalog)),
      stated: stated.links,
      decisions: decisions.flatMap((decision) => decisionOf(decision, items)),
      changes: changesOf(catalog, new Set(paths)),
    },
    items,
    unlinkedItems: new Set([...items.keys()].filter((id) => !linkedItems.has(id))),
    unlinkedFiles: new Set(paths.filter((path) => !stated.paths.has(path))),
  };
}

async function statedLinks(
  catalog: Catalog,
  graph: GraphStore,
  items: ReadonlyMap<string, GraphNode>,
  paths: ReadonlySet<string>,
): Promise<{ readonly links: readonly KnownLink[]; readonly paths: ReadonlySet<string> }> {
  const { commitsOf, symbolsOf } = await linksOfCode(graph);
  const links: KnownLink[] = [];
  const linked = new Set<string>();
  for (const [item, commits] of commitsOf) {
    const files = Map.groupBy(catalog.commits.filesOf([...commits].map(hashOfUri)), ({ hash }) => hash);
    const touched = new Set<string>();
    for (const changed of files.values()) {
      for (const { path } of changed) if (paths.has(path)) linked.add(path);
      if (changed.length <= filesPerCommitMost)
        for (const { path } of changed) if (paths.has(path)) touched.add(path);
    }
    if (items.has(item)) for (const path of touched) links.push({ requirement: item, code: path });
  }
  for (const [item, symbols] of symbolsOf) {
    if (!items.has(item)) continue;
    for (const id of symbols) {
      const place = symbolPlace(id);
      if (place !== undefined && paths.has(place.path))
        links.push({ requirement: item, code: place.path, definition: place.qualifiedName });
    }
  }
  return { links, paths: linked };
}

function requirementOf(node: GraphNode, catalog: Catalog): Requirement {
  const { id, key, title, path = "", details = {} } = node;
  const { acceptanceCriteria } = details;
  const criteria = Array.isArray(acceptanceCriteria) ? acceptanceCriteria.map(criterionText) : [];
  const [first, last] = [details["startLine"], details["endLine"]];
  const text = documentLines(fileUri(path), catalog)
    .slice(typeof first === "number" ? first - 1 : 0, typeof last === "number" ? last : undefined)
    .join("\n");
  return {
    id,
    ...(key === undefined ? {} : { key }),
    title,
    text: text === "" ? title : text,
    acceptanceCriteria: criteria,
  };
}

function criterionText(criterion: unknown): string {
  if (typeof criterion === "string") return criterion;
  const text = (criterion as { readonly text?: unknown } | null)?.text;
  return typeof text === "string" ? text : "";
}

function candidateOf(path: string, catalog: Catalog): CandidateFile {
  const uri = fileUri(path);
  return {
    path,
    text: documentLines(uri, catalog).join("\n"),
    // Nobody asks for the story of a field by itself.
    definitions: catalog.symbols.ofDocument(uri).filter(standsAlone),
    imports: catalog.symbols.importsFrom(uri),
    calls: catalog.symbols.callsFrom(uri),
  };
}

function decisionOf(
  { verdict, item, code }: Decision,
  items: ReadonlyMap<string, GraphNode>,
): readonly LinkDecision[] {
  if (verdict === "withdrawn" || !items.has(item)) return [];
  const symbol = symbolPlace(code);
  const place =
    symbol === undefined
      ? { code: code.slice(fileId("").length) }
      : { code: symbol.path, definition: symbol.qualifiedName };
  return [{ requirement: item, verdict, ...place }];
}

/** The newest commits that changed a few files of code. */
function changesOf(catalog: Catalog, paths: ReadonlySet<string>): readonly ChangeTogether[] {
  const commits = catalog.commits.recent(commitsMost);
  const files = Map.groupBy(catalog.commits.filesOf(commits.map(({ hash }) => hash)), ({ hash }) => hash);
  return commits.flatMap(({ hash, subject }) => {
    const changed = files.get(hash) ?? [];
    const code = changed.map(({ path }) => path).filter((path) => paths.has(path));
    if (code.length === 0 || changed.length > filesPerCommitMost) return [];
    return [{ id: hash.slice(0, 7), message: subject, paths: code }];
  });
}
