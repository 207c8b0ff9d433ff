import { WhenceError } from "../../server/base/errors.ts";
import type { Chunk } from "../../server/model/chunk.ts";
import type { SearchFilter } from "../../server/model/query.ts";
import { searchTerms } from "../../server/model/searchTerms.ts";
import { openStore } from "../../server/stores/openStore.ts";

const everything: SearchFilter = {};
const most = 50_000;

/**
 * What is wrong with a store in the eyes of a reader, in words: a search that fails, a chunk found twice, a document of
 * which some chunks are found and others are not. A store that nobody has finished making is told to be none yet.
 */
export async function readerComplaints(place: string): Promise<readonly string[]> {
  try {
    return await complaints(place);
  } catch (error) {
    if (WhenceError.is(error, "notFound")) return [];
    throw error;
  }
}

/** Model whose vectors are searched. */
export async function activeModel(place: string): Promise<string | undefined> {
  try {
    const store = openStore(place);
    const model = store.catalog.meta.get("activeModel");
    await store.close();
    return model;
  } catch (error) {
    if (WhenceError.is(error, "notFound")) return undefined;
    throw error;
  }
}

async function complaints(place: string): Promise<readonly string[]> {
  const { catalog, chunks, close } = openStore(place);
  try {
    const found: string[] = [];
    const model = catalog.meta.get("activeModel") ?? "";
    const all = catalog.chunks.ofDocuments(documentsIn(catalog.documents.recent(undefined, most)));
    for (const term of ["ledger", "round"]) {
      const hits = await chunks.searchText({ terms: [term] }, everything, most);
      const expected = all.filter((chunk) => isFoundBy(chunk, term));
      found.push(
        ...compare(
          `text search for ${term}`,
          hits.map(({ chunk }) => chunk.id),
          expected,
        ),
      );
    }
    const some = all.find((chunk) => catalog.embeddings.get(model, [chunk.contentHash]).size > 0);
    const vector = some && catalog.embeddings.get(model, [some.contentHash]).get(some.contentHash);
    if (vector !== undefined) {
      const hits = await chunks.searchVector(model, vector, everything, most);
      found.push(
        ...doubled(
          "vector search",
          hits.map(({ chunk }) => chunk.id),
        ),
      );
    }
    return found;
  } finally {
    await close();
  }
}

function documentsIn(documents: readonly { readonly uri: string }[]): readonly string[] {
  return documents.map(({ uri }) => uri);
}

/** As the store splits texts into terms, in the title and the path as well as in the text. */
function isFoundBy(chunk: Chunk, term: string): boolean {
  const { title, symbol, parent, key, path: file, header, text } = chunk;
  return [title, symbol, parent, key, file, header, text].some((part) =>
    searchTerms(part ?? "").includes(term),
  );
}

function compare(search: string, ids: readonly string[], expected: readonly Chunk[]): readonly string[] {
  const found = new Set(ids);
  const lacking = expected.filter((chunk) => !found.has(chunk.id));
  const names = [...new Set(lacking.map((chunk) => chunk.uri))].slice(0, 3).join(", ");
  const missing =
    lacking.length === 0 ? [] : [`${search} misses ${lacking.length} of ${expected.length}: ${names}`];
  return [...doubled(search, ids), ...missing];
}

function doubled(search: string, ids: readonly string[]): readonly string[] {
  const distinct = new Set(ids).size;
  return distinct === ids.length
    ? []
    : [`${search} finds ${ids.length - distinct} of ${ids.length} chunks twice`];
}
