import { SqliteGraph } from "./sqlite/graph/sqliteGraph.ts";

/**
 * Opens the graph in the folder `place` of a store, which has to be there. Any number of processes may write it at once.
 * With `read` nothing is changed, also on a read-only medium, and before there is a graph an empty one is seen. Throws
 * `storeNewer`, `noAccess`, `diskFull` or `locked`; a damaged graph is put aside, which its `notice` says.
 */
export function openGraph(place: string, mode: "read" | "write"): SqliteGraph {
  return new SqliteGraph(place, mode);
}
