import { searchTerms } from "../model/searchTerms.ts";
import type { QueryPlan } from "../retrieval/queryPlan.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import { isOneEditAway } from "./editDistance.ts";
import type { TermMatcher } from "./termMatcher.ts";

/** Names shorter than this are one edit from too many others. */
const similarFrom = 5;

/** Where names are looked up. */
interface NameTools {
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
}

/** A name written like code, a key or a file with an extension that is nowhere: the question assumes what is not so. */
export async function findUnknownNames(
  plan: QueryPlan,
  tools: NameTools,
  matcher: TermMatcher,
): Promise<readonly string[]> {
  const { symbols } = tools.catalog;
  const unknown = new Set(matcher.terms.filter((term) => !term.isKnown).map((term) => term.term));
  const isNowhere = (name: string): boolean => searchTerms(name).some((term) => unknown.has(term));
  const isDefined = (name: string): boolean => symbols.byName(name, 1, true).length > 0;
  // Of `Client.get` each part has to exist: another class with a `get` is not what was asked for.
  const names = plan.symbols.filter((name) =>
    name.split(".").some((part) => isNowhere(part) && !isDefined(part)),
  );
  const keys = plan.keys.filter((key) => unknown.has(key.toLowerCase()));
  const files: string[] = [];
  for (const { path, line } of plan.places) {
    // Frames of traces name the places of another machine, so of these the name of the file is enough.
    const folders = plan.isReport || line !== undefined ? 0 : 1;
    if (/\.\w+$/.test(path) && (await isUnknownFile(path, folders, tools))) files.push(path);
  }
  return [...names, ...keys, ...files];
}

/**
 * True where neither a file has this base name nor any passage speaks of one, together with as many of its folders as
 * are wanted: an `invoice.ts` somewhere in a text is not `payments/invoice.ts`.
 */
async function isUnknownFile(
  path: string,
  folders: number,
  { catalog, chunks }: NameTools,
): Promise<boolean> {
  const parts = path.split("/");
  if (catalog.documents.findPaths(parts.at(-1) ?? path, 1).length > 0) return false;
  const name = parts.slice(-1 - folders).join("/");
  const required = [...new Set(searchTerms(name))];
  const hits = await chunks.searchText({ terms: required, required }, {}, 20);
  const passages = catalog.chunks.byId(hits.map(({ chunk }) => chunk.id));
  return !passages.some(({ header, title, text }) => `${title}\n${header}\n${text}`.includes(name));
}

/**
 * The defined name that is one slip of the fingers away from this one; none where there are several, or where this one is
 * defined itself, so that it is another part of the name that is unknown.
 */
export function similarName(name: string, catalog: Catalog): string | undefined {
  const last = name.split(".").at(-1) ?? name;
  if (last.length < similarFrom || catalog.symbols.byName(last, 1, true).length > 0) return undefined;
  const near = catalog.symbols.namesLike(last).filter((known) => isOneEditAway(last, known));
  // A field is often called like its class but for the case of a letter: that is one name, and the nearer case is meant.
  if (new Set(near.map((known) => known.toLowerCase())).size !== 1) return undefined;
  return near.find((known) => known[0] === last[0]) ?? near[0];
}

/**
 * A sentence for each file in the question that does not lie where it says, though one of its name lies elsewhere. Frames
 * of traces are left out: they name the places of another machine.
 */
export function movedFiles(plan: QueryPlan, catalog: Catalog): readonly string[] {
  if (plan.isReport) return [];
  return plan.places.flatMap(({ path, line }) => {
    if (line !== undefined || !/\w\/.*\.\w+$/.test(path)) return [];
    if (catalog.documents.findPaths(path, 1).length > 0) return [];
    const others = catalog.documents.findPaths(path.split("/").at(-1) ?? path, 3);
    const places = others.map((document) => document.path ?? document.uri);
    return places.length === 0 ? [] : [`There is no ${path}; a file of that name is ${places.join(" or ")}.`];
  });
}
