import { sha256 } from "../base/hashes.ts";
import { type CodeAnchor, type Decision, decisionsIn, linkOf, standingDecisions } from "../model/decision.ts";
import { fileUri } from "../model/documentUri.ts";
import type { Evidence, GraphEdge, GraphNode } from "../model/graph.ts";
import { fileId, isItemId } from "../model/graphIds.ts";
import { fileNode, namedItem, symbolNode } from "../model/graphNodes.ts";
import { allEdges } from "../model/graphPages.ts";
import { decisionStatementPrefix, inferenceStatementPrefix } from "../model/graphSources.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";
import { idOf, type NumberedSymbol, numberedSymbols } from "../model/numberedSymbols.ts";
import type { Catalog } from "../stores/catalog.ts";
import { documentLines } from "../stores/documentLines.ts";
import type { RecordLog } from "../stores/recordLog.ts";

/** What decisions are brought into the graph with. */
export interface DecisionParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
  readonly records: RecordLog;
  /** Name of this repository in the graph of a team, where its links are shared. */
  readonly repository?: string | undefined;
}

/** What became of the decisions. */
export interface DecisionState {
  /** Those that hold, with the code as it is called now. */
  readonly standing: readonly Decision[];
  /** Those whose code is nowhere to be found; they are kept and found again when it is back. */
  readonly lost: readonly Decision[];
}

/**
 * Makes the links of the graph agree with the decisions, which are the truth: each decided link is one edge, and no
 * inferred one is left beside it. Code that was renamed or moved is found by its name or by its body. May be repeated at
 * any time. `now` is when links that no longer hold are closed.
 */
export async function bringUpDecisions(parts: DecisionParts, now: string): Promise<DecisionState> {
  const decisions = standingDecisions(decisionsIn(parts.records.list("decision"), parts.repository));
  const known = await parts.graph.marks(decisionStatementPrefix);
  if (decisions.length === 0 && known.size === 0) return { standing: [], lost: [] };
  const placed = decisions.map((decision) => ({ decision, place: placeOf(decision, parts.catalog) }));
  const statements = placed
    .map(({ decision, place }) => statementOf(decision, place))
    .filter(({ source, mark }) => known.get(source) !== mark);
  const standing = placed.flatMap(({ decision, place }) =>
    place === undefined || decision.verdict === "withdrawn" ? [] : [{ ...decision, code: place.id }],
  );
  const changed = new Set(statements.map(({ source }) => source));
  await parts.graph.upsertNodes(
    await nodesOf(
      placed.filter(({ decision }) => changed.has(sourceOf(decision))).map(({ place }) => place),
      parts.graph,
    ),
  );
  await addUnknownItems(decisions, parts.graph);
  const news = decisions.filter((decision) => changed.has(sourceOf(decision)));
  const inferred = await inferredWithout(standing, decisions, news, parts.graph);
  if (statements.length + inferred.length > 0) await parts.graph.restate([...statements, ...inferred], now);
  return { standing, lost: placed.flatMap(({ decision, place }) => (place === undefined ? [decision] : [])) };
}

/** By which a definition is found again: its name, and what is in it. */
export function anchorOf({ symbol }: NumberedSymbol, catalog: Catalog): CodeAnchor {
  const { path, qualifiedName } = symbol;
  return { path, qualifiedName, bodyHash: bodyHashOf(symbol, documentLines(fileUri(path), catalog)) };
}

/** Where the code of a decision is now. */
interface Place {
  readonly id: string;
  readonly path: string;
  readonly symbol?: NumberedSymbol;
}

function placeOf({ code, anchor }: Decision, catalog: Catalog): Place | undefined {
  if (anchor === undefined) {
    const path = code.slice(fileId("").length);
    return catalog.documents.byPath(path) === undefined ? undefined : { id: code, path };
  }
  const found = bySameName(code, anchor, catalog) ?? bySameBody(anchor, catalog);
  return found === undefined ? undefined : toPlace(found);
}

/** Under its own name where it was, else the only one of this name anywhere. */
function bySameName(
  code: string,
  { path, qualifiedName, bodyHash }: CodeAnchor,
  catalog: Catalog,
): NumberedSymbol | undefined {
  const here = numberedSymbols(catalog.symbols.ofDocument(fileUri(path)));
  const same = here.find((each) => idOf(each) === code);
  if (same !== undefined) return same;
  const inFile = here.filter(({ symbol }) => symbol.qualifiedName === qualifiedName);
  if (inFile.length === 1) return inFile[0];
  const named = catalog.symbols.byQualifiedName(qualifiedName, 9).flatMap((symbol) => {
    const all = numberedSymbols(catalog.symbols.ofDocument(fileUri(symbol.path)));
    return all.filter((each) => each.symbol.startLine === symbol.startLine);
  });
  const [only] = named;
  if (named.length === 1) return only;
  const alike = named.filter(
    ({ symbol }) => bodyHashOf(symbol, documentLines(fileUri(symbol.path), catalog)) === bodyHash,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** Renamed in its file: the only one with the same body. */
function bySameBody({ path, bodyHash }: CodeAnchor, catalog: Catalog): NumberedSymbol | undefined {
  const lines = documentLines(fileUri(path), catalog);
  const alike = numberedSymbols(catalog.symbols.ofDocument(fileUri(path))).filter(
    ({ symbol }) => symbol.endLine > symbol.startLine && bodyHashOf(symbol, lines) === bodyHash,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

function toPlace(symbol: NumberedSymbol): Place {
  return { id: idOf(symbol), path: symbol.symbol.path, symbol };
}

/** The lines below the first, because the first has the name. */
function bodyHashOf({ startLine, endLine }: NumberedSymbol["symbol"], lines: readonly string[]): string {
  const body = lines.slice(startLine, endLine).map((line) => line.replace(/\s+/g, ""));
  return sha256(body.filter((line) => line !== "").join("\n"));
}

function sourceOf(decision: Decision): string {
  return `${decisionStatementPrefix}${linkOf(decision)}`;
}

/** A decision that was taken back, or whose code is gone, states nothing. */
function statementOf(decision: Decision, place: Place | undefined): Statement {
  const source = sourceOf(decision);
  const { verdict, item } = decision;
  const mark = sha256(JSON.stringify([decision.id, place?.id, place?.symbol?.symbol.startLine]));
  if (place === undefined || verdict === "withdrawn") return { source, mark, edges: [] };
  const edge: GraphEdge = {
    from: place.id,
    kind: "implements",
    to: item,
    origin: verdict,
    confidence: 1,
    evidence: [decisionEvidence(decision), ...(decision.before?.evidence ?? [])],
    source,
    validFrom: decision.at,
  };
  return { source, mark, edges: [edge] };
}

/** Who decided, when and why, in words. */
function decisionEvidence({ id, verdict, by, at, note }: Decision): Evidence {
  const who = by.replace(/ <[^>]*>$/, "");
  const text = `${verdict} by ${who} on ${at.slice(0, 10)}${note === undefined ? "" : `: ${note}`}`;
  return { found: "decision", text: text.slice(0, 200), uri: `decision:${id}` };
}

async function nodesOf(
  places: readonly (Place | undefined)[],
  graph: GraphStore,
): Promise<readonly GraphNode[]> {
  const nodes = new Map<string, GraphNode>();
  for (const place of places) {
    if (place === undefined) continue;
    const { id, path, symbol } = place;
    nodes.set(id, symbol === undefined ? fileNode(path) : symbolNode(path, symbol.symbol, symbol.ordinal));
  }
  const there = new Set(
    (await graph.nodes([...nodes.keys()])).filter(({ goneAt }) => goneAt === undefined).map(({ id }) => id),
  );
  return [...nodes.values()].filter(({ id, kind }) => kind === "symbol" || !there.has(id));
}

/** Somebody may have decided on an item which this clone does not know (yet). */
async function addUnknownItems(decisions: readonly Decision[], graph: GraphStore): Promise<void> {
  const ids = [...new Set(decisions.map(({ item }) => item))];
  const there = new Set((await graph.nodes(ids)).map(({ id }) => id));
  const unknown = ids.filter((id) => !there.has(id) && isItemId(id));
  await graph.upsertNodes(unknown.map(namedItem));
}

/**
 * The inferred links of items on which somebody decided, without those decided, and with those of which the decision was
 * taken back since.
 */
async function inferredWithout(
  standing: readonly Decision[],
  decisions: readonly Decision[],
  news: readonly Decision[],
  graph: GraphStore,
): Promise<readonly Statement[]> {
  const decided = new Set(standing.map(linkOf));
  const withdrawn = news.filter(
    ({ verdict, before }) => verdict === "withdrawn" && before?.origin === "inferred",
  );
  const statements: Statement[] = [];
  for (const item of new Set(decisions.map((decision) => decision.item))) {
    const source = `${inferenceStatementPrefix}${item}`;
    const mark = (await graph.marks(source)).get(source);
    if (mark === undefined) continue;
    const edges = await allEdges(graph, { source });
    const kept = edges.filter(({ from, to }) => !decided.has(linkOf({ code: from, item: to })));
    const back = withdrawn
      .filter((each) => each.item === item && !edges.some(({ from }) => from === each.code))
      .map((each) => inferredAgain(each, source));
    if (kept.length < edges.length || back.length > 0)
      statements.push({ source, mark: sha256(`${mark} ${linkMarks(decisions)}`), edges: [...kept, ...back] });
  }
  return statements;
}

function linkMarks(decisions: readonly Decision[]): string {
  return decisions.map(({ id }) => id).join(" ");
}

function inferredAgain({ code, item, before, at }: Decision, source: string): GraphEdge {
  const { confidence = 0, evidence = [] } = before ?? {};
  return {
    from: code,
    kind: "implements",
    to: item,
    origin: "inferred",
    confidence,
    evidence,
    source,
    validFrom: at,
  };
}
