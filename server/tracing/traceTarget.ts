import { WhenceError } from "../base/errors.ts";
import type { GraphNode } from "../model/graph.ts";
import { allNodes } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { StoredCommit, StoredDocument, StoredSymbol } from "../model/storedState.ts";
import type { Catalog } from "../stores/catalog.ts";

/** What somebody asks to be traced. */
export type TraceTarget =
  | { readonly kind: "symbol"; readonly symbol: StoredSymbol }
  /** A line that stands in no definition. */
  | { readonly kind: "line"; readonly document: StoredDocument; readonly line: number }
  | { readonly kind: "file"; readonly document: StoredDocument }
  | { readonly kind: "item"; readonly node: GraphNode }
  | { readonly kind: "commit"; readonly commit: StoredCommit };

const namedMost = 8;

/**
 * Reads `PATH:LINE`, `PATH`, a key, a commit's hash or the name of a definition, in this order. A path may be the end of
 * one. Throws `notFound` with a sentence where it is none of them, and `badInput` where it is several.
 */
export async function traceTarget(words: string, catalog: Catalog, graph: GraphStore): Promise<TraceTarget> {
  const wanted = words.trim();
  const [, path = "", line = ""] = /^(.+?):(\d{1,9})(?::\d+)?$/.exec(wanted) ?? [];
  const place = path === "" ? undefined : documentAt(path, catalog);
  if (place !== undefined) return atLine(place, Number(line), catalog, graph);
  const [item] = await graph.nodesByKey(wanted);
  if (item !== undefined) return { kind: "item", node: item };
  const document = documentAt(wanted, catalog);
  if (document !== undefined) return wholeFile(document, graph);
  const commits = wanted.length >= 6 ? catalog.commits.byHashPrefix(wanted, 2) : [];
  if (commits.length === 1 && commits[0] !== undefined) return { kind: "commit", commit: commits[0] };
  return bySymbol(wanted, catalog);
}

/** A single definition around the line, the innermost; else the item of a specification; else the line itself. */
async function atLine(
  document: StoredDocument,
  line: number,
  catalog: Catalog,
  graph: GraphStore,
): Promise<TraceTarget> {
  const { path = "" } = document;
  const [symbol] = catalog.symbols.around(path, line);
  if (symbol !== undefined) return { kind: "symbol", symbol };
  const around = (await itemsOf(path, graph))
    .map((node) => ({ node, lines: linesOf(node) }))
    .filter(({ lines }) => lines !== undefined && lines.startLine <= line && line <= lines.endLine)
    .toSorted((a, b) => lengthOf(a.lines) - lengthOf(b.lines));
  const node = around[0]?.node;
  return node === undefined ? { kind: "line", document, line } : { kind: "item", node };
}

/** A file that states a single item, or one above all others in it, stands for that. */
async function wholeFile(document: StoredDocument, graph: GraphStore): Promise<TraceTarget> {
  const items = await itemsOf(document.path ?? "", graph);
  const whole = items.toSorted((a, b) => lengthOf(linesOf(b)) - lengthOf(linesOf(a)))[0];
  return whole === undefined ? { kind: "file", document } : { kind: "item", node: whole };
}

/** What a file states as items, not what is defined in it. */
async function itemsOf(path: string, graph: GraphStore): Promise<readonly GraphNode[]> {
  const nodes = await allNodes(graph, { path });
  return nodes.filter(({ kind }) => kind !== "symbol" && kind !== "file");
}

function documentAt(path: string, catalog: Catalog): StoredDocument | undefined {
  const plain = path.replaceAll("\\", "/").replace(/^\.\//, "");
  const exact = catalog.documents.byPath(plain);
  if (exact !== undefined) return exact;
  // A word without a dot or slash is sooner a name than the end of a path.
  if (!/[./]/.test(plain)) return undefined;
  const found = catalog.documents.findPaths(plain, 2);
  return found.length === 1 ? found[0] : undefined;
}

function bySymbol(name: string, catalog: Catalog): TraceTarget {
  const exact = catalog.symbols.byQualifiedName(name, namedMost + 1);
  const found = exact.length > 0 ? exact : catalog.symbols.bySuffix(name, namedMost + 1);
  const [symbol] = found;
  if (symbol !== undefined && found.length === 1) return { kind: "symbol", symbol };
  if (symbol === undefined) {
    const sentence = `"${name.slice(0, 120)}" is no path, key, commit or definition of this index: give PATH:LINE or a key such as WH-12, or run \`whence index\` if it is new.`;
    throw new WhenceError("notFound", sentence);
  }
  const places = found.slice(0, namedMost).map(({ path, startLine }) => `${path}:${startLine}`);
  const more = found.length > namedMost ? " and others" : "";
  throw new WhenceError(
    "badInput",
    `"${name.slice(0, 120)}" is defined at ${places.join(", ")}${more}: name one of them by PATH:LINE.`,
  );
}

interface Lines {
  readonly startLine: number;
  readonly endLine: number;
}

function linesOf({ details = {} }: GraphNode): Lines | undefined {
  const { startLine, endLine } = details;
  return typeof startLine === "number" && typeof endLine === "number" ? { startLine, endLine } : undefined;
}

function lengthOf(lines: Lines | undefined): number {
  return lines === undefined ? 0 : lines.endLine - lines.startLine;
}
