import type { TeamServerFacts } from "../../../shared/model/team.ts";
import { WhenceError } from "../../base/errors.ts";
import { checkServer, newerSchema, schemaVersion } from "./migrateGraph.ts";
import type { Neo4jConnection } from "./neo4jConnection.ts";
import { schemaMigrations } from "./schemaMigrations.ts";

/**
 * What a server is, and whether name, password, database and, with `mustWrite`, rights are in order; what is written for that is
 * gone within the same transaction. Throws as `checkServer`, `storeNewer` for the schema of a newer Whence, and what a connection
 * throws.
 */
export async function inspectServer(
  connection: Neo4jConnection,
  { mustWrite }: { readonly mustWrite: boolean },
): Promise<TeamServerFacts> {
  const name = await checkServer(connection);
  const schema = await schemaVersion(connection);
  if (schema > schemaMigrations.length) throw newerSchema(connection.host);
  if (mustWrite) await connection.write((transaction) => transaction.run("CREATE (n) DELETE n", {}));
  const edition = await editionOf(connection);
  return {
    ...{ name, schema, newestSchema: schemaMigrations.length },
    ...(edition === undefined ? {} : { edition }),
  };
}

/** Some accounts may not ask for it, which is no reason to go no further. */
async function editionOf(connection: Neo4jConnection): Promise<string | undefined> {
  try {
    const [row] = await connection.read((transaction) =>
      transaction.run("CALL dbms.components() YIELD edition RETURN edition LIMIT 1", {}),
    );
    return typeof row?.edition === "string" ? row.edition : undefined;
  } catch (error) {
    if (WhenceError.is(error)) return undefined;
    throw error;
  }
}
