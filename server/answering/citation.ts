import type { Citation } from "../../shared/model/answer.ts";
import { placeLabel } from "../../shared/model/place.ts";
import type { Chunk } from "../model/chunk.ts";
import { placeInChunk } from "../model/chunkPlace.ts";
import { hashOfUri } from "../model/documentUri.ts";
import type { Catalog } from "../stores/catalog.ts";

/** Digits of a hash that a person reads. */
const shortHash = 7;

/** Makes citations which name the version that was read. One reader per answer: it looks up what is uncommitted once. */
export class CitationWriter {
  readonly #head: string | undefined;
  readonly #uncommitted: ReadonlySet<string>;

  constructor(catalog: Catalog) {
    this.#head = catalog.meta.get("indexedHead");
    this.#uncommitted = new Set(
      JSON.parse(catalog.meta.get("uncommittedPaths") ?? "[]") as readonly string[],
    );
  }

  /** Cites lines of a chunk, which must lie inside it; for a commit the lines do not matter. */
  cite(chunk: Chunk, startLine: number, endLine: number): Citation {
    const place = placeInChunk(chunk, startLine, endLine);
    if (place === undefined) {
      const commit = hashOfUri(chunk.uri);
      return { label: commit.slice(0, shortHash), uri: chunk.uri, commit };
    }
    const commit = this.#uncommitted.has(place.path) ? undefined : this.#head;
    const version = commit === undefined ? "" : `@${commit.slice(0, shortHash)}`;
    return {
      label: `${placeLabel(place)}${version}`,
      uri: chunk.uri,
      ...place,
      ...(commit === undefined ? {} : { commit }),
    };
  }
}
