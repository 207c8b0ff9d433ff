import { embeddingText } from "../model/chunk.ts";
import type { Catalog } from "../stores/catalog.ts";

const documentsPerLook = 400;

/** What a model still has to embed, before anything is sent or computed. */
export interface EmbeddingWork {
  /** Files without complete vectors. */
  readonly files: number;
  readonly commits: number;
  /** Different passages without a vector. */
  readonly chunks: number;
  /** Passages of the same documents whose vector is known already. */
  readonly known: number;
  /** Of the passages without a vector, as `weigh` counts them. */
  readonly tokens: number;
  /** True where the vectors of this model are being made beside those in use, and a run was interrupted. */
  readonly isBegun: boolean;
}

/** Looks at the catalog and the embeddings cache; changes nothing. `weigh` says how many tokens a text has. */
export function measureEmbeddingWork(
  catalog: Catalog,
  modelId: string,
  weigh: (text: string) => number,
): EmbeddingWork {
  const uris = catalog.documents.withoutVectors(modelId, Number.MAX_SAFE_INTEGER);
  const counted = new Set<string>();
  let [chunks, known, tokens] = [0, 0, 0];
  for (let start = 0; start < uris.length; start += documentsPerLook) {
    const passages = catalog.chunks.ofDocuments(uris.slice(start, start + documentsPerLook));
    const missing = catalog.embeddings.missing(
      modelId,
      passages.map((chunk) => chunk.contentHash),
    );
    for (const chunk of passages) {
      if (!missing.has(chunk.contentHash) || counted.has(chunk.contentHash)) {
        known += 1;
        continue;
      }
      counted.add(chunk.contentHash);
      chunks += 1;
      tokens += weigh(embeddingText(chunk));
    }
  }
  const commits = uris.filter((uri) => uri.startsWith("commit:")).length;
  const isBegun = catalog.meta.get("buildingModel") === modelId;
  return { files: uris.length - commits, commits, chunks, known, tokens, isBegun };
}
