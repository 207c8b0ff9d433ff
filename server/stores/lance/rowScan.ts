import type { StoredRows } from "../chunkStore.ts";
import { anyOf } from "./filterSql.ts";
import type { LanceTable } from "./lanceTable.ts";

/** Names of all rows of a table, as they lie there. */
export async function scanRows(table: LanceTable): Promise<StoredRows> {
  return table.query(async (handle) => {
    // Who compares the stores does not take the catalog's word that nothing was written since.
    await handle.checkoutLatest();
    const schema = await handle.schema();
    const modelId = schema.metadata.get("modelId");
    const type = schema.fields.find((field) => field.name === "vector")?.type;
    const rows = (await handle.query().select(["id", "uri"]).toArray()).map((row) => {
      return { id: String(row.id), uri: String(row.uri) };
    });
    return {
      rows,
      ...(modelId === undefined ? {} : { modelId }),
      ...(type === undefined || !("listSize" in type) ? {} : { dimensions: Number(type.listSize) }),
    };
  });
}

/** Vectors of documents, by id of the chunk. */
export async function scanVectors(
  table: LanceTable,
  uris: readonly string[],
): Promise<Map<string, Float32Array>> {
  return table.query(async (handle) => {
    const found = handle.query().select(["id", "vector"]).where(anyOf("uri", uris));
    const rows = (await found.toArray()) as readonly { id: string; vector: Iterable<number> }[];
    return new Map(rows.map((row) => [row.id, Float32Array.from(row.vector)]));
  });
}
