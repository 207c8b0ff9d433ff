import path from "node:path";
import { readSettings } from "../../server/cli/settingsFromEnvironment.ts";
import type { IndexReport } from "../../server/indexing/indexProgress.ts";
import type { IndexOptions } from "../../server/indexing/indexRun.ts";
import type { Chunk } from "../../server/model/chunk.ts";
import type { Place } from "../../server/model/place.ts";
import type { SearchFilter } from "../../server/model/query.ts";
import { toSearchResults } from "../../server/retrieval/searchResults.ts";
import { openAnswering, openIndexing } from "../../server/wiring.ts";
import type { Answer } from "../../shared/model/answer.ts";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { temporaryFolder } from "./gitRepository.ts";

/** A folder with an index of its own, in the words of somebody who uses Whence. */
export interface IndexedFolder {
  readonly place: Place;
  index(options?: IndexOptions): Promise<IndexReport>;
  search(question: string, filter?: SearchFilter, limit?: number): Promise<readonly SearchResult[]>;
  ask(question: string, filter?: SearchFilter): Promise<Answer>;
  /** Everything that is stored, without what differs from run to run. */
  contents(): Promise<readonly string[]>;
}

/** Gives a folder a store in a temporary place; settings come from the variables given. Nothing is indexed yet. */
export function indexedFolder(
  folder: string,
  store: string = path.join(temporaryFolder(), "store"),
  environment: Readonly<Record<string, string>> = {},
): IndexedFolder {
  const place: Place = { folder, store, settings: readSettings(environment) };
  const now = new Date("2026-11-21T12:00:00Z");
  return {
    place,
    async index(options) {
      const session = await openIndexing(place);
      return session.indexer.run(options).finally(session.close);
    },
    async search(question, filter = {}, limit = 10) {
      const answering = await openAnswering(place);
      const found = await answering.retriever
        .retrieve({ question, filter, limit, now })
        .finally(answering.close);
      return toSearchResults(found.candidates);
    },
    async ask(question, filter = {}) {
      const answering = await openAnswering(place);
      return answering.answerer.answer({ question, filter, now }).finally(answering.close);
    },
    async contents() {
      const { catalog, close } = await openAnswering(place);
      const uris = [...catalog.documents.states(catalog.meta.get("activeModel") ?? "").entries()];
      const chunks = catalog.chunks.ofDocuments(uris.map(([uri]) => uri).toSorted());
      const states = uris
        .map(([uri, state]) => `${uri} ${state.contentHash} ${state.vectorsDone}`)
        .toSorted();
      await close();
      return [...states, ...chunks.map(describeChunk)];
    },
  };
}

function describeChunk(chunk: Chunk): string {
  return `${chunk.id} ${chunk.uri}:${chunk.startLine}-${chunk.endLine} ${chunk.title} ${chunk.contentHash}`;
}
