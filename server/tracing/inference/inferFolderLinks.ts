import { sha256 } from "../../base/hashes.ts";
import { inferLinks } from "../../linking/inference/inferLinks.ts";
import { type Decision, linkOf } from "../../model/decision.ts";
import type { GraphEdge, GraphNode } from "../../model/graph.ts";
import { fileId, symbolPlace } from "../../model/graphIds.ts";
import { fileNode, symbolNode } from "../../model/graphNodes.ts";
import { inferenceStatementPrefix } from "../../model/graphSources.ts";
import type { GraphStore, Statement } from "../../model/graphStore.ts";
import type { EmbedTexts, InferredLink } from "../../model/inferredLink.ts";
import { idOf, type NumberedSymbol } from "../../model/numberedSymbols.ts";
import type { Catalog } from "../../stores/catalog.ts";
import { definitionsOf } from "../symbolTracer.ts";
import { inferenceInput } from "./inferenceInput.ts";

/** What inference works with. */
export interface FolderInferenceParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
  /** Those that hold. */
  readonly decisions: readonly Decision[];
  readonly embed: EmbedTexts;
}

/** A probable link of a folder. */
export interface ProbableLink {
  readonly item: GraphNode;
  readonly path: string;
  /** Absent where no definition of the file stands out. */
  readonly symbol?: NumberedSymbol;
  /** Probability, 0 to 1. */
  readonly score: number;
  readonly evidence: InferredLink["evidence"];
}

/** What was inferred. */
export interface InferredFolderLinks {
  /** By falling score. */
  readonly links: readonly ProbableLink[];
  /** Items and files that were compared, and how many of each nobody has linked. */
  readonly items: number;
  readonly files: number;
  readonly unlinkedItems: number;
  readonly unlinkedFiles: number;
}

/**
 * Probable links for items and for code which nobody has linked, remembered in the graph as inferred. What was inferred
 * before and is not probable any longer is closed; what somebody decided is left to the decision. Throws `cancelled`.
 */
export async function inferFolderLinks(
  parts: FolderInferenceParts,
  at: string,
  signal?: AbortSignal,
): Promise<InferredFolderLinks> {
  const { catalog, graph, decisions, embed } = parts;
  const project = await inferenceInput(catalog, graph, decisions);
  const { links, definitionLinks } = await inferLinks(project.input, embed, signal);
  const decided = new Set(decisions.flatMap(linksSettledBy));
  const withDefinition = new Set(definitionLinks.map(({ requirement, code }) => `${requirement} ${code}`));
  // Where a definition stands out, its file adds nothing.
  const all = [
    ...definitionLinks,
    ...links.filter(({ requirement, code }) => !withDefinition.has(`${requirement} ${code}`)),
  ];
  const found = all
    .filter(
      ({ linked, requirement, code }) =>
        linked && (project.unlinkedItems.has(requirement) || project.unlinkedFiles.has(code)),
    )
    .flatMap((link) => probableLink(link, project.items, catalog))
    .filter((link) => !decided.has(linkOf({ code: codeIdOf(link), item: link.item.id })))
    .toSorted((a, b) => b.score - a.score);
  await remember(graph, found, [...project.items.keys()], at);
  return {
    links: found,
    items: project.items.size,
    files: project.input.files.length,
    unlinkedItems: project.unlinkedItems.size,
    unlinkedFiles: project.unlinkedFiles.size,
  };
}

/** Whoever decided on a definition has looked at its file, too: as a guess the whole file adds nothing then. */
function linksSettledBy({ code, item }: Decision): readonly string[] {
  const place = symbolPlace(code);
  const codes = place === undefined ? [code] : [code, fileId(place.path)];
  return codes.map((each) => linkOf({ code: each, item }));
}

function probableLink(
  { requirement, code: path, definition, score, evidence }: InferredLink,
  items: ReadonlyMap<string, GraphNode>,
  catalog: Catalog,
): readonly ProbableLink[] {
  const item = items.get(requirement);
  if (item === undefined) return [];
  const symbol =
    definition === undefined
      ? undefined
      : definitionsOf(path, catalog).find((each) => each.symbol.qualifiedName === definition);
  return [{ item, path, ...(symbol === undefined ? {} : { symbol }), score, evidence }];
}

function codeIdOf({ path, symbol }: ProbableLink): string {
  return symbol === undefined ? fileId(path) : idOf(symbol);
}

/** Each item is a source of its own, so what is not probable any longer is closed with its next statement. */
async function remember(
  graph: GraphStore,
  links: readonly ProbableLink[],
  itemIds: readonly string[],
  at: string,
): Promise<void> {
  const known = await graph.marks(inferenceStatementPrefix);
  const byItem = Map.groupBy(links, ({ item }) => item.id);
  const sources = new Set([...known.keys(), ...itemIds.map((id) => `${inferenceStatementPrefix}${id}`)]);
  const statements = [...sources].flatMap((source): readonly Statement[] => {
    const own = byItem.get(source.slice(inferenceStatementPrefix.length)) ?? [];
    if (own.length === 0 && !known.has(source)) return [];
    const edges = own.map((link) => edgeOf(link, source, at));
    const mark = sha256(JSON.stringify(edges.map(({ validFrom: _, ...edge }) => edge)));
    return known.get(source) === mark ? [] : [{ source, mark, edges }];
  });
  const nodes = links.flatMap(({ path, symbol }) => [
    fileNode(path),
    ...(symbol === undefined ? [] : [symbolNode(path, symbol.symbol, symbol.ordinal)]),
  ]);
  await graph.upsertNodes([...new Map(nodes.map((node) => [node.id, node])).values()]);
  await graph.restate(statements, at);
}

const evidenceMost = 4;
const textMost = 200;

function edgeOf(link: ProbableLink, source: string, at: string): GraphEdge {
  const { item, path, score, evidence } = link;
  return {
    from: codeIdOf(link),
    kind: "implements",
    to: item.id,
    origin: "inferred",
    confidence: Number(score.toFixed(4)),
    evidence: evidence.slice(0, evidenceMost).map(({ found, text, line }) => ({
      found,
      text: text.slice(0, textMost),
      uri: `repo:${path}`,
      ...(line === undefined ? {} : { line }),
    })),
    source,
    validFrom: at,
  };
}
