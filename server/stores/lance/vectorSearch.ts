import { probesFor } from "./annIndex.ts";
import type { Hit, LanceTable } from "./lanceTable.ts";

/**
 * Rows whose vector has the largest cosine with `vector`. Both are unit vectors, so that the nearest are the same and
 * cosine = 1 - (squared distance) / 2; an index by dot product would leave most of its partitions empty. A zero vector,
 * which stands for a text without known words, is like nothing and finds nothing.
 */
export async function searchVector(
  table: LanceTable,
  vector: Float32Array,
  where: string | undefined,
  limit: number,
): Promise<readonly Hit[]> {
  if (vector.every((value) => value === 0)) return [];
  const rowCount = await table.rowCount();
  const hits = await table.search((handle) => {
    const search = handle.vectorSearch(vector).distanceType("l2").nprobes(probesFor(rowCount)).limit(limit);
    return where === undefined ? search : search.where(where);
  }, "_distance");
  return hits.map((hit) => ({ ...hit, score: 1 - hit.score / 2 }));
}
