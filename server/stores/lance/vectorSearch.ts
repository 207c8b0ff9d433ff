import { probesFor } from "./annIndex.ts";
import type { LanceTable } from "./lanceTable.ts";
import type { Hit } from "./textSearch.ts";

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
  return table.query(async (handle) => {
    const search = handle
      .vectorSearch(vector)
      .distanceType("l2")
      .nprobes(probesFor(rowCount))
      // `_distance` has to be named, or LanceDB warns on stderr with each query.
      .select(["id", "_distance"])
      .limit(limit);
    const rows = await (where === undefined ? search : search.where(where)).toArray();
    return rows.map((row) => ({ id: String(row.id), score: 1 - Number(row._distance) / 2 }));
  });
}
