import { serverModelPrefix } from "../model/embedding.ts";
import type { Catalog } from "../stores/catalog.ts";

/** So many vectors per chunk of the index are kept, so that other branches and former models cost nothing again. */
const keptPerChunkMost = 3;
/** When there are more, the oldest go until there are so many. */
const keptPerChunkThen = 2;
/** Up to here nothing is dropped, however small the index is; a vector takes about a kilobyte. */
const keptAtLeast = 20_000;
const documentsPerLook = 400;

/**
 * Bounds the cache of vectors that this machine made: first those of former models go, then those of texts that are no
 * more in the index, both oldest first. Vectors of servers may have been paid for and are never dropped. To be called
 * when the vectors of `modelId` are complete.
 */
export function boundEmbeddings(catalog: Catalog, modelId: string): void {
  if (modelId.startsWith(serverModelPrefix)) return;
  const { embeddings } = catalog;
  const made = [...embeddings.counts()].filter(([id]) => !id.startsWith(serverModelPrefix));
  const total = made.reduce((sum, [, count]) => sum + count, 0);
  if (total <= keptAtLeast) return;
  const chunks = catalog.counts().chunks;
  if (total <= keptPerChunkMost * chunks) return;
  let surplus = total - Math.max(keptAtLeast, keptPerChunkThen * chunks);
  for (const [former] of made) {
    if (former !== modelId && surplus > 0) surplus -= embeddings.dropOldest(former, surplus, new Set());
  }
  if (surplus > 0) embeddings.dropOldest(modelId, surplus, usedHashes(catalog));
}

function usedHashes({ documents, chunks }: Catalog): ReadonlySet<string> {
  const uris = [...documents.states("").keys()];
  const used = new Set<string>();
  for (let start = 0; start < uris.length; start += documentsPerLook) {
    for (const { contentHash } of chunks.ofDocuments(uris.slice(start, start + documentsPerLook)))
      used.add(contentHash);
  }
  return used;
}
